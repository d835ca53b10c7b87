/**
 * Whatever happened to an incident, somebody who does what its blockers say can close it: no history locks one open for
 * ever, and the words of a blocker are enough to act on.
 */
import fc from 'fast-check'
import type { Blocker } from '../../machines/incident/closure/blocker.ts'
import type { IncidentContext } from '../../machines/incident/setup.ts'
import { outstanding } from '../../machines/rules/hau/referrals.ts'
import { whyNot, whyNotThis } from '../../src/api/roles.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { hydrateCase } from '../../src/engine/step/live.ts'
import type { IncidentView } from '../../src/engine/views/views.ts'
import type { Posted } from '../support/happenings.ts'
import * as happens from '../support/happenings.ts'
import { CHAPTERS, type History, histories, postedBy } from '../support/histories.ts'
import { KEY, type Night, policyWith, startNight } from '../support/incident.ts'

const pinned = policyWith()
const RUNS = Number(process.env.REASSESS_RUNS ?? 40)
/** One thing a minute. A case with everything in its way takes some thirty; reviews that fall due meanwhile are answered too. */
const MOST_STEPS = 90

interface Now {
  readonly at: string
  readonly view: IncidentView
  readonly context: IncidentContext
}

const openDemand = ({ view }: Now): string =>
  view.demands.find(({ status }) => status === 'open')?.id.replace(happens.demandId(''), '') ?? ''

/** What is posted when a controller reads that this is in the way. */
const MENDS: Readonly<Record<Blocker['code'], (now: Now) => Posted>> = {
  'thrive-missing': ({ at }) => happens.thriveAssessed(at),
  'thrive-inadequate': ({ at }) => happens.thriveAssessed(at),
  'not-graded': ({ at }) => happens.graded(at, 'P2'),
  'not-attended': ({ at }) => happens.arrived(at),
  'victim-not-seen-yet': ({ at }) => happens.arrived(at),
  'demand-open': (now) => happens.reassessed(now.at, openDemand(now), { priority: now.view.priority ?? 'P2' }),
  'dash-missing': ({ at }) => happens.dashSubmitted(at),
  'dash-returned': ({ at }) => happens.dashSubmitted(at),
  'dash-mode-exception-missing': ({ at }) => happens.dashSubmitted(at),
  'dash-not-reviewed': ({ at, context }) =>
    context.assessed.toSee.includes('mode-exception-missing')
      ? happens.dashReviewed(at, 'returned', { missing: ['injury'] })
      : happens.dashReviewed(at),
  'referral-not-made': ({ at, view, context }) => {
    if (view.state.safeguarding === 'waiting') return happens.hauReceived(at)
    const [next] = outstanding(context).flatMap((left) => (left.what === 'not-referred' ? [left.partner] : []))
    const [byRule] = view.matters.filter(({ kind, state }) => kind === 'referral' && (state === 'owed' || state === 'unmade'))
    return happens.referred(at, next ?? byRule?.name ?? '')
  },
  'referral-not-acknowledged': ({ at, context }) => {
    const [next] = outstanding(context).flatMap((left) => (left.what === 'not-acknowledged' ? [left.partner] : []))
    return happens.referralAcknowledged(at, next ?? '')
  },
  'school-not-notified': ({ at, context }) => {
    const [next] = outstanding(context).flatMap((left) => (left.what === 'school-not-told' ? [left.child] : []))
    return happens.schoolTold(at, next ?? '')
  },
  'transfer-not-acknowledged': ({ at }) => happens.transferAcknowledged(at),
  'history-not-reviewed': ({ at, view }) => happens.reassessed(at, null, { priority: view.priority ?? 'P2' }),
  'marac-not-referred': ({ at }) => happens.maracReferred(at, { marac: `MARAC-${at}` }),
  'hau-not-received': ({ at }) => happens.hauReceived(at),
  'hau-checks-open': ({ at }) => happens.hauChecked(at),
  'risk-not-confirmed': ({ at, context }) => happens.riskConfirmed(at, context.riskGrade ?? 'high'),
  'safeguarding-not-complete': ({ at }) => happens.hauCompleted(at),
  'crime-undecided': ({ at }) => happens.crimeRecorded(at),
  'investigation-not-allocated': ({ at }) => happens.allocated(at),
}

/** @returns when nothing is in the way. */
async function live(night: Night, { chapter, steps }: History): Promise<number> {
  const opening = CHAPTERS[chapter] ?? []
  for (const posted of opening) await night.go(posted)
  let now = Date.parse(opening.at(-1)?.recordedAt ?? '')
  for (const step of steps) {
    now += step.afterSeconds * 1000
    const recordedAt = new Date(now).toISOString()
    await night.go({ kind: 'clock', at: recordedAt })
    const demands = (await viewOf(night)).demands.filter(({ status }) => status === 'open')
    const open = demands.map(({ id }) => id.replace(happens.demandId(''), ''))
    await night.go(postedBy(step, recordedAt, open))
  }
  return now
}

async function viewOf({ engine }: Night): Promise<IncidentView> {
  const view = await engine.view(KEY)
  if (view === null) throw new Error('the incident was reported')
  return view
}

it(
  'by doing what its blockers say, whatever happened before',
  () =>
    fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const night = startNight(pinned)
        let now = await live(night, history)
        const done: string[] = []
        for (let step = 0; step < MOST_STEPS; step++) {
          now += 60_000
          const at = new Date(now).toISOString()
          await night.go({ kind: 'clock', at })
          const view = await viewOf(night)
          if (view.state.closure === 'closed') return
          const { context } = hydrateCase(night.store.caseOf(KEY) as Case, pinned).incident
          const [blocker] = view.closureBlockers
          const mend =
            blocker === undefined ? happens.closed(at) : MENDS[blocker.code as Blocker['code']]?.({ at, view, context })
          if (mend === undefined) throw new Error(`nobody knows what to do about ${blocker?.code}`)
          // There is somebody whose role lets them post it.
          expect(whyNot(mend.role, mend.type) ?? whyNotThis(mend.role, mend.type, mend.data)).toBeNull()
          const outcome = await night.go(mend)
          done.push(`${blocker?.code ?? 'nothing in the way'}: ${mend.type}`)
          expect([done, outcome]).toEqual([done, expect.objectContaining({ status: 'accepted' })])
        }
        expect(done).toEqual('closed by now')
      }),
      { numRuns: RUNS, endOnFailure: false },
    ),
  // A second each at the worst, on a crowded machine.
  RUNS * 1_000,
)
