/** The public contract over HTTP (contract §2, §3): which handler answers which address. */
import type { RequestListener } from 'node:http'
import express, { type Express, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { AccessReads } from '../engine/access/ports.ts'
import type { DeliveryReports } from '../engine/deliveryReports.ts'
import type { Engine } from '../engine/engine.ts'
import type { Handovers } from '../engine/handover/handovers.ts'
import type { HandoverReads } from '../engine/handover/ports.ts'
import type { DeliveryReads, Replays } from '../engine/notifications/seen.ts'
import type { Keys, Reads, Refusals, RefusedReports, Sessions, SystemAlerts } from '../engine/reads.ts'
import type { Subscriptions } from '../engine/subscriptions/ports.ts'
import { type AccessPorts, logRead } from './access/logRead.ts'
import { accessLog, type UnusualPorts, unusualReading } from './access/reads.ts'
import { answerProblems, nothingHere, onlyTakes } from './answerProblems.ts'
import { authenticate, type Knowing } from './authenticate.ts'
import { type NotifiedPorts, notified } from './delivery/notified.ts'
import { testDelivery } from './delivery/test.ts'
import { createReadBody } from './door/body.ts'
import { answerOwnNames, createHosts, type Hosts } from './door/hosts.ts'
import { refuseNotRequests } from './door/notRequests.ts'
import { apiHeaders, closeWhenDraining, logTrouble, nameRequest } from './door/requests.ts'
import { trusts } from './door/source.ts'
import { countWrongKeys } from './door/wrongKeys.ts'
import { type DraftPorts, listDrafts, readDraft, removeDraft, saveDraft } from './drafts/drafts.ts'
import { postOverride } from './duty/override.ts'
import { type DutyReadPorts, onDuty, rota } from './duty/reads.ts'
import { dismiss } from './events/alerts/dismiss.ts'
import { acknowledge, release, take, takeAll } from './events/alerts/take.ts'
import { acceptHandover, handOver } from './events/handover.ts'
import { postEvents } from './events/post.ts'
import { replayAll, replayOne } from './events/replay.ts'
import { type Health, healthz, readyz } from './health.ts'
import { answerHeartbeat, createHeartbeat, type Heartbeat } from './heartbeat.ts'
import { LIMITS, type Limits } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { publish } from './publish.ts'
import { listAlertLines } from './reads/alertLines.ts'
import { listApprovals } from './reads/approvals.ts'
import { countWaiting } from './reads/counts.ts'
import { dailyMeeting, type MeetingPorts } from './reads/dailyMeeting.ts'
import { listDeliveries } from './reads/deliveries.ts'
import { detector } from './reads/detector.ts'
import { find } from './reads/find.ts'
import { handoverAhead, listHandovers, oneHandover } from './reads/handover.ts'
import { type AuthMode, me } from './reads/me.ts'
import { listMeasures, measure } from './reads/measures.ts'
import { listPrompts, type PromptPorts } from './reads/prompts.ts'
import {
  alertsOfIncident,
  assessments,
  briefing,
  listAlerts,
  listIncidents,
  listRefusals,
  ofIncident,
  oneIncident,
  oneRefusal,
  timeline,
} from './reads/reads.ts'
import { listReassessments, oneReassessment } from './reads/reassessments.ts'
import { register } from './reads/registers.ts'
import { thriveAgreement, thriveSample } from './reads/thriveSampling.ts'
import { listTools, type ToolPorts } from './reads/tools.ts'
import { type ListenForChanges, stream } from './stream/stream.ts'
import { listSubscriptions } from './subscriptions/list.ts'
import { replaySubscription } from './subscriptions/replay.ts'

export interface ApiPorts
  extends ToolPorts,
    PromptPorts,
    Pick<MeetingPorts, 'holidays'>,
    AccessPorts,
    Pick<UnusualPorts, 'unusual'>,
    Partial<Pick<DutyReadPorts, 'duty'> & Pick<NotifiedPorts, 'notifyCallbackToken'>> {
  readonly engine: Engine
  readonly reads: Reads & AccessReads & DeliveryReads & HandoverReads
  readonly handovers: Handovers
  readonly keys: Keys
  readonly sessions: Sessions
  readonly drafts: DraftPorts['drafts']
  readonly refusals: Refusals
  readonly systemAlerts: SystemAlerts
  readonly reports: RefusedReports
  readonly deliveryReports: DeliveryReports
  readonly replays: Replays
  /** Whether there is a delivery file. Default: no. */
  readonly tellsPeople?: () => boolean
  readonly subscriptions: Subscriptions
  readonly health: Health
  /** Asks `health` unless told. */
  readonly heartbeat?: Heartbeat
  readonly metrics: Metrics
  readonly log: Logger
  readonly listenForChanges: ListenForChanges
  /** Aborted when the process stops: streams end, answers close their connection, readiness turns false. */
  readonly draining: AbortSignal
  readonly limits?: Limits
  /** How people sign in; with a key unless told. */
  readonly authMode?: AuthMode
  /** What a browser is shown. */
  readonly pages?: (knowing: Knowing & Asking) => RequestHandler
  /** Default: the loopback names. */
  readonly hosts?: Hosts
  /** Addresses and networks whose `X-Forwarded-For` counts. Default: no address. */
  readonly trustedProxies?: readonly string[]
  /** Whether PUBLIC_URL is an https address. */
  readonly publicHttps?: boolean
}

/** A page asks this API, within the process. */
export interface Asking {
  readonly api: RequestListener
}

export function createApi({
  limits = LIMITS,
  authMode = 'key',
  duty = null,
  notifyCallbackToken = null,
  ...given
}: ApiPorts): Express {
  const ports = { ...given, limits, authMode, duty, notifyCallbackToken, readBody: createReadBody(limits) }
  const knowing: Knowing = { ...ports, countWrongKey: countWrongKeys(limits, ports.log) }
  const known = authenticate(knowing)
  const app = opened(ports)
  const logged = (path: string, answer: RequestHandler) => read(app, path, known, logRead(ports), answer)

  app.route('/v1/events').post(known, postEvents(ports)).all(onlyTakes('POST'))
  app.route('/v1/alerts/:id/acknowledge').post(known, acknowledge(ports)).all(onlyTakes('POST'))
  app.route('/v1/alerts/:id/take').post(known, take(ports)).all(onlyTakes('POST'))
  app.route('/v1/alerts/:id/release').post(known, release(ports)).all(onlyTakes('POST'))
  app.route('/v1/incidents/:ref/alerts/take').post(known, takeAll(ports)).all(onlyTakes('POST'))
  app.route('/v1/alerts/:id/dismiss').post(known, dismiss(ports)).all(onlyTakes('POST'))
  app.route('/v1/delivery/test').post(known, testDelivery(ports)).all(onlyTakes('POST'))
  app
    .route('/v1/delivery/notify')
    .post(notified({ ...ports, countWrongKey: knowing.countWrongKey }))
    .all(onlyTakes('POST'))
  app.route('/v1/deliveries/replay').post(known, replayAll(ports)).all(onlyTakes('POST'))
  app.route('/v1/deliveries/:id/replay').post(known, replayOne(ports)).all(onlyTakes('POST'))
  app.route('/v1/subscriptions/:id/replay').post(known, replaySubscription(ports)).all(onlyTakes('POST'))
  app.route('/v1/find').post(known, logRead(ports), find(ports)).all(onlyTakes('POST'))
  app.route('/v1/rota/overrides').post(known, postOverride(ports)).all(onlyTakes('POST'))
  app
    .route('/v1/handover')
    .get(known, logRead(ports), listHandovers(ports))
    .post(known, logRead(ports), handOver(ports))
    .all(onlyTakes('GET', 'HEAD', 'POST'))
  app.route('/v1/handover/:id/accept').post(known, logRead(ports), acceptHandover(ports)).all(onlyTakes('POST'))
  logged('/v1/handover/ahead', handoverAhead(ports))
  logged('/v1/handover/:id', oneHandover(ports))
  logged('/v1/incidents', listIncidents(ports))
  logged('/v1/incidents/:ref', oneIncident(ports))
  logged('/v1/incidents/:ref/timeline', timeline(ports))
  logged('/v1/incidents/:ref/demands', ofIncident('demandsOfIncident')(ports))
  logged('/v1/incidents/:ref/deadlines', ofIncident('deadlinesOfIncident')(ports))
  logged('/v1/incidents/:ref/alerts', alertsOfIncident(ports))
  logged('/v1/incidents/:ref/assessments', assessments(ports))
  logged('/v1/incidents/:ref/briefing', briefing(ports))
  logged('/v1/incidents/:ref/detector', detector(ports))
  logged('/v1/alerts', listAlerts(ports))
  logged('/v1/deliveries', listDeliveries(ports))
  logged('/v1/alerts/:id/lines', listAlertLines(ports))
  logged('/v1/refusals', listRefusals(ports))
  logged('/v1/refusals/:refusal', oneRefusal(ports))
  logged('/v1/approvals', listApprovals(ports))
  logged('/v1/reassessments', listReassessments(ports))
  logged('/v1/reassessments/:ref/:sequence', oneReassessment(ports))
  logged('/v1/thrive-sample', thriveSample(ports))
  logged('/v1/thrive-agreement', thriveAgreement(ports))
  logged('/v1/daily-meeting', dailyMeeting(ports))
  logged('/v1/registers/:name', register(ports))
  logged('/v1/measures/:name', measure(ports))
  logged('/v1/access-log', accessLog(ports))
  logged('/v1/access-log/unusual', unusualReading(ports))
  logged('/v1/drafts', listDrafts(ports))
  for (const path of ['/v1/drafts/:form', '/v1/drafts/:ref/:form'])
    app
      .route(path)
      .get(known, logRead(ports), readDraft(ports))
      .put(known, saveDraft(ports))
      .delete(known, removeDraft(ports))
      .all(onlyTakes('GET', 'HEAD', 'PUT', 'DELETE'))
  // Forms and descriptions, counts, and who is on duty: they tell of no incident.
  read(app, '/v1/counts', known, countWaiting(ports))
  read(app, '/v1/on-duty', known, onDuty(ports))
  read(app, '/v1/rota', known, rota(ports))
  read(app, '/v1/measures', known, listMeasures)
  read(app, '/v1/tools', known, listTools(ports))
  read(app, '/v1/prompts', known, listPrompts(ports))
  read(app, '/v1/subscriptions', known, listSubscriptions(ports))
  read(app, '/v1/me', known, me(ports))
  read(app, '/v1/stream', known, logRead(ports, { isStream: true }), stream(ports))
  const { document, webhooks, page } = publish(limits, ports.publicHttps)
  read(app, '/openapi.json', document)
  read(app, '/asyncapi.json', webhooks)
  read(app, '/docs', page)
  if (ports.pages !== undefined) app.use(ports.pages({ ...knowing, api: app }))

  return closed(app, ports)
}

/** What a worker serves: its health, and nothing of the record. */
export const createServiceApi = (ports: ServicePorts): Express => closed(opened(ports), ports)

type ServicePorts = Pick<
  ApiPorts,
  'health' | 'heartbeat' | 'metrics' | 'log' | 'draining' | 'hosts' | 'trustedProxies' | 'publicHttps'
>

function opened({
  health,
  heartbeat = createHeartbeat(health),
  metrics,
  log,
  draining,
  hosts = createHosts(),
  trustedProxies = [],
  publicHttps,
}: ServicePorts): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('trust proxy', trusts(trustedProxies))
  app.use(nameRequest(apiHeaders(publicHttps)), logTrouble(log), closeWhenDraining(draining), refuseNotRequests)
  read(app, '/healthz', healthz)
  read(app, '/readyz', readyz(health, draining))
  read(app, '/v1/heartbeat', answerHeartbeat(heartbeat))
  app.use(answerOwnNames(hosts, log))
  read(app, '/metrics', async (_req, res) => {
    const { contentType, text } = await metrics.scrape()
    res.set('Content-Type', contentType).send(text)
  })
  return app
}

function closed(app: Express, ports: ServicePorts): Express {
  app.use(nothingHere, answerProblems(ports))
  return app
}

const read = (app: Express, path: string, ...answer: RequestHandler[]): void => {
  app
    .route(path)
    .get(...answer)
    .all(onlyTakes('GET', 'HEAD'))
}
