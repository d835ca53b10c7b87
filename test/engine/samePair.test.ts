import type { CaseEventData } from '../../machines/rules/events.ts'
import {
  arrived,
  but,
  closed,
  dashReviewed,
  dashSubmitted,
  gradedP2,
  identified,
  noCrime,
  type Posted,
  reported,
} from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

type Persons = NonNullable<CaseEventData['incident.reported']['persons']>

const her: Persons[number] = { role: 'victim', personRef: 'P-1' }
const him: Persons[number] = { role: 'suspect', personRef: 'P-2' }
const another: Persons[number] = { role: 'suspect', personRef: 'P-9' }

const visit = (day: string, persons: Persons, dash: Partial<CaseEventData['dash.submitted']> = {}): Posted[] => [
  ...gradedP2(`${day} 20:00`).map((posted) => (posted.type === 'incident.reported' ? but(posted, { persons }) : posted)),
  arrived(`${day} 20:20`),
  dashSubmitted(`${day} 21:00`, 'medium', { tool: 'DASH', answers: { injury: { answer: 'yes' } }, ...dash }),
]

/** What the first assessment of the last incident is compared with. */
async function compared(nights: Readonly<Record<string, readonly Posted[]>>, reader: 'open' | 'all' = 'all') {
  const { engine, store } = startNight(policyWith())
  let posted = 0
  for (const [reference, events] of Object.entries(nights))
    for (const event of events) {
      store.setNow(event.recordedAt)
      const [outcome] = await engine.record([{ ...arrivedEvent(event, `e${++posted}`), reference }])
      expect(outcome).toMatchObject({ status: 'accepted' })
    }
  const last = Object.keys(nights).at(-1) ?? ''
  const view = await engine.assessments({ ...KEY, reference: last }, reader)
  return view?.items.at(-1)?.difference
}

describe('the first assessment of an incident', () => {
  it('is compared with the last of the same pair, and says whose that is', async () => {
    const grew = { answers: { injury: { answer: 'yes' }, separation: { answer: 'yes' } }, grade: 'high' as const }
    const before = [...visit('10', [her, him]), dashSubmitted('10 22:00', 'standard', { tool: 'DASH', answers: {} })]
    expect(await compared({ 'WK-10': before, 'WK-20': visit('20', [her, him], grew) })).toEqual({
      incident: 'WK-10',
      since: 'WK-10-as2',
      grade: { was: 'standard', is: 'high' },
      comparable: true,
      answers: [
        { topic: 'injury', number: 1, was: null, is: 'yes' },
        { topic: 'separation', number: 6, was: null, is: 'yes' },
      ],
    })
  })

  it('is compared with the newest incident that has one, and with no later one', async () => {
    const unassessed = [reported('15 20:00')]
    const nights = {
      'WK-05': visit('05', [her]),
      'WK-10': visit('10', [her]),
      'WK-15': unassessed,
      'WK-25': visit('25', [her]),
      // Written up late: what came after it was not before it.
      'WK-20': visit('20', [her]).map((posted) => ({ ...posted, recordedAt: '2026-11-26T09:00:00.000Z' })),
    }
    expect(await compared(nights)).toMatchObject({ incident: 'WK-10', since: 'WK-10-as1' })
  })

  it('knows her by a reference that is learnt later, however it is typed', async () => {
    const [report, ...rest] = visit('20', [{ role: 'caller', phone: '07700900099' }])
    const late = [report as Posted, ...rest, identified('20 21:30', { personRef: ' p-1' })]
    expect(await compared({ 'WK-10': visit('10', [her]), 'WK-20': late })).toMatchObject({ incident: 'WK-10' })
  })

  it.each<[string, Persons, Persons, string | undefined]>([
    ['the same two', [her, him], [her, him], 'WK-10'],
    ['her with a suspect who was not known then', [her], [her, him], 'WK-10'],
    ['her with a suspect who is not known now', [her, him], [her], 'WK-10'],
    ['her with another suspect', [her, him], [her, another], undefined],
    ['another victim of the same suspect', [{ role: 'victim', personRef: 'P-7' }, him], [her, him], undefined],
    ['her as a child of the house', [{ role: 'child', personRef: 'P-1' }], [her], undefined],
    ['her as the suspect', [{ role: 'suspect', personRef: 'P-1' }], [her], undefined],
    [
      'only the same telephone',
      [{ role: 'victim', phone: '07700900001' }],
      [{ role: 'victim', phone: '07700900001' }],
      undefined,
    ],
    ['only the same place', [], [], undefined],
  ])('compared with %s', async (_, then, now, incident) =>
    expect((await compared({ 'WK-10': visit('10', then), 'WK-20': visit('20', now) }))?.incident).toBe(incident),
  )

  it('tells the grades alone where the tools differ', async () => {
    const nights = { 'WK-10': visit('10', [her], { tool: 'DARA', answers: {} }), 'WK-20': visit('20', [her]) }
    expect(await compared(nights)).toMatchObject({ incident: 'WK-10', comparable: false, answers: [] })
  })

  it('shows what a closed incident said to nobody who does not read closed ones', async () => {
    const over = [...visit('10', [her]), dashReviewed('10 22:00'), noCrime('10 22:05'), closed('10 22:10')]
    const nights = { 'WK-05': visit('05', [her]), 'WK-10': over, 'WK-20': visit('20', [her]) }
    expect(await compared(nights)).toMatchObject({ incident: 'WK-10' })
    expect(await compared(nights, 'open')).toMatchObject({ incident: 'WK-05' })
  })
})

it('the second assessment is compared with the first of its own incident', async () => {
  const { go, engine } = startNight()
  for (const posted of [...visit('20', [her]), dashSubmitted('20 22:00', 'high', { tool: 'DASH' })]) await go(posted)
  const view = await engine.assessments(KEY, 'all')
  expect(view?.items.map(({ difference }) => difference?.incident)).toEqual(['WK-1', undefined])
})
