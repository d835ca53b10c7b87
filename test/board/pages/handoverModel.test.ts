import { aheadOf, type Handover, handoverOf, linesOf } from '../../../src/board/pages/handover/model.ts'

const NOW = Date.parse('2026-11-20T22:30:00Z')
const HEAD = {
  ...{ handover: 'h1', at: '2026-11-20T22:00:00Z', from: 'late', to: 'night', by: { id: 'sup-1', role: 'supervisor' } },
  ...{ acceptBy: '2026-11-20T22:15:00Z', count: 2, left: 1, shiftChanged: { incidents: 3, recorded: 1, refused: 1 } },
}
const read = (items: readonly object[]): Handover =>
  ({ ...HEAD, items, next: null, demands: [], demandCount: 1 }) as unknown as Handover

it('says of a restricted item that it is there and when it is due, and of nobody who accepted it', () => {
  const item = { id: '1', incident: 'R-1', what: 'taken', status: 'accepted', restricted: true, dueAt: '2026-11-20T22:40:00Z' }
  const [group] = handoverOf(read([{ ...item, acceptedBy: { id: 'sup-2', role: 'x' } }]), null, NOW).groups
  expect(group?.items[0]).toMatchObject({
    incident: 'R-1',
    href: null,
    acceptedBy: null,
    why: expect.stringContaining('restricted'),
  })
})

it('says in words why an item is on the list and how far it went', () => {
  const items = [
    { id: '1', incident: 'WK-1', what: 'open', kind: 'demanded', level: 3, status: 'left' },
    { id: '2', incident: '', what: 'open', kind: 'timers-stalled', alert: 'a', severity: 'critical', status: 'settled' },
    { id: '3', incident: 'WK-1', what: 'due', kind: 'dash-submission', status: 'left' },
  ]
  const shown = handoverOf(read(items), { id: 'SUP-1' }, NOW)
  expect(shown.groups.flatMap((group) => group.items.map(({ incident, why }) => [group.title, incident, why]))).toEqual([
    ['Open', 'WK-1', 'Reassess now, passed up 2 times'],
    ['Open', null, expect.stringMatching(/^[A-Z][a-z ,]+/)],
    ['Due in the next hours', 'WK-1', expect.stringMatching(/^[A-Z]/)],
  ])
  expect(shown).toMatchObject({ isOwn: true, isLate: true })
  expect(shown.told).toEqual([
    '1 incident of 3 told of the change of shift. A reassessment was asked for 1 time.',
    '1 incident closed meanwhile.',
    '1 incident will be told within seconds.',
  ])
})

it('says of each hand-over how much is left and whether it is late', () => {
  const [open, done] = linesOf([HEAD, { ...HEAD, left: 0 }], NOW, { id: 'SUP-1' })
  expect(open).toMatchObject({ left: '1 item of 2 to accept', isLate: true, isOwn: true, title: 'From late to night' })
  expect(done).toMatchObject({ left: 'All 2 items accepted or ended', isLate: false, isDone: true })
})

it('says before it is made how much a hand-over is', () => {
  expect(aheadOf({ items: 68, incidents: 14, demands: 12 })).toEqual([
    'The list will have 68 items.',
    '14 incidents will be told of the change of shift.',
    'A reassessment will be asked for of 12 incidents that nobody has attended, also where somebody has just reassessed: a supervisor has to answer each.',
  ])
  expect(aheadOf({ items: 0, incidents: 0, demands: 0 })).toEqual([
    'The list will be empty.',
    'No reassessment will be asked for.',
  ])
})
