/** From wherever an incident has got to, somebody can close it: what its blockers say is to be posted is enough, by the roles that may. */
import fc from 'fast-check'
import type { Blocker } from '../../machines/incident/blockers.ts'
import { whyNot } from '../../src/api/roles.ts'
import type { IncidentView } from '../../src/engine/ports.ts'
import * as happens from '../support/happenings.ts'
import { CHAPTERS, type History, histories, postedBy } from '../support/histories.ts'
import { KEY, type Night, policyWith, startNight } from '../support/incident.ts'

const RUNS = Number(process.env.REASSESS_RUNS ?? 60)
/** More than any incident of a history can need. */
const MOST_MENDINGS = 80

type Mending = (at: string, detail: string, view: IncidentView) => readonly happens.Posted[]

const named = (detail: string, where: RegExp): string => where.exec(detail)?.[1] ?? ''
const reassessed = (at: string, demand: string | null, { priority }: IncidentView) =>
  happens.reassessed(at, demand, { priority: priority ?? 'P2' })

/** What each blocker asks for. Where there are several, the first that is taken: a referral is made once the unit has the case. */
const MENDED_BY: Readonly<Record<Blocker['code'], Mending>> = {
  'thrive-missing': (at) => [happens.thriveAssessed(at)],
  'thrive-inadequate': (at) => [happens.thriveAssessed(at)],
  'not-graded': (at) => [happens.graded(at, 'P2')],
  'not-attended': (at) => [happens.arrived(at)],
  'demand-open': (at, detail, view) => [reassessed(at, named(detail, /-(d\d+) /), view)],
  'history-not-reviewed': (at, _, view) => [reassessed(at, null, view)],
  'transfer-not-acknowledged': (at, detail) => [happens.transferAcknowledged(at, named(detail, /^(\S+) has not/))],
  'dash-missing': (at) => [happens.dashSubmitted(at, 'standard')],
  'dash-not-reviewed': (at) => [happens.dashReviewed(at), happens.dashReviewed(at, 'returned', { missing: ['injury'] })],
  'dash-returned': (at) => [happens.dashSubmitted(at, 'standard')],
  'dash-mode-exception-missing': (at) => [happens.dashSubmitted(at, 'standard')],
  'referral-not-made': (at, detail) => [happens.referred(at, named(detail, /to (\S+) has/)), happens.hauReceived(at)],
  'referral-not-acknowledged': (at, detail) => [happens.referralAcknowledged(at, named(detail, /^(\S+) has not/))],
  'school-not-notified': (at, detail) => [happens.schoolTold(at, named(detail, /child (\S+) has/))],
  'crime-undecided': (at) => [happens.noCrime(at)],
  'investigation-not-allocated': (at) => [happens.allocated(at)],
}

/** Anything in any order, taken or refused. @returns when the last of it was recorded, in milliseconds */
async function play(night: Night, { chapter, steps }: History): Promise<number> {
  const opening = CHAPTERS[chapter] ?? []
  for (const posted of opening) await night.go(posted)
  let now = Date.parse(opening.at(-1)?.recordedAt ?? '')
  for (const step of steps) {
    now += step.afterSeconds * 1000
    const view = await viewOf(night)
    const open = view.demands.filter(({ status }) => status === 'open').map(({ id }) => id.replace(happens.demandId(''), ''))
    await night.go(postedBy(step, new Date(now).toISOString(), open))
  }
  return now
}

async function viewOf({ engine }: Night): Promise<IncidentView> {
  const view = await engine.view(KEY)
  if (view === null) throw new Error('the incident was reported')
  return view
}

/** The first of them that the incident takes; somebody's role lets them post each. */
async function postOneOf(night: Night, choices: readonly happens.Posted[]): Promise<string> {
  for (const posted of choices) {
    expect(whyNot(posted.role, posted.type, posted.data)).toBeNull()
    if ((await night.go(posted))?.status === 'accepted') return posted.type
  }
  throw new Error(`none of ${choices.map(({ type }) => type).join(', ')} was taken`)
}

it('every incident, from wherever it has got to, is closed by posting what its blockers ask for', () =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const night = startNight(policyWith())
      let now = await play(night, history)
      const posted: string[] = []
      for (;;) {
        now += 60_000
        const at = new Date(now).toISOString()
        await night.go({ kind: 'clock', at })
        const view = await viewOf(night)
        if (view.state.closure === 'closed') return
        if (posted.length === MOST_MENDINGS) throw new Error(`still open after ${posted.join(', ')}`)
        const [blocker] = view.closureBlockers
        const choices =
          blocker === undefined ? [happens.closed(at)] : MENDED_BY[blocker.code as Blocker['code']](at, blocker.detail, view)
        posted.push(await postOneOf(night, choices))
      }
    }),
    { numRuns: RUNS, endOnFailure: false },
  ))
