/** The public contract over HTTP (contract §2, §3): which handler answers which address. */
import express, { type Express, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Engine } from '../engine/engine.ts'
import type { Keys, Reads, Refusals, RefusedReports, Sessions, SystemAlerts } from '../engine/reads.ts'
import { answerProblems, nothingHere, onlyTakes } from './answerProblems.ts'
import { authenticate, type Knowing } from './authenticate.ts'
import { createReadBody } from './door/body.ts'
import { answerOwnNames, createHosts, type Hosts } from './door/hosts.ts'
import { refuseNotRequests } from './door/notRequests.ts'
import { apiHeaders, closeWhenDraining, logTrouble, nameRequest } from './door/requests.ts'
import { trusts } from './door/source.ts'
import { countWrongKeys } from './door/wrongKeys.ts'
import { acknowledge, dismiss } from './events/alertActions.ts'
import { postEvents } from './events/post.ts'
import { type Health, healthz, readyz } from './health.ts'
import { LIMITS, type Limits } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { publish } from './publish.ts'
import { dailyMeeting, type MeetingPorts } from './reads/dailyMeeting.ts'
import { detector } from './reads/detector.ts'
import { find } from './reads/find.ts'
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
import { listReassessments } from './reads/reassessments.ts'
import { register } from './reads/registers.ts'
import { thriveAgreement, thriveSample } from './reads/thriveSampling.ts'
import { listTools, type ToolPorts } from './reads/tools.ts'
import { type ListenForChanges, stream } from './stream/stream.ts'

export interface ApiPorts extends ToolPorts, PromptPorts, Pick<MeetingPorts, 'holidays'> {
  readonly engine: Engine
  readonly reads: Reads
  readonly keys: Keys
  readonly sessions: Sessions
  readonly refusals: Refusals
  readonly systemAlerts: SystemAlerts
  readonly reports: RefusedReports
  readonly health: Health
  readonly metrics: Metrics
  readonly log: Logger
  readonly listenForChanges: ListenForChanges
  /** Aborted when the process stops: streams end, answers close their connection, readiness turns false. */
  readonly draining: AbortSignal
  readonly limits?: Limits
  /** How people sign in; with a key unless told. */
  readonly authMode?: AuthMode
  /** What a browser is shown. */
  readonly pages?: (knowing: Knowing) => RequestHandler
  /** Default: the loopback names. */
  readonly hosts?: Hosts
  /** Addresses and networks whose `X-Forwarded-For` counts. Default: no address. */
  readonly trustedProxies?: readonly string[]
  /** Whether PUBLIC_URL is an https address. */
  readonly publicHttps?: boolean
}

export function createApi({ limits = LIMITS, ...given }: ApiPorts): Express {
  const ports = { ...given, limits, readBody: createReadBody(limits) }
  const knowing: Knowing = { ...ports, countWrongKey: countWrongKeys(limits, ports.log) }
  const known = authenticate(knowing)
  const app = opened(ports)

  app.route('/v1/events').post(known, postEvents(ports)).all(onlyTakes('POST'))
  app.route('/v1/alerts/:id/acknowledge').post(known, acknowledge(ports)).all(onlyTakes('POST'))
  app.route('/v1/alerts/:id/dismiss').post(known, dismiss(ports)).all(onlyTakes('POST'))
  app.route('/v1/find').post(known, find(ports)).all(onlyTakes('POST'))
  read(app, '/v1/incidents', known, listIncidents(ports))
  read(app, '/v1/incidents/:ref', known, oneIncident(ports))
  read(app, '/v1/incidents/:ref/timeline', known, timeline(ports))
  read(app, '/v1/incidents/:ref/demands', known, ofIncident('demandsOfIncident')(ports))
  read(app, '/v1/incidents/:ref/deadlines', known, ofIncident('deadlinesOfIncident')(ports))
  read(app, '/v1/incidents/:ref/alerts', known, alertsOfIncident(ports))
  read(app, '/v1/incidents/:ref/assessments', known, assessments(ports))
  read(app, '/v1/incidents/:ref/briefing', known, briefing(ports))
  read(app, '/v1/incidents/:ref/detector', known, detector(ports))
  read(app, '/v1/alerts', known, listAlerts(ports))
  read(app, '/v1/refusals', known, listRefusals(ports))
  read(app, '/v1/refusals/:refusal', known, oneRefusal(ports))
  read(app, '/v1/reassessments', known, listReassessments(ports))
  read(app, '/v1/thrive-sample', known, thriveSample(ports))
  read(app, '/v1/thrive-agreement', known, thriveAgreement(ports))
  read(app, '/v1/daily-meeting', known, dailyMeeting(ports))
  read(app, '/v1/registers/:name', known, register(ports))
  read(app, '/v1/measures', known, listMeasures)
  read(app, '/v1/measures/:name', known, measure(ports))
  read(app, '/v1/tools', known, listTools(ports))
  read(app, '/v1/prompts', known, listPrompts(ports))
  read(app, '/v1/me', known, me({ authMode: ports.authMode ?? 'key' }))
  read(app, '/v1/stream', known, stream(ports))
  const { document, page } = publish(limits, ports.publicHttps)
  read(app, '/openapi.json', document)
  read(app, '/docs', page)
  if (ports.pages !== undefined) app.use(ports.pages(knowing))

  return closed(app, ports)
}

/** What a worker serves: its health, and nothing of the record. */
export const createServiceApi = (ports: ServicePorts): Express => closed(opened(ports), ports)

type ServicePorts = Pick<ApiPorts, 'health' | 'metrics' | 'log' | 'draining' | 'hosts' | 'trustedProxies' | 'publicHttps'>

function opened({
  health,
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
