/** What registers list beside matters follows the case: nothing that is owed is left out, nothing that was done stays. */
import fc from 'fast-check'
import type { Feedback } from '../../machines/incident/hau/memory.ts'
import type { Check, Checked } from '../../machines/incident/risk/memory.ts'
import { MATTERS } from '../../machines/matters/index.ts'
import type { ObligationContext } from '../../machines/obligation/setup.ts'
import { OWED, REGISTERS } from '../../machines/rules/catalogue/registers.ts'
import { isToldByLines, registerRows, registersOf } from '../../src/engine/registers/rows.ts'
import type { RegisterRow } from '../../src/engine/registers/views.ts'
import type { Case } from '../../src/engine/step/case.ts'
import type { EndedPart } from '../../src/engine/step/leaving.ts'
import { demandItem } from '../../src/engine/views/items.ts'
import type { DemandItem } from '../../src/engine/views/views.ts'
import * as happens from '../support/happenings.ts'
import { CHAPTERS, histories, postedBy, unreadIn } from '../support/histories.ts'
import { KEY } from '../support/incident.ts'
import { listedNight } from '../support/listing.ts'

const RUNS = Number(process.env.REASSESS_RUNS ?? 30)

/** Of what is no matter: matters stand in the snapshot as they are. */
const lines = (rows: ReadonlyMap<string, RegisterRow>) =>
  [...rows.values()]
    .filter(({ kind }) => !(kind in MATTERS))
    .map(({ kind, name, state }) => [kind, name, state].filter((word) => word !== '').join(' '))
    .sort()

const IN_REGISTERS = Object.values(REGISTERS).flatMap(({ of }) =>
  of.flatMap(({ kind }) => (kind.startsWith(OWED) ? [kind.slice(OWED.length)] : [])),
)

/** The same from the snapshot alone. */
function owedIn({ duties, demands, incident: { value, context } }: Case): string[] {
  const owed = Object.values(duties).flatMap((obligation) => {
    const { deadline, of, matter } = obligation.context as unknown as ObligationContext
    if (matter !== undefined || !IN_REGISTERS.includes(deadline)) return []
    if (!['pending', 'missed', 'climbing'].includes(String(obligation.value))) return []
    const state = obligation.value === 'pending' ? 'pending' : 'missed'
    return [[`owed/${deadline}`, ...(of === null ? [] : [of]), state].join(' ')]
  })
  const asked = Object.values(demands).flatMap((demand) => {
    const { id, status, level, count, setAside } = demandItem(demand)
    if (status !== 'open') return [`demand ${id} ${setAside ? 'set-aside' : status}`]
    return level > 1 || count > 1 ? [`demand ${id} overdue`] : []
  })
  const sentBack = (value as { dash: string }).dash === 'returned' ? ['dash returned'] : []
  return [
    ...[...owed, ...asked, ...sentBack, ...belowStandardIn(value, context), ...unitIn(value, duties)],
    ...readingsIn(context),
  ].sort()
}

/** What a second person may read, and what one has read. */
function readingsIn(context: Readonly<Record<string, unknown>>): string[] {
  const { checks = [], checked = [] } = context as { checks?: Check[]; checked?: Checked[] }
  const named = (state: string) => (one: Check | Checked) => `reassessment ${one.reassessment} ${state}`
  return [...checks.map(named('waiting')), ...checked.map(named('read'))]
}

/** Found below standard by the unit, the latest form, and nobody sent it back. */
function belowStandardIn(value: unknown, context: Readonly<Record<string, unknown>>): string[] {
  const { dash, closure } = value as { dash: string; closure: string }
  const { feedback = [], assessed } = context as { feedback?: Feedback[]; assessed?: { made: number } }
  const last = feedback.at(-1)
  const about = last?.quality === 'below-standard' && last.assessment === `${happens.REFERENCE}-as${assessed?.made}`
  return about && dash !== 'returned' && closure === 'open' ? ['dash belowStandard'] : []
}

function unitIn(value: unknown, duties: Case['duties']): string[] {
  const { safeguarding, closure } = value as { safeguarding: string; closure: string }
  const standing = ['hau-receipt', 'hau-checks'].map((deadline) => duties[deadline]?.value)
  const how = standing.includes('missed') ? 'overdue' : 'inTime'
  if (closure === 'closed' || safeguarding === 'complete') return []
  if (safeguarding !== 'waiting') return [`unit ${safeguarding}.${how}`]
  return standing[0] === 'pending' || standing[0] === 'missed' ? [`unit toReceive.${how}`] : []
}

const inOrder = (rows: Iterable<RegisterRow>): string[] => [...rows].map((row) => JSON.stringify(row)).sort()

/** Chance alone seldom sends one back. */
const DASHES = ['dash standard', 'dash returned', 'dash accepted', 'dash returned']

it('holds for every history: what is listed is what the case owes', () =>
  fc.assert(
    fc.asyncProperty(histories, async ({ chapter, steps }) => {
      const { night, rows } = listedNight()
      for (const posted of CHAPTERS[chapter] ?? []) await night.go(posted)
      let now = Date.parse(CHAPTERS[chapter]?.at(-1)?.recordedAt ?? '')
      for (const drawn of steps) {
        const step = drawn.demand % 3 === 0 ? { ...drawn, what: DASHES[drawn.demand % DASHES.length] ?? '' } : drawn
        now += step.afterSeconds * 1000
        const at = new Date(now).toISOString()
        await night.go({ kind: 'clock', at })
        const open = Object.values(night.store.caseOf(KEY)?.demands ?? {}).filter(({ value }) => value === 'open')
        await night.go(
          postedBy(
            step,
            at,
            open.map((demand) => demandItem(demand).id.replace(happens.demandId(''), '')),
            unreadIn(night.store.caseOf(KEY) as Case),
          ),
        )
        const kept = night.store.caseOf(KEY) as Case
        expect(lines(rows)).toEqual(owedIn(kept))
        // What single commits wrote is what the snapshot and its lines give at once.
        expect(inOrder(rows.values())).toEqual(inOrder(registersOf(kept, night.store.entries(KEY))))
      }
    }),
    { numRuns: RUNS, endOnFailure: false },
  ))

const attended = [
  happens.reported('20:00'),
  happens.thriveAssessed('20:01'),
  happens.graded('20:02', 'P2'),
  happens.arrived('20:20'),
]

it('lists a risk assessment that nobody made, until it is made; one sent back, until it is mended', async () => {
  const { night, rows } = listedNight()
  const dash = () => lines(rows).filter((line) => /^(owed\/)?dash/.test(line))
  for (const happened of attended) await night.go(happened)
  expect(dash()).toEqual(['owed/dash-submission pending'])
  await night.go(happens.deadlinePasses('dash-submission'))
  expect(dash()).toEqual(['owed/dash-submission missed'])
  await night.go(happens.dashSubmitted('22 09:00'))
  expect(dash()).toEqual(['owed/dash-review pending'])
  await night.go(happens.deadlinePasses('dash-review'))
  expect(dash()).toEqual(['owed/dash-review missed'])
  await night.go(happens.dashReviewed('28 10:00', 'returned', { missing: ['injury'] }))
  expect(dash()).toEqual(['dash returned'])
  await night.go(happens.dashSubmitted('28 12:00'))
  await night.go(happens.dashReviewed('28 13:00'))
  expect(dash()).toEqual([])
})

it('lists what the unit finds below standard until there is a better one, and praises nobody by a list', async () => {
  const { night, rows } = listedNight()
  const dash = () => lines(rows).filter((line) => line.startsWith('dash'))
  for (const happened of [...attended, happens.dashSubmitted('20:30', 'standard'), happens.dashReviewed('20:40')])
    await night.go(happened)
  await night.go(happens.hauFeedback('21:00', 'good'))
  expect(dash()).toEqual([])
  await night.go(happens.hauFeedback('21:10', 'below-standard'))
  expect(dash()).toEqual(['dash belowStandard'])
  await night.go(happens.sentBackByUnit('21:20'))
  expect(dash()).toEqual(['dash returned'])
  await night.go(happens.hauFeedback('21:25', 'adequate'))
  expect(rows.get('dash ')).toMatchObject({ state: 'returned', facts: { since: happens.instant('21:20') } })
  await night.go(happens.dashSubmitted('21:30', 'standard'))
  expect(dash()).toEqual([])
})

it('has on the queue of the unit what it has to receive and what it works on, since when, and no longer', async () => {
  const { night, rows } = listedNight()
  const queue = () => rows.get('unit ')
  for (const happened of [...attended, happens.dashSubmitted('20:30', 'high')]) await night.go(happened)
  expect(queue()).toBeUndefined()
  await night.go(happens.dashReviewed('20:40'))
  const reportedAt = happens.instant('20:00')
  expect(queue()).toMatchObject({
    state: 'toReceive.inTime',
    weight: 0,
    facts: { since: happens.instant('20:40'), reportedAt, risk: 'high' },
    deadlines: [{ name: 'hau-receipt', dueAt: happens.instant('21 08:40') }],
  })
  await night.go(happens.deadlinePasses('hau-receipt'))
  expect(queue()).toMatchObject({ state: 'toReceive.overdue' })
  await night.go(happens.hauReceived('21 09:00'))
  expect(queue()).toMatchObject({
    state: 'received.inTime',
    facts: { since: happens.instant('21 09:00') },
    deadlines: [{ name: 'hau-checks', dueAt: happens.instant('22 09:00') }],
  })
  await night.go(happens.hauChecked('21 09:10'))
  await night.go(happens.riskConfirmed('21 09:20'))
  for (const partner of ['daro', 'marac', 'idva']) await night.go(happens.referred('21 09:30', partner))
  expect(queue()).toMatchObject({
    state: 'referring.inTime',
    deadlines: [{ name: 'referral' }, { name: 'referral' }, { name: 'referral' }],
  })
  for (const partner of ['daro', 'marac', 'idva']) await night.go(happens.referralAcknowledged('21 10:00', partner))
  expect(queue()).toMatchObject({ state: 'referring.inTime', deadlines: [] })
  await night.go(happens.hauCompleted('21 10:10'))
  expect(queue()).toBeUndefined()
})

it('keeps a demand on the list through a delay note, and tells how it ended and at which level', async () => {
  const { night, rows } = listedNight()
  for (const happened of attended.slice(0, 3)) await night.go(happened)
  await night.go(happens.deadlinePasses('attendance'))
  expect(lines(rows).filter((line) => line.startsWith('demand'))).toEqual([])
  await night.go(happens.deadlinePasses('answer'))
  const [id] = Object.keys(night.store.caseOf(KEY)?.demands ?? {})
  const row = () => rows.get(`demand ${id}`)
  expect(row()).toMatchObject({ state: 'overdue', weight: 2, facts: { level: 2, reason: 'attendance-overdue' } })
  const now = night.store.entries(KEY).at(-1)?.recordedAt ?? ''
  await night.go(happens.delayNoted(now))
  expect(row()).toMatchObject({ state: 'overdue' })
  await night.go(happens.reassessed(now, 'd1'))
  expect(row()).toMatchObject({ state: 'answered', ended: true, dueAt: now, facts: { level: 2, endedAt: now } })
})

it('is told anew of no demand that ended long ago, when an older case is replayed to be opened', async () => {
  const { night } = listedNight()
  for (const happened of [...attended.slice(0, 3), happens.deadlinePasses('attendance')]) await night.go(happened)
  await night.go(happens.reassessed('21:05', 'd1'))
  const kept = night.store.caseOf(KEY) as Case
  const replayed = { ...kept, demands: structuredClone(kept.demands), matters: {} }
  const [demand] = Object.values(kept.demands).map((one) => demandItem(one))
  expect(demand?.status).toBe('answered')
  const line = {
    type: 'machines.changed',
    recordedAt: '2027-03-01T09:00:00.000Z',
    consequences: { alerts: [], demands: [demand as DemandItem] },
  }
  expect(registerRows(kept, replayed, [line])).toEqual({ listed: [], unlisted: [] })
})

describe('registers that are made anew from a snapshot', () => {
  /** With a breach that was answered, and a demand that is still open. */
  async function answeredOnce(): Promise<{ kept: Case; lines: Parameters<typeof registersOf>[1] }> {
    const { night } = listedNight()
    for (const happened of [...attended.slice(0, 3), happens.deadlinePasses('attendance')]) await night.go(happened)
    for (const happened of [happens.reassessed('21:05', 'd1'), happens.callReceived('21:06')]) await night.go(happened)
    return { kept: night.store.caseOf(KEY) as Case, lines: night.store.entries(KEY) }
  }

  it('list a demand that has left the snapshot as they list a demand in it', async () => {
    const { kept, lines } = await answeredOnce()
    const [id = '', open = ''] = Object.keys(kept.demands)
    const { [id]: machine, [open]: other } = kept.demands
    if (machine === undefined || other === undefined) throw new Error('two demands were made')
    const gone: EndedPart = { home: 'demands', id, nth: 0, cause: null, at: kept.recordedAt, dueAt: null, machine }
    expect(inOrder(registersOf({ ...kept, demands: { [open]: other } }, lines, [gone]))).toEqual(
      inOrder(registersOf(kept, lines)),
    )
  })

  it('read the lines of a case for a demand that ended, in it or gone, and for a DASH that was sent back, and of no other case', async () => {
    const { kept } = await answeredOnce()
    const none = { ended: { ...kept.ended, demands: [] }, left: { ...kept.left, demands: 0 } }
    const sentBack = { ...kept.incident, value: { ...(kept.incident.value as object), dash: 'returned' } }
    expect(isToldByLines(kept)).toBe(true)
    expect(isToldByLines({ ...kept, ...none })).toBe(false)
    expect(isToldByLines({ ...kept, ...none, left: { ...kept.left, demands: 1 } })).toBe(true)
    expect(isToldByLines({ ...kept, ...none, incident: sentBack })).toBe(true)
  })
})
