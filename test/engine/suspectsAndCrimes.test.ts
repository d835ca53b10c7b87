/** Suspects, bail and investigations over random months: nothing throws, nothing late is silent, all of it replays. */
import fc from 'fast-check'
import type { VictimContext } from '../../machines/matters/victim/setup.ts'
import type { ObligationContext } from '../../machines/obligation/setup.ts'
import type { EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { exampleOf } from '../rules/examples.ts'
import * as happens from '../support/happenings.ts'
import { KEY, type Night, policyWith, seldomAsked, startNight } from '../support/incident.ts'

/** As it comes with the service, but what is late returns seldom: the months would be full of nothing else. */
const { suspects, bail, investigation, victimsCode } = policyWith().policy
const seldom = { climbEvery: 'P28D' }
const pinned = policyWith({
  priorities: seldomAsked(),
  suspects: { ...suspects, ...seldom },
  bail: { ...bail, ...seldom },
  investigation: { ...investigation, ...seldom },
  victimsCode: { ...victimsCode, ...seldom },
})
const hours = (instant: string, count: number): string => new Date(Date.parse(instant) + count * 3_600_000).toISOString()

/** The example of its type with parts replaced, as the api would read it. */
function said(type: EventName, at: string, data: object = {}, role: Role = 'supervisor'): happens.Posted {
  return { kind: 'event', type, at, recordedAt: at, role, data: exampleOf(type, data) }
}
const dealt = (at: string, how: string, suspect?: string, more: object = {}) =>
  said('suspect.dealt-with', at, { how, suspect, codeG: undefined, reason: 'A SECRET WORD', ...more })
const rank = (role: string) => ({ id: 'x-1', role })

const WORDS: Readonly<Record<string, (at: string) => happens.Posted>> = {
  outstanding: (at) => dealt(at, 'outstanding', 'P-2'),
  'outstanding and circulated': (at) => dealt(at, 'outstanding', 'P-2', { circulated: true }),
  'outstanding without a name': (at) => dealt(at, 'outstanding'),
  circulated: (at) => said('suspect.circulated', at),
  'suspect reviewed': (at) => said('suspect.reviewed', at, { nextReviewAt: hours(at, 9) }),
  arrested: (at) => dealt(at, 'arrested', 'P-2', { codeG: ['protect-vulnerable-person'] }),
  'left alone': (at) => dealt(at, 'not-arrested', 'P-2'),
  'released under investigation': (at) => dealt(at, 'released-under-investigation', 'P-2'),
  justified: (at) => said('rui.justified', at),
  charged: (at) => dealt(at, 'charged', 'P-2'),
  'charged with the other crime': (at) => dealt(at, 'charged', 'P-2', { crimeRef: 'C/2' }),
  bailed: (at) => said('bail.granted', at, { bail: 'B1', arrestedAt: hours(at, -9) }),
  'bailed again': (at) =>
    said('bail.granted', at, { bail: 'B2', arrestedAt: hours(at, -9), endsAt: hours(at, 200), conditions: [] }),
  'extended by an inspector': (at) => said('bail.extended', at, { bail: 'B1', authorisedBy: rank('inspector') }),
  'extended by a superintendent': (at) => said('bail.extended', at, { bail: 'B1', authorisedBy: rank('superintendent') }),
  'extended by a court': (at) =>
    said('bail.extended', at, { bail: 'B2', authorisedBy: rank('magistrates-court'), endsAt: hours(at, 900) }),
  'bail varied': (at) => said('bail.varied', at, { bail: 'B1', conditions: [] }),
  'bail checked': (at) => said('bail.checked', at, { bail: 'B1' }),
  'bail breached': (at) => said('bail.breached', at, { bail: 'B1' }),
  'bail ended': (at) => said('bail.ended', at, { bail: 'B1', because: 'released-under-investigation' }),
  'bail cancelled': (at) => said('bail.ended', at, { bail: 'B2', because: 'cancelled' }),
  crime: (at) => said('crime.recorded', at, { offenceAt: hours(at, -30) }),
  'another crime': (at) => said('crime.recorded', at, { crimeRef: 'C/2', offences: ['rape'], offenceAt: undefined }),
  allocated: (at) => said('investigation.allocated', at),
  'the other crime allocated': (at) => said('investigation.allocated', at, { crimeRef: 'C/2', team: 'response' }),
  'another limit': (at) => said('crime.recorded', at, { crimeRef: 'C/2', offences: ['Harassment'] }),
  supervised: (at) => said('investigation.supervised', at, { nextReviewAt: undefined }),
  'handed over': (at) => said('investigation.handed-over', at),
  submitted: (at) => said('evidence.submitted', at),
  'expected later': (at) => said('evidence.expected', at, { expectedAt: hours(at, 2500) }),
  'expected soon': (at) => said('evidence.expected', at, { expectedAt: hours(at, 9) }),
  returned: (at) => said('evidence.returned', at),
  'sent to the prosecutors': (at) => said('charging.requested', at),
  'wanted more of': (at) => said('charging.decided', at, { decision: 'more-evidence' }),
  'a court asked': (at) => said('bail.extension-applied', at, { suspect: 'P-2', appliedAt: at }),
  'a court asked before': (at) => said('bail.extension-applied', at, { suspect: 'P-2', appliedAt: hours(at, -20) }),
  'the court refuses': (at) => said('bail.extension-refused', at, { bail: 'B1' }),
  'the other charged': (at) => dealt(at, 'charged', 'P-5', { crimeRef: 'C/2' }),
  'the other outstanding': (at) => dealt(at, 'outstanding', 'P-5'),
  'the other let go': (at) => dealt(at, 'released-without-charge', 'P-5'),
  'her statement': (at) => said('statement.taken', at, { crimeRef: undefined, takenAt: hours(at, -1) }),
  'not to be charged': (at) => said('charging.decided', at, { decision: 'no-charge' }),
  'she is told of the bail': (at) => said('victim.updated', at, { about: 'bail' }),
  'she is told of no charge': (at) => said('victim.updated', at, { about: 'no-charge' }),
  'she did not answer': (at) => said('victim.not-updated', at),
  'she does not want to hear': (at) => said('victim.not-updated', at, { about: 'release', because: 'declined' }),
  'she wants no support': (at) => said('victim.support-declined', at),
  'outcome 16': (at) => said('crime.outcome', at),
  'outcome 1': (at) => said('crime.outcome', at, { crimeRef: 'C/2', code: 1 }),
  'high risk': (at) => happens.dashSubmitted(at, 'high'),
  reviewed: (at) => happens.dashReviewed(at),
  closed: (at) => happens.closed(at),
}

const steps = fc.array(
  fc.record({ what: fc.constantFrom(...Object.keys(WORDS)), after: fc.oneof(fc.nat(30), fc.nat(1500)), workers: fc.boolean() }),
  { minLength: 1, maxLength: 30, size: 'max' },
)
/** What chance alone seldom comes to. */
const inTurn = (...what: string[]): [{ what: string; after: number; workers: boolean }[]] => [
  what.map((each) => ({ what: each, after: 3, workers: true })),
]
const REACHED = [
  inTurn('crime', 'submitted', 'expected later', 'bailed', 'she is told of the bail', 'expected soon', 'returned'),
  inTurn(
    'bailed',
    'crime',
    'submitted',
    'expected later',
    'sent to the prosecutors',
    'not to be charged',
    'she is told of no charge',
  ),
  inTurn(
    'crime',
    'bailed',
    'sent to the prosecutors',
    'a court asked',
    'extended by an inspector',
    'wanted more of',
    'extended by a court',
  ),
  inTurn('crime', 'her statement', 'bailed', 'a court asked', 'sent to the prosecutors', 'wanted more of', 'bail ended'),
  inTurn('crime', 'another limit', 'charged', 'charged with the other crime', 'another limit', 'another crime'),
  inTurn('another limit', 'the other outstanding', 'charged with the other crime', 'outcome 1', 'the other charged', 'outcome 1'),
  inTurn(
    'crime',
    'bailed',
    'a court asked',
    'the court refuses',
    'a court asked',
    'sent to the prosecutors',
    'the court refuses',
  ),
  inTurn('another crime', 'submitted', 'outcome 1', 'another crime', 'the other crime allocated', 'allocated'),
  inTurn('crime', 'released under investigation', 'she did not answer', 'she does not want to hear', 'she wants no support'),
]
type Steps = typeof steps extends fc.Arbitrary<infer Each> ? Each : never

async function play(played: Steps): Promise<{ night: Night; outcomes: readonly Outcome[]; kept: Case }> {
  const night = startNight(pinned)
  for (const posted of happens.everythingDone) await night.go(posted)
  let now = happens.everythingDone.at(-1)?.at ?? ''
  const outcomes: Outcome[] = []
  for (const { what, after, workers } of played) {
    now = hours(now, after)
    await night.go({ kind: 'workers', away: !workers })
    const outcome = await night.go((WORDS[what] as (at: string) => happens.Posted)(now))
    if (outcome !== null) outcomes.push(outcome)
  }
  // What fell due while nobody fired is asked for here, so that the end is looked at with nothing left to fire.
  await night.go({ kind: 'workers', away: false })
  await night.go({ kind: 'clock', at: hours(now, 1) })
  return { night, outcomes, kept: night.store.caseOf(KEY) as Case }
}

const overIn = (state: string): boolean => ['decided', 'ended', 'outcome'].includes(state)
const undone = ({ duties }: Case, deadline: string, of: string): boolean => {
  const obligation = duties[`${deadline}/${of}`]
  return ['pending', 'missed', 'climbing'].includes(String(obligation?.value))
}

const isWithProsecutors = ({ context }: Case['matters'][string]): boolean => context.charging === 'requested'

/** What a warning warned of, once it has come. */
const LOUDER: Readonly<Record<string, string>> = { 'charge-limit-near': 'charge-limit-passed' }

it('replays to the byte, ends only where it should, and says what is late', () =>
  fc.assert(
    fc.asyncProperty(steps, async (played) => {
      const { night, outcomes, kept } = await play(played)
      for (const outcome of outcomes)
        if (outcome.status === 'refused')
          expect(['not-accepted-now', 'invalid-event', 'closure-blocked']).toContain(outcome.problem.code)
      const entries = async function* () {
        yield* night.store.entries(KEY)
      }
      expect(await replay(kept, entries(), pinned)).toMatchObject({ replayed: true, differences: [] })

      const view = await night.engine.view(KEY)
      const open = new Set((view?.alerts ?? []).filter(({ status }) => status !== 'resolved').map(({ kind }) => String(kind)))
      const speaks = (kind: string) => expect([kind, open.has(kind)]).toEqual([kind, true])
      const duties = Object.values(kept.duties).map(({ context, value }) => ({
        ...(context as unknown as ObligationContext),
        value,
      }))
      for (const { kind, name, state, ended, facts } of view?.matters ?? []) {
        expect([kind, state, ended]).toEqual([kind, state, overIn(state)])
        if (state.startsWith('outstanding')) expect(undone(kept, 'suspect-review', name)).toBe(true)
        if (state.startsWith('underInvestigation')) expect(undone(kept, 'rui-review', name)).toBe(true)
        if (state === 'underInvestigation.unjustified') expect(undone(kept, 'rui-justification', name)).toBe(true)
        // Somebody is asked for the next decision on it: the police, the court or the prosecutors.
        if (state === 'standing.withCourt') expect(undone(kept, 'bail-court-decision', name)).toBe(true)
        else if (state === 'standing.suspended') expect(Object.values(kept.matters).some(isWithProsecutors)).toBe(true)
        else if (state.startsWith('standing') || state === 'lapsed') expect(undone(kept, 'bail-decision', name)).toBe(true)
        if (state === 'standing.suspended' || state === 'standing.withCourt')
          expect([undone(kept, 'bail-decision', name), facts.warnAt !== null && state === 'standing.suspended']).toEqual([
            false,
            false,
          ])
        if (state.startsWith('open.')) expect(undone(kept, 'investigation-review', name)).toBe(true)
        if (state.startsWith('open.') && facts.team === null) expect(undone(kept, 'allocation', name)).toBe(true)
        if (state.startsWith('open.') && facts.chargeBy !== null) expect(undone(kept, 'charge-limit', name)).toBe(true)
        if (state === 'standing.ending') speaks('bail-ending')
        if (state === 'lapsed') speaks('bail-lapsed')
        if (state === 'open.idle') speaks('no-activity')
        if (kind === 'bail' && facts.evidenceUntil !== null) speaks('bail-before-evidence')
        if (kind === 'victim') {
          const { updatesDue, updatesInTime, updatesLate, updatesDeclined, waitingFor } = facts as unknown as VictimContext
          expect(updatesInTime + updatesLate + updatesDeclined + waitingFor.length).toBe(updatesDue)
          for (const { about, suspect } of waitingFor)
            expect(undone(kept, 'victim-update', `${name}/${about}/${suspect ?? 'unnamed'}`)).toBe(true)
          expect(undone(kept, 'victim-support', name)).toBe(facts.support === 'owed')
        }
        const owed = duties.filter(({ matter }) => matter === `${kind}/${name}`)
        // The limit of a crime with a charge runs on for suspects about whom nobody has decided.
        const runsOn = state === 'outcome' && (facts.leftToCharge as string[]).length > 0
        if (runsOn) expect(undone(kept, 'charge-limit', name)).toBe(true)
        for (const { value, deadline } of owed)
          if (ended && !(runsOn && deadline.startsWith('charge-'))) expect(['met', 'late', 'cancelled']).toContain(value)
      }
      for (const { late, matter, value } of duties)
        if (matter !== undefined && (value === 'missed' || value === 'climbing'))
          speaks(open.has(late) ? late : (LOUDER[late] ?? late))
      expect(JSON.stringify(kept)).not.toContain('SECRET')
    }),
    { numRuns: Number(process.env.REASSESS_RUNS ?? 50), endOnFailure: true, examples: REACHED },
  ))
