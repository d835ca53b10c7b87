/** Runs one scenario on the virtual host and says what happened, moment by moment, and which expectations held. */
import type { Outcome } from '../engine/engine.ts'
import type { Problem, Warning } from '../engine/problems.ts'
import { STATES_OF_REGIONS } from '../engine/step/stateNames.ts'
import type { IncidentView } from '../engine/views/views.ts'
import type { Check } from './check.ts'
import { check } from './expectations.ts'
import { INCIDENT } from './fixtures.ts'
import { createVirtualHost, type VirtualHost } from './host.ts'
import { alertsInWords, type Hole, type Message, type OfPeople } from './messages.ts'
import { nameDemands } from './reading/nameDemands.ts'
import type { Scenario, Step } from './reading/scenario.ts'
import { type Moment, momentsOf } from './timeline.ts'

export type TimelineItem =
  | ({ readonly kind: 'moment' } & Moment)
  | { readonly kind: 'note'; readonly text: string }
  | ({ readonly kind: 'check' } & Check)
  | Message
  | Hole

export interface Report {
  readonly name: string
  readonly mirrors: string | null
  readonly zone: string
  readonly startsAt: string
  readonly policy: string
  readonly timeline: readonly TimelineItem[]
  readonly held: boolean
}

export async function runScenario({
  name,
  mirrors,
  startsAt,
  policy,
  delivery,
  awake: atFirst,
  earlier,
  steps,
}: Scenario): Promise<Report> {
  const host = createVirtualHost(INCIDENT, { policy, start: earlier[0]?.recordedAt ?? startsAt, startsAt, delivery })
  const { timezone: zone, escalation, id, version } = policy.policy
  const timeline: TimelineItem[] = []
  let awake = atFirst
  const views = new Map<string, IncidentView | null>()
  const told = new Map<string, number>()
  /** What has arrived, and how much of it a step has asked about. */
  const delivered: Message[] = []
  let askedAbout = 0

  /** Tells what the record gained since the last question. @returns what followed from somebody's action. */
  const tell = async (warnings: readonly Warning[] = [], reference = INCIDENT.reference): Promise<string[]> => {
    const before = views.get(reference) ?? null
    const view = await host.view(reference)
    const lines = host.entries(reference).slice(told.get(reference) ?? 0)
    views.set(reference, view)
    told.set(reference, (told.get(reference) ?? 0) + lines.length)
    const moments = view === null ? [] : momentsOf(lines, { before, after: view, escalation, zone })
    const said = warnings.map(({ detail }) => `warning: ${detail}`)
    for (const moment of moments) {
      const followed = moment.role === null ? moment.followed : [...moment.followed, ...said]
      timeline.push({ kind: 'moment', ...moment, what: whose(reference, moment.what), followed })
    }
    const ofPeople = host.told(awake)
    delivered.push(...ofPeople.filter(isDelivered))
    timeline.push(...ofPeople.map(onTimeline))
    const own = moments.filter((_, place) => lines[place]?.type !== 'deadline.passed').flatMap(({ followed }) => followed)
    return [...own, ...stateChanges(before, view)]
  }

  timeline.push(...(await liveThrough(host, earlier, startsAt)))
  // What they did before the night is not told.
  for (const { reference } of earlier) told.set(reference, host.entries(reference).length)
  for (const step of steps) {
    await host.advance(step.recordedAt, awake, async () => {
      await tell()
    })
    if (step.note !== null) timeline.push({ kind: 'note', text: step.note })
    if (step.happens.kind === 'workers') {
      awake = step.happens.awake
      timeline.push({ kind: 'moment', ...still(step), what: `workers are ${awake ? 'awake' : 'asleep'}`, followed: [] })
      await host.advance(step.recordedAt, awake, async () => {
        await tell()
      })
    }
    const about = step.incident ?? INCIDENT.reference
    const { outcome, failed } = await happen(host, step, views.get(about) ?? null)
    const followed = await tell(outcome === null || outcome.status === 'refused' ? [] : outcome.warnings, about)
    const view = views.get(about) ?? null
    if (outcome?.status === 'refused') timeline.push({ kind: 'moment', ...refusedMoment(step, outcome.problem) })
    if (step.expect !== null && lastTold(timeline) !== step.recordedAt)
      timeline.push({ kind: 'moment', ...still(step), what: 'time has passed', followed: [] })
    const messages = { delivered: delivered.slice(askedAbout), waiting: host.waiting() }
    if (step.expect?.delivered !== undefined) askedAbout = delivered.length
    const checks = check(step.expect, { line: step.line, zone, at: step.recordedAt, view, outcome, followed, messages })
    timeline.push(...[...failed, ...checks].map((one) => ({ kind: 'check' as const, ...one })))
  }
  const held = timeline.every((item) => item.kind !== 'check' || item.held)
  return { name, mirrors, zone, startsAt, policy: `${id} version ${version}`, timeline, held }
}

/** Plays what was before the night like anything else, untold. @returns what was not accepted of it. */
async function liveThrough(host: VirtualHost, earlier: Scenario['earlier'], startsAt: string): Promise<TimelineItem[]> {
  const refused: TimelineItem[] = []
  const untold = async () => {}
  for (const { reference, happens, at, recordedAt, line } of earlier) {
    if (happens.kind !== 'event') continue
    await host.advance(recordedAt, false, untold)
    const outcome = await host.record(happens.event, happens.data, at, happens.role, reference)
    const about = `${happens.event} of ${reference}`
    if (outcome.status === 'refused')
      refused.push({ kind: 'check', line, held: false, about, expected: 'accepted', actual: `refused: ${outcome.problem.code}` })
  }
  await host.advance(startsAt, false, untold)
  return refused
}

interface Happened {
  readonly outcome: Outcome | null
  /** What could not be done at all. */
  readonly failed: readonly Check[]
}

async function happen(host: VirtualHost, step: Step, view: IncidentView | null): Promise<Happened> {
  const { incident, happens, at, line } = step
  if (happens.kind === 'event') {
    const data = happens.event === 'risk.reassessed' ? nameDemands(happens.data, view) : happens.data
    return { outcome: await host.record(happens.event, data, at, happens.role, incident ?? undefined), failed: [] }
  }
  if (happens.kind === 'approve') return decide(host, step, happens, view)
  const failed = await act(host, happens, view)
  return { outcome: null, failed: failed === null ? [] : [{ line, held: false, ...failed }] }
}

/** @returns what could not be done. */
async function act(host: VirtualHost, happens: Step['happens'], view: IncidentView | null): Promise<Failed | null> {
  if (happens.kind === 'break glass') {
    const isOpened = await host.breakGlass({ by: happens.by, reason: happens.reason }, happens.role)
    return isOpened ? null : { about: 'breaking the glass', expected: 'a role of the ladder', actual: happens.role }
  }
  if (happens.kind !== 'take' && happens.kind !== 'release' && happens.kind !== 'dismiss') return null
  const { kind: does, alert: kind, by, role } = happens
  const about = DOING[does]
  const alert = view?.alerts.findLast(
    (one) =>
      (kind === 'all' || one.kind === kind) && (does === 'release' ? one.status === 'acknowledged' : one.status !== 'resolved'),
  )
  if (alert === undefined)
    return { about, expected: does === 'release' ? `somebody has ${kind}` : `an open ${kind}`, actual: 'no such alert' }
  if (does === 'take') await host.acknowledge(kind === 'all' ? null : alert.id, by, role)
  else {
    const ended =
      does === 'release'
        ? await host.release(alert.id, by, role)
        : await host.dismiss(alert.id, { by, reason: 'Looked into.' }, role)
    if (typeof ended === 'string') return { about, expected: `an end of ${kind}`, actual: ended }
  }
  return null
}
const DOING = { take: 'acknowledging', release: 'releasing', dismiss: 'dismissing' } as const
type Failed = Pick<Check, 'about' | 'expected' | 'actual'>

/** On what waits; where nothing does, on what was decided last, for the engine to refuse. */
async function decide(
  host: VirtualHost,
  { at, line }: Step,
  { role, by, decision, reason, asks }: Extract<Step['happens'], { kind: 'approve' }>,
  view: IncidentView | null,
): Promise<Happened> {
  const approval =
    view?.approvals.find((waiting) => asks === null || waiting.asks === asks)?.approval ??
    view?.matters.findLast(({ kind }) => kind === 'approval')?.name
  const nothing = { line, held: false, about: 'approving', expected: 'something that waits', actual: 'nothing does' }
  if (approval === undefined) return { outcome: null, failed: [nothing] }
  const data = { approval, by, decision, ...(reason === null ? {} : { reason }) }
  return { outcome: await host.record('approval.given', data, at, role), failed: [] }
}

/** Changed states; a timeline does not tell them and `nothing` asks for them. */
const stateChanges = (before: IncidentView | null, after: IncidentView | null): string[] =>
  [...STATES_OF_REGIONS.keys()]
    .filter((region) => before !== null && before.state[region] !== after?.state[region])
    .map((region) => `${region} is now ${after?.state[region]}`)

const lastTold = (timeline: readonly TimelineItem[]): string | undefined => {
  const last = timeline.findLast((item) => item.kind !== 'check' && item.kind !== 'note')
  return last?.kind === 'moment' ? last.recordedAt : last?.at
}

const isDelivered = (item: OfPeople): item is Message => item.kind === 'message' && item.status === 'delivered'

function onTimeline(item: OfPeople): TimelineItem {
  if (item.kind !== 'not-taken') return item
  const { at, alerts, nobodyIsLeft } = item
  const of = nobodyIsLeft.length < alerts.length ? ` of ${alertsInWords(nobodyIsLeft, INCIDENT.reference)}` : ''
  const followed = nobodyIsLeft.length === 0 ? [] : [`everybody on duty was told${of}`]
  const what = `nobody has taken ${alertsInWords(alerts, INCIDENT.reference)}`
  return { kind: 'moment', at, recordedAt: at, role: null, what, followed }
}

const still = ({ at, recordedAt }: Step) => ({ at, recordedAt, role: null })

/** A scenario's own incident is shown without its name. */
const whose = (reference: string, what: string): string => (reference === INCIDENT.reference ? what : `${reference}: ${what}`)

function refusedMoment(
  { at, recordedAt, incident, happens }: Step,
  { code, detail, errors = [], blockers = [] }: Problem,
): Moment {
  const event = happens.kind === 'event' ? happens : null
  const role = happens.kind === 'approve' ? happens.role : (event?.role ?? null)
  return {
    at,
    recordedAt,
    role,
    what: whose(incident ?? INCIDENT.reference, `${event?.event ?? 'approval.given'} REFUSED: ${code}`),
    followed: [
      detail,
      ...errors.map((issue) => `${issue.pointer} ${issue.detail}`),
      ...blockers.map((blocker) => blocker.detail),
    ],
  }
}
