import type { Role } from '../../../machines/rules/vocabulary.ts'
import { type Beside, lastBefore } from '../../../src/board/pages/approvals/beside.ts'
import { endedBy } from '../../../src/board/pages/approvals/ends.ts'
import { type Approvals, approvalsOf } from '../../../src/board/pages/approvals/model.ts'

const NONE: Approvals = { items: [], next: null }
const READER = {
  person: { id: 'fim-1' },
  role: 'force-incident-manager' as Role,
  newId: () => '1',
  now: Date.parse('2026-10-25T00:00:00Z'),
}
const asked = {
  ...{ approval: 'WK-1-a5', incident: 'WK-1', type: 'uk.police.da.incident.graded.v1', asks: 'P2 to P3', level: 3 },
  ...{ askedAt: '2026-10-24T23:40:00Z', askedBy: { id: 'sup-1', role: 'supervisor' }, data: null, status: 'waiting' as const },
  decides: ['force-incident-manager', 'duty-superintendent'] as Role[],
}
const page = (waiting: Partial<Approvals['items'][number]>[], decided: object[] = []) =>
  approvalsOf(
    {
      waiting: { items: waiting.map((one) => ({ ...asked, ...one })) as Approvals['items'], next: null },
      decided: { ...NONE, items: decided.map((one) => ({ ...asked, ...one })) as Approvals['items'] },
      ...{ tried: null, done: null },
    },
    READER,
  )

it.each([
  ['incident.graded', 'P2 to P3', 'lower the grade from P2 to P3'],
  ['risk.reassessed', 'P1 to P2', 'lower the grade from P1 to P2'],
  ['dash.reviewed', 'high to medium', 'lower the risk grade from high to medium'],
  ['dash.excepted', 'no DASH', 'make no DASH assessment'],
  ['incident.resolved-by-telephone', 'resolved by telephone', 'resolve it by telephone'],
  ['crime.outcome', '23/1: outcome 16', 'give crime 23/1 the outcome 16'],
])('says what %s asks for', (name, asks, words) => {
  expect(page([{ type: `uk.police.da.${name}.v1`, asks }]).waiting[0]?.asks).toBe(words)
})

it('has no form for whoever the event names as acting, though somebody else entered it', () => {
  const data = { priority: 'P3', by: { id: 'FIM-1', role: 'inspector' } }
  expect(page([{ data } as object]).waiting[0]).toMatchObject({ isOwn: true, form: null })
})

it('says of what was decided by whom and when, and why nobody had to decide any more', () => {
  const decidedAt = '2026-10-25T01:25:00Z'
  const { decided } = page(
    [],
    [
      { status: 'lapsed', lapsed: 'nobody-decided', decidedAt },
      { status: 'lapsed', lapsed: 'not-possible-now', reason: 'The incident is closed.', decidedAt },
      { status: 'refused', decidedBy: { id: 'fim-1', role: 'x' }, reason: 'Nobody has rung her.', decidedAt },
    ],
  )
  expect(decided.map(({ status, by, why }) => [status, by, why])).toEqual([
    ['lapsed', null, 'nobody decided in time'],
    ['lapsed', null, 'it could not be done any more: The incident is closed.'],
    ['refused', 'fim-1', 'Nobody has rung her.'],
  ])
})

it('says of a restricted incident only that it waits, and until when', () => {
  const hidden = {
    ...{ approval: 'R-1-a1', incident: 'R-1', restricted: true, status: 'waiting', level: 1 },
    until: '2026-10-25T02:00:00Z',
  }
  const shown = approvalsOf(
    {
      waiting: { items: [hidden] as Approvals['items'], next: null },
      decided: { items: [{ ...hidden, status: 'approved' }] as Approvals['items'], next: null },
      ...{ tried: null, done: null },
    },
    READER,
  )
  expect(shown).toMatchObject({ waiting: [], decided: [], restricted: [{ incident: 'R-1', until: hidden.until }] })
})

it.each([
  ['incident.graded', 'the incident was graded or reassessed again after it was asked for, so nobody decided it'],
  ['risk.reassessed', 'the incident was graded or reassessed again after it was asked for, so nobody decided it'],
  ['dash.reviewed', 'a DASH or another review was recorded after it was asked for, so nobody decided it'],
  ['crime.outcome', 'an outcome of the same crime was recorded after it was asked for, so nobody decided it'],
])('says of %s truly why it ended, where something was recorded since', (name, why) => {
  const lapsed = { type: `uk.police.da.${name}.v1`, status: 'lapsed', lapsed: 'decided-otherwise' }
  expect(page([], [lapsed]).decided[0]?.why).toBe(why)
})

describe('a lowering by a reassessment', () => {
  const change = { change: 'unchanged' }
  const reassessment = {
    ...{ demand: 'WK-1-d1', causesSeen: { 'WK-1-d1': 1 }, assessor: { id: 'sup-1', role: 'supervisor' } },
    thrive: { threat: change, harm: change, risk: change, investigation: change, vulnerability: change, engagement: change },
    ...{ checksRepeated: ['orders'], decision: { priority: 'P3', rationale: 'She is at her sister’s.' } },
  }
  const line = (sequence: number, type: string, at: string, data: object | null = reassessment) => ({ sequence, type, at, data })
  const lines = [
    line(5, 'risk.reassessed', '2026-10-24T23:40:00Z'),
    line(4, 'risk.reassessed', '2026-10-24T23:30:00Z'),
    line(3, 'call.received', '2026-10-24T23:29:00Z'),
    line(2, 'thrive.assessed', '2026-10-24T23:10:00Z', { threat: { level: 'high' } }),
  ]
  const earlier = (verdict: 'assesses' | 'explains') =>
    lastBefore(lines as Parameters<typeof lastBefore>[0], asked, [{ reassessment: 4, verdict }])

  it('is read beside the assessment before it, and not beside itself or what was set aside', () => {
    expect(earlier('assesses')?.at).toBe('2026-10-24T23:30:00Z')
    expect(earlier('explains')).toMatchObject({ at: '2026-10-24T23:10:00Z', isThrive: true })
  })

  it('says why first, then how the incident stands, and no reference of what was read', () => {
    const incident: Beside['incident'] = {
      priority: 'P2',
      waiting: { since: '2026-10-24T22:48:00Z', until: null, underGradeSince: null },
      risk: { flags: ['threat-to-kill'] } as unknown as Beside['incident']['risk'],
    }
    const item = { ...asked, type: 'uk.police.da.risk.reassessed.v1', data: reassessment }
    const { waiting } = approvalsOf(
      {
        ...{ waiting: { items: [item] as unknown as Approvals['items'], next: null }, decided: NONE, tried: null, done: null },
        besides: new Map([[asked.approval, { incident, before: earlier('explains') }]]),
      },
      READER,
    )
    expect(waiting[0]).toMatchObject({
      ...{ why: 'She is at her sister’s.', facts: [] },
      standing: {
        grade: 'P2',
        waited: '1 h 12 min',
        flags: 'threat to kill',
        before: { at: '2026-10-24T23:10:00Z', what: 'THRIVE' },
      },
    })
    const said = JSON.stringify(waiting[0]?.questions)
    expect(said).toContain('Orders and bail')
    expect(said).not.toMatch(/d1|causesSeen|read:/)
    const threat = waiting[0]?.questions.find(({ label }) => label === 'Threat')
    expect([threat?.now.length, threat?.before.length]).toEqual([1, 1])
  })
})

it('names before it is sent which requests a form ends', () => {
  const until = '2026-10-25T00:07:00Z'
  const waits = { ...asked, until }
  const dash = { ...waits, approval: 'WK-1-a6', type: 'uk.police.da.dash.excepted.v1', asks: 'no DASH' }
  expect(endedBy('risk.reassessed', [waits, dash])).toEqual([
    {
      ...{ approval: 'WK-1-a5', by: 'sup-1', asks: 'lower the grade from P2 to P3', until },
      ends: 'If you record this reassessment, that request ends, whatever grade you choose, and nobody decides it any more.',
    },
  ])
  expect(endedBy('incident.graded', [waits, dash]).map(({ approval }) => approval)).toEqual(['WK-1-a5'])
  expect(endedBy('dash.submitted', [waits, dash]).map(({ approval }) => approval)).toEqual(['WK-1-a6'])
  expect(endedBy('call.received', [waits, dash])).toEqual([])
})
