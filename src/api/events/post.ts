/** `POST /v1/events`: a single event, or a batch with an answer for each event. */
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { nameOf } from '../../../machines/rules/events.ts'
import type { DashQuality } from '../../../machines/rules/vocabulary.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { ApprovalTold, ArrivedEvent, Engine, Failed, Outcome } from '../../engine/engine.ts'
import type { Issue } from '../../engine/problems.ts'
import type { Caller, Reads, Refusal } from '../../engine/reads.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import type { IncidentTold } from '../../engine/views/views.ts'
import { traceOf } from '../../log/traceOf.ts'
import type { batchAnswer, pending, recorded } from '../answers.ts'
import { callerOf } from '../authenticate.ts'
import { mediaTypeOf } from '../door/body.ts'
import { type Breath, createBreath } from '../door/turns.ts'
import type { Limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { asRefused, problemBody, RETRY_AFTER, Refused, refusedBy } from '../problems.ts'
import type { AuthMode } from '../reads/me.ts'
import { sendNamed } from '../reads/sendList.ts'
import { admit, invalidEvent } from './admit.ts'
import { eventsOf, type SentEvent } from './batch.ts'
import { isBinaryMode, readBinary } from './binaryMode.ts'
import { isInPerson, mustBeInPerson, onlyClaims } from './inPerson.ts'
import { parseJson } from './json.ts'
import { aboutEvent, isJudgement, keepAll, keepingRefusals, refusalOf, type Sent, subjectsNamed, type Writing } from './refuse.ts'
import { subjectsIn } from './subjects.ts'
import { toldTo } from './told.ts'

export const ONE = 'application/cloudevents+json'
export const MANY = 'application/cloudevents-batch+json'

export interface EventPorts extends Writing {
  readonly engine: Pick<Engine, 'recordEach'>
  readonly reads: Pick<Reads, 'restricted'>
  readonly log: Pick<Logger, 'error'>
  readonly metrics: Metrics
  readonly limits: Limits
  readonly authMode: AuthMode
}

export function postEvents(ports: EventPorts): RequestHandler {
  const maxBytes = (req: Request) => (mediaTypeOf(req) === MANY ? ports.limits.batchBytes : ports.limits.eventBytes)
  return keepingRefusals(ports, maxBytes, subjectsNamed, async (sent, req, res) => {
    const mediaType = mediaTypeOf(req)
    const isStructured = mediaType === ONE || mediaType === MANY
    // Node builds these headers again for each read.
    const isBinary = !isStructured && isBinaryMode(mediaType, req.headersDistinct)
    if (!isStructured && !isBinary) throw new Refused('unsupported-media-type', WHAT_TO_SEND)
    if (sent.tooLarge) throw new Refused('payload-too-large', `At most ${maxBytes(req)} bytes of ${mediaType}.`)
    if (mediaType === MANY) await answerMany(ports, sent, res)
    else await answerOne(ports, sent, isBinary ? binaryOf(sent, req) : structuredOf(sent), res)
  })
}

const WHAT_TO_SEND = `Send ${ONE} or ${MANY}, or application/json with the attributes in ce- headers; as UTF-8, not compressed.`

/** An event of a single request, and the mistakes in its writing. */
interface Written {
  readonly raw: unknown
  readonly issues: readonly Issue[]
}

function structuredOf({ bytes }: Sent): Written {
  const parsed = parseJson(bytes)
  return parsed.ok ? { raw: parsed.value, issues: parsed.issues } : { raw: undefined, issues: [parsed.issue] }
}

function binaryOf(sent: Sent, req: Request): Written {
  const event = readBinary(req.headersDistinct, sent.bytes)
  sent.written = event.written
  return event
}

async function answerOne(ports: EventPorts, sent: Sent, { raw, issues }: Written, res: Response): Promise<void> {
  sent.about = aboutEvent(raw)
  const refused = issues.length > 0 ? { refused: invalidEvent(issues) } : {}
  // The last middleware logs a fault of ours.
  const told = (error: unknown) => {
    throw error
  }
  const [one] = await record(ports, callerOf(res), [{ bytes: sent.bytes, raw, ...refused }], told, createBreath())
  if (one === undefined || one instanceof Refused) throw one
  res.status(codeOf(one)).json(answered(one))
}

/** A refusal or failure of some events does not stop the others; a record that is away fails all. Runs in pieces. */
async function answerMany(ports: EventPorts, sent: Sent, res: Response): Promise<void> {
  const { metrics, limits, log } = ports
  const caller = callerOf(res)
  const breath = createBreath()
  const told = (error: unknown) => log.error({ request: res.locals.request, ...traceOf(error) }, 'an event of a batch failed')
  const sentEvents = await eventsOf(sent.bytes, limits, breath)
  const settled = await record(ports, caller, sentEvents, told, breath)
  const refused = settled.filter((one) => one instanceof Refused)
  for (const { code } of refused) metrics.refused(code)
  await keepEach(ports, caller, settled, sentEvents, breath)
  const waits = refused.flatMap(({ code }) => RETRY_AFTER[code] ?? [])
  if (waits.length > 0) res.set('Retry-After', String(Math.max(...waits)))
  await sendNamed(res, 'results', results(settled))
}

/** @returns what became of each event, in order; counted. */
async function record(
  { engine, reads, metrics, limits, reports, authMode }: EventPorts,
  caller: Caller,
  sentEvents: readonly SentEvent[],
  fault: Told,
  breath: Breath,
): Promise<readonly (Taken | Refused)[]> {
  const judged: (ArrivedEvent | Refused)[] = []
  for (const { raw, refused } of sentEvents) {
    judged.push(refused ?? admitOrRefuse(raw, caller, { limits, authMode }, fault))
    await breath()
  }
  const events = judged.filter((one): one is ArrivedEvent => !(one instanceof Refused))
  const answers = events.length > 0 ? await engine.recordEach(events) : []
  await reports.reported(reportedIn(events, answers))
  const told: (Outcome | Failed)[] = []
  for (const answer of answers) told.push(await seenBy(reads, caller, answer))
  const outcomes = told.values()
  const settled = judged.map((one) => (one instanceof Refused ? one : settle(outcomes.next().value, fault)))
  for (const [index, one] of settled.entries()) count(metrics, sentEvents[index]?.raw, one)
  return settled
}

/** Of nearly every incident there is nothing to keep back. */
const seenBy = (
  reads: Pick<Reads, 'restricted'>,
  caller: Caller,
  answer: Outcome | Failed,
): Promise<Outcome> | Outcome | Failed =>
  answer.status === 'failed' || (answer.readers ?? answer.others) === undefined ? answer : toldTo(reads, caller, answer)

/** An event that a fault of ours keeps from being read fails in its place, too. */
const admitOrRefuse = (
  raw: unknown,
  caller: Caller,
  { limits, authMode }: Pick<EventPorts, 'limits' | 'authMode'>,
  told: Told,
): ArrivedEvent | Refused => {
  try {
    const event = admit(raw, caller, limits)
    if (isInPerson(event.type)) mustBeInPerson(caller, authMode)
    return onlyClaims(caller, authMode) ? { ...event, isClaim: true } : event
  } catch (error) {
    return orTold(error, told)
  }
}

/** Logs our own faults; the sender learns only that the event failed. */
type Told = (error: unknown) => void

function orTold(error: unknown, told: Told): Refused {
  const refused = asRefused(error)
  if (refused.code === 'internal-error') told(error)
  return refused
}

/** Made as each is written. */
function* results(settled: readonly (Taken | Refused)[]): Generator<Result, void, undefined> {
  for (const one of settled) yield resultOf(one)
}

/** Refusals kept by a single statement: with fifty mistakes in each, half a megabyte. */
const KEPT_AT_ONCE = 25

async function keepEach(
  writing: Writing,
  caller: Caller,
  settled: readonly (Taken | Refused)[],
  sentEvents: readonly SentEvent[],
  breath: Breath,
): Promise<void> {
  let kept: Refusal[] = []
  for (const [index, one] of settled.entries()) {
    if (one instanceof Refused && isJudgement(one)) {
      kept.push(keepOf(caller, one, sentEvents[index]))
    }
    if (kept.length === KEPT_AT_ONCE || index === settled.length - 1) {
      await keepAll(writing, kept)
      kept = []
    }
    await breath()
  }
}

/** Whether the incident has been reported by now. */
const reportedIn = (events: readonly ArrivedEvent[], outcomes: readonly (Outcome | Failed)[]): readonly CaseKey[] =>
  events.filter(({ type }, place) => type === 'incident.reported' && outcomes[place]?.status === 'accepted')

type Taken = Exclude<Outcome, { status: 'refused' }>

function settle(outcome: Outcome | Failed | undefined, told: Told): Taken | Refused {
  if (!outcome) throw new Error('the engine answered fewer events than it was given')
  if (outcome.status === 'failed') return orTold(outcome.error, told)
  return outcome.status === 'refused' ? refusedBy(outcome.problem) : outcome
}

/** Keeps each refused event by itself, as the body has it. */
function keepOf(caller: Caller, refused: Refused, { bytes, raw }: SentEvent = NOTHING_SENT): Refusal {
  return refusalOf(caller, refused, problemBody(refused), bytes, aboutEvent(raw), subjectsIn(bytes))
}

const NOTHING_SENT: SentEvent = { bytes: Buffer.alloc(0), raw: undefined }

type Result = Answer<typeof batchAnswer>['results'][number]

/** `code` is the HTTP status that the event would have had alone. */
function resultOf(one: Taken | Refused): Result {
  if (!(one instanceof Refused)) return { code: codeOf(one), ...answered(one) }
  const problem = problemBody(one)
  return { code: problem.status, ...problem }
}

const CODES: Readonly<Record<Taken['status'], number>> = { accepted: 201, pending: 202, duplicate: 200 }
const codeOf = ({ status }: Taken): number => CODES[status]

type Answered = Answer<typeof recorded> | Answer<typeof pending>
/** What only waits tells no state: nothing has moved. */
function answered(one: Taken): Answered {
  const { status, incident, approval, warnings } = one
  if (status !== 'pending' || approval === undefined) return accepted(one)
  const { until } = approval
  return { incident: incident.incident, approval: approval.approval, status, until: until ?? '', warnings }
}

const approvalTold = ({ approval, status, until }: ApprovalTold) => ({
  approval,
  ...(status === 'waiting' && until !== null ? { until } : {}),
  ...(status === 'waiting' ? {} : { became: status }),
})

const accepted = ({ status, sequence, approval, incident, alerts, matters, warnings }: Taken): Answer<typeof recorded> => ({
  incident: incident.incident,
  sequence,
  status: status === 'accepted' ? status : 'duplicate',
  ...(approval === undefined ? {} : approvalTold(approval)),
  state: incident.state,
  deadlines: incident.deadlines,
  ...endedCounts(incident),
  demands: incident.demands,
  alerts,
  ...(matters.length === 0 ? {} : { matters }),
  warnings,
})

/** A posted type becomes a label only when the service knows it. */
function count(metrics: Metrics, raw: unknown, one: Taken | Refused): void {
  const { type, data } = (raw ?? {}) as { readonly type?: unknown; readonly data?: { readonly quality?: DashQuality } }
  const name = (typeof type === 'string' ? nameOf(type) : null) ?? 'unknown'
  metrics.eventAnswered(name, one instanceof Refused ? 'refused' : one.status)
  if (one instanceof Refused || one.status !== 'accepted') return
  // Every warning of a THRIVE is an issue in it.
  if (name === 'thrive.assessed') metrics.thriveAssessed(one.warnings.length === 0)
  if (name === 'hau.feedback' && data?.quality !== undefined) metrics.feedbackGiven(data.quality)
}

const endedCounts = ({ endedDemands, endedDeadlines, endedAlerts, endedMatters }: IncidentTold) => ({
  endedDemands,
  endedDeadlines,
  endedAlerts,
  endedMatters,
})
