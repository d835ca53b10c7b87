/**
 * Judges what was asked, case by case and in order, on what was loaded. Pure but for the salts it is handed. Order of the
 * questions (design §2): duplicate, existence, state, content; schema and role were asked before.
 */
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { scoreIssues } from '../../../machines/rules/grading/thriveScore.ts'
import type { Reading } from '../../../machines/rules/reassessment/reading.ts'
import { findKeysIn } from '../../../machines/rules/report/findKeys.ts'
import { unlikelyTimes } from '../../../machines/rules/time/unlikelyTimes.ts'
import { canonical, commitmentTo } from '../chain.ts'
import type { ArrivedEvent, NotForAll, Outcome, WakeOutcome } from '../engine.ts'
import { scoredThrives } from '../measures/thrives.ts'
import type { SeenEvent } from '../ports.ts'
import type { Problem, Warning } from '../problems.ts'
import { ask, lowersLater } from '../step/approvals.ts'
import type { Entry } from '../step/case.ts'
import type { Unchained } from '../step/consequences.ts'
import { LeftTheCase } from '../step/leaving.ts'
import { copyLive, type LiveCase } from '../step/live.ts'
import { withNamed } from '../step/named.ts'
import { settle } from '../step/settle.ts'
import { begin, enteredFor, take } from '../step/step.ts'
import { othersOf } from '../views/hidden.ts'
import { readerKeys } from '../views/readers.ts'
import { itemOf, toldOf } from '../views/view.ts'
import { approvalIn, approvalOf, askedByNobody, decide, isGiven } from './approvals.ts'
import { append, type CaseWork, changedIn, factsAt, settleCase } from './caseWork.ts'
import { judgeContent, namedWarnings } from './content.ts'
import { type Judged, withoutErrors } from './judged.ts'
import { lastTold } from './lastAssessment.ts'
import { judgeLink, linkIn } from './links.ts'
import { aboutOf } from './matters.ts'
import { stillOpen } from './repeatCallers.ts'
import { type Answer, type Answered, eventKey, type Request } from './request.ts'
import { judgeBreakGlass, judgeDismissal } from './restricted.ts'
import { isDrawn } from './sample.ts'
import { asIfApproved } from './secondPerson.ts'
import { refusedNow } from './takenNow.ts'
import { judgeRelease, judgeTaking } from './taking.ts'
import { addsOneTooMany, MOST_OPEN, openThings, tooMany } from './tooMany.ts'
import { filledInBy, whoActs } from './yourself.ts'

/** How far ahead of the clock an event may say that it happened: clocks differ (contract §2). */
const AHEAD_MS = 2 * 60_000
/** The same of a first report, which then counts from its recording. */
const REPORT_AHEAD_MS = 10 * 60_000

/** Judges one request; when the machine throws, the case is as it was before it. */
export function judge(work: CaseWork, request: Request): Answer | LeftTheCase {
  if (work.broken !== undefined) return { kind: 'failed', error: work.broken }
  const before = { ...work, live: work.live === null ? null : copyLive(work.live) }
  try {
    return { ...judgedOf(work, request), more: work.unsettled }
  } catch (error) {
    Object.assign(work, before, { broken: work.broken })
    return error instanceof LeftTheCase ? error : { kind: 'failed', error }
  }
}

function judgedOf(work: CaseWork, request: Request): Answered {
  switch (request.kind) {
    case 'event':
      return judgeEvent(work, request.event)
    case 'wake':
      return { kind: 'wake', outcome: judgeWake(work, request.timer) }
    case 'acknowledge':
      return settleCase(work) ? { kind: 'acknowledge', alerts: judgeTaking(work, request) } : { kind: 'unsettled' }
    case 'release':
      return settleCase(work) ? { kind: 'release', release: judgeRelease(work, request) } : { kind: 'unsettled' }
    case 'break-glass':
      return settleCase(work) ? { kind: 'break-glass', opened: judgeBreakGlass(work, request) } : { kind: 'unsettled' }
    case 'dismiss':
      return settleCase(work) ? { kind: 'dismiss', dismissal: judgeDismissal(work, request) } : { kind: 'unsettled' }
    case 'settle':
      settleCase(work)
      return { kind: 'settle' }
  }
}

function judgeEvent(work: CaseWork, event: ArrivedEvent): Answered {
  const early = tooEarly(work, event)
  if (early !== null) return { kind: 'event', outcome: refused(early) }
  const seen = work.group.seen.get(eventKey(event))
  if (seen !== undefined) {
    const outcome = again(work, event, seen)
    return { kind: 'event', outcome: { ...outcome, ...notForAll(work, outcome) } }
  }
  // An event waits where more is due than fires in one commit.
  if (!settleCase(work)) return { kind: 'unsettled' }
  const outcome = work.live === null ? report(work, event) : judgeKnown(work, work.live, event)
  return { kind: 'event', outcome: { ...outcome, ...notForAll(work, outcome) } }
}

/** What of an answer is not for everybody; nothing of most. */
function notForAll({ live }: CaseWork, outcome: Outcome): NotForAll {
  if (live === null) return {}
  const { context } = live.incident
  const readers = readerKeys(context.restricted)
  const others = outcome.status === 'refused' || outcome.warnings.length > 0 ? othersOf(context) : []
  return { ...(readers !== null && { readers }), ...(others.length > 0 && { others }) }
}

const msAhead = ({ group }: CaseWork, { at }: ArrivedEvent): number => Date.parse(at) - Date.parse(group.clock)

function tooEarly(work: CaseWork, event: ArrivedEvent): Problem | null {
  const ahead = msAhead(work, event)
  const most = isReport(event) ? REPORT_AHEAD_MS : AHEAD_MS
  if (ahead <= most) return null
  const detail = `is ${Math.round(ahead / 1000)} s ahead of the record's clock (${work.group.clock}); at most ${most / 1000} s`
  return {
    code: 'invalid-event',
    detail: 'The event says that it happened in the future.',
    errors: [{ pointer: '/time', detail }],
  }
}

/** The same event again changes nothing; the same id with other content is another event under a used name. */
function again({ key, live }: CaseWork, event: ArrivedEvent, seen: SeenEvent): Outcome {
  const { type, at } = event
  // Whoever sends it again: what was left out is filled in as it was the first time.
  const data = event.filledIn ? filledInBy(event.data, type, seen.actor) : event.data
  const wasAsked = seen.type === 'approval.asked'
  const same =
    seen.reference === key.reference &&
    (wasAsked || seen.type === type) &&
    seen.at === at &&
    seen.commitment === commitmentTo(seen.salt, canonical(wasAsked ? { type, time: at, data } : data))
  if (same && live !== null) {
    const approval = mayHaveAsked(live, seen) ? approvalOf(live, seen.sequence) : null
    const status = wasAsked && approval?.status === 'waiting' ? 'pending' : 'duplicate'
    const told = { incident: toldOf(live), alerts: [], matters: [], warnings: [] }
    return { status, sequence: seen.sequence, ...(approval === null ? {} : { approval }), ...told }
  }
  const detail = `${event.source} has already posted another event under the id ${event.id}.`
  return refused({ code: 'event-id-reused', detail })
}

const mayHaveAsked = ({ pinned }: LiveCase, { type }: SeenEvent): boolean =>
  type === 'approval.asked' || (type === 'risk.reassessed' && pinned.policy.approvals.secondPerson === 'signed-in')

function report(work: CaseWork, event: ArrivedEvent): Outcome {
  const { key, group, now: recordedAt } = work
  if (!isReport(event)) return refused({ code: 'unknown-incident', detail: `No incident ${key.reference} has been reported.` })
  const recall = (live: LiveCase) => group.callers.recall(live, event)
  const { live, recorded } = begin({ ...key, pinned: group.policy }, { ...event, recordedAt }, event, { recall })
  work.live = live
  const warnings = [...(event.warnings ?? []), ...namedWarnings(live, event), ...aheadOf(work, event)]
  return accepted(work, event, { live, recorded: [recorded] }, warnings)
}

function aheadOf(work: CaseWork, event: ArrivedEvent): Warning[] {
  if (msAhead(work, event) <= AHEAD_MS) return []
  const detail = `is ahead of the record's clock (${work.group.clock}); the report counts from its recording`
  return [{ code: 'time-ahead', pointer: '/time', detail }]
}

function judgeKnown(work: CaseWork, live: LiveCase, arrived: ArrivedEvent): Outcome {
  const { group, now: recordedAt } = work
  const { type, at, data } = arrived
  const { problem: notYourself, actor } = whoActs(arrived, recordedAt)
  const event = { type, at, recordedAt, data, ...enteredFor(actor) } as PublicEvent
  const seen = withNamed(live, event)
  const about = aboutOf(seen, event)
  const problem = refusedNow(live, event, about)
  if (problem !== null) return refused(problem)
  if (notYourself !== null) return refused(notYourself)
  if (isGiven(arrived)) {
    const decided = decide(work, live, { ...arrived, actor })
    if (decided.problem !== null) return refused(decided.problem)
    return accepted(work, arrived, { live, recorded: decided.recorded }, decided.warnings)
  }
  const waits = asIfApproved(seen, event, actor.role)
  if (waits !== null && arrived.isClaim) return refused(askedByNobody(type))
  const judgeable = waits ?? { event, role: actor.role }
  const judged =
    event.type === 'thrive.scored'
      ? judgeScore(work, live, event.data)
      : judgeContent(seen, judgeable.event, judgeable.role, {
          about: waits === null ? about : aboutOf(seen, waits.event),
          last: lastBefore(work, live, event),
        })
  if (judged.problem !== null) return refused(judged.problem)
  const isAsked = waits !== null && !lowersLater(live, event)
  if (isAsked ? openThings(live) >= MOST_OPEN : addsOneTooMany(seen, event)) return refused(tooMany(event.type))
  if (isAsked) {
    const outcome = accepted(work, arrived, { live, recorded: [ask(live, event, { ...arrived, actor })] }, judged.warnings)
    return outcome.status === 'accepted' ? { ...outcome, status: 'pending' } : outcome
  }
  const { link, original } = judgeLink(live, event, group.onRecord)
  if (link.problem !== null) return refused(link.problem)
  const recall = (moved: LiveCase) => group.callers.recall(moved, arrived)
  const reading = judged.reading === undefined ? null : readingOf(judged.reading, () => isDrawn(arrived, live))
  const recorded = take(live, event, { ...arrived, actor }, { recall, original, reading })
  const later = waits === null ? [] : [loweringWaits(live, event)]
  return accepted(work, arrived, { live, recorded: [recorded] }, [...judged.warnings, ...link.warnings, ...later])
}

/** Said of what has just been recorded. */
function loweringWaits(live: LiveCase, { data }: PublicEvent): Warning {
  const { priority } = (data as CaseEventData['risk.reassessed']).decision
  const told = approvalIn(live, live.lines)
  return {
    code: 'lowering-waits',
    pointer: '/data/decision/priority',
    detail: `Everything of this counts, under ${live.incident.context.priority}: ${priority} waits for a second person until ${told?.until} (${told?.approval}).`,
  }
}

/** A doubtful one is read anyhow. */
const readingOf = (read: Omit<Reading, 'drawn'>, isDrawn: () => boolean): Reading => ({
  ...read,
  drawn: read.verdict !== 'doubtful' && isDrawn(),
})

const lastBefore = (work: CaseWork, { incident }: LiveCase, { type, at }: PublicEvent) =>
  type === 'risk.reassessed' ? lastTold(work, incident.context, at) : null

/** A score is about a line of the record, which no snapshot has: the case's own, and those that came just before it. */
function judgeScore({ thrives, entries }: CaseWork, { incident }: LiveCase, score: CaseEventData['thrive.scored']): Judged {
  const thrive = scoredThrives([...thrives, ...entries]).get(score.thrive) ?? null
  return withoutErrors(scoreIssues(score, thrive, incident.context.policy.thrive.elements))
}

const isReport = (event: Pick<ArrivedEvent, 'type'>): event is ArrivedEvent<'incident.reported'> =>
  event.type === 'incident.reported'
const refused = (problem: Problem): Outcome => ({ status: 'refused', problem })

/** An event was taken: what it makes due at once fires, and all of it joins the record. */
function accepted(
  work: CaseWork,
  event: ArrivedEvent,
  { live, recorded }: { readonly live: LiveCase; readonly recorded: readonly [Unchained, ...Unchained[]] },
  warnings: readonly Warning[],
): Outcome {
  const { group, now, key } = work
  const { lines, more } = settle(live, now)
  const happened = [...recorded, ...lines]
  append(work, happened)
  work.unsettled = more
  work.matchKeys = [...work.matchKeys, ...group.callers.matchKeysOf(event)]
  work.findKeys = [...work.findKeys, ...findKeysIn(event.type, event.data, event.reference)]
  work.links = [...work.links, ...linkIn(live, event)]
  group.callers.keep(event, () => itemOf(work.live ?? live, live.lines))
  const { sequence, type, salt, commitment, actor } = work.entries.at(-happened.length) as Entry
  const { source, id, at } = event
  const approval = approvalIn(live, sequence)
  group.seen.set(eventKey(event), { ...key, source, id, sequence, type, at, salt, commitment, actor })
  return {
    status: 'accepted',
    sequence,
    ...(approval === null ? {} : { approval }),
    incident: toldOf(live, factsAt(work, live)),
    ...changedIn(live, happened),
    warnings: [
      ...warnings,
      ...unlikelyTimes(event, live.incident.context.reportedAt, now),
      ...stillOpen(live.incident.context.policy, recorded[0].consequences.earlier ?? []),
    ],
  }
}

/** Fires what is due in the case and says what became of the timer that woke it: `not yet` also while others go before it. */
function judgeWake(work: CaseWork, timer: string): WakeOutcome {
  const running = runningIn(work, timer)
  const isDue = running !== undefined && running.dueAt <= work.now
  const isSettled = settleCase(work)
  if (isDue && (isSettled || runningIn(work, timer) === undefined)) return 'fired'
  return running === undefined ? 'superseded' : 'not yet'
}

const runningIn = ({ live }: CaseWork, timer: string) => live?.timers.find(({ id }) => id === timer)
