/** Composes everything, and stops it in reverse order: the listeners first, the database last. */
import type { Logger } from 'pino'
import { holidaysLeft } from '../../../machines/rules/calendar/index.ts'
import { startDeliveries } from '../../../workers/deliveries.ts'
import { startWorkers } from '../../../workers/main.ts'
import { startSubscriptions } from '../../../workers/subscriptions/start.ts'
import type { Knowing } from '../../api/authenticate.ts'
import { type Asking, createApi, createServiceApi } from '../../api/createApi.ts'
import { createHosts } from '../../api/door/hosts.ts'
import { sayCrowded } from '../../api/door/sayCrowded.ts'
import { listen } from '../../api/door/server.ts'
import { createHeartbeat } from '../../api/heartbeat.ts'
import { createMetrics } from '../../api/metrics.ts'
import { createBoard } from '../../board/createBoard.ts'
import { pauseAfter } from '../../deliver/pauses.ts'
import { createPostTo } from '../../deliver/postTo.ts'
import { createEngine } from '../../engine/createEngine.ts'
import { createLog } from '../../log/createLog.ts'
import { inTurn } from '../../people/inTurn.ts'
import { sessionsOf } from '../../people/ofMode.ts'
import { createPeople } from '../../people/people.ts'
import { createProvider } from '../../people/provider.ts'
import { promptsWith } from '../../prompts/readPrompts.ts'
import { type AlarmClock, createAlarmClock } from '../../queue/alarmClock.ts'
import { topicLabelsWith, wordingIn } from '../../tools/readTools.ts'
import { BadConfig, type Config, readConfig } from '../config.ts'
import { demoEnvironment, refuseRealRecord, startDemo } from '../demo/demo.ts'
import { calendarsFolder } from '../files/calendarsFolder.ts'
import { readPolicyFile } from '../files/policyFile.ts'
import { ensureKeyFile } from '../record/keyFile.ts'
import { makeQueue } from '../record/migrate.ts'
import { type OpenDatabase, openStore, ownDatabase } from '../record/openRecord.ts'
import { sayTrouble } from '../trouble.ts'
import { refuse, wordsOf } from '../words.ts'
import { callHeartbeat } from './callHeartbeat.ts'
import { startCheckpoints } from './checkpoints.ts'
import { readDelivery } from './delivery.ts'
import { notParted } from './notParted.ts'
import { providerSettings, sessionKinds, trialForce } from './peopleOf.ts'
import { inRounds } from './rounds.ts'
import { createSalts } from './salts.ts'
import { sayUnfired } from './sayUnfired.ts'
import { tellPeople } from './tellPeople.ts'
import { readTls, renewOnSignal } from './tls.ts'
import { createWait, StartCancelled, type Wait } from './waits.ts'
import { watchAccess } from './watchAccess.ts'
import { watchClock } from './watchClock.ts'
import { watchHandovers } from './watchHandovers.ts'
import { watchKeys } from './watchKeys.ts'
import { watchReports } from './watchReports.ts'
import { STARTING_MS, watchTimers } from './watchTimers.ts'
import { watchUnfireable } from './watchUnfireable.ts'
import { addressOf, welcome } from './welcome.ts'

/** What running requests get, of the ten seconds that a stop takes. */
const REQUESTS_WITHIN_MS = 4_000
const STOPPED_WITHIN_MS = 10_000

/** `reassess start [--demo]`: serves until it is told to stop. */
export async function start(args: string[]): Promise<number> {
  const words = wordsOf(args, { demo: { type: 'boolean', default: false } })
  if (words === null || words.positionals.length > 0) return refuse('start')
  const { demo } = words.values
  const config = readConfig(demo ? demoEnvironment(process.env) : process.env)
  if (demo && config.tlsCert !== null)
    throw new BadConfig('start --demo takes no TLS_CERT: the played evening comes in over plain HTTP.')
  const log = createLog(config)
  const stopping = nextSignal().then((signal) => {
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error('did not stop in time; what was accepted is on disk')
      process.exit(1)
    }, STOPPED_WITHIN_MS)
  })
  try {
    const stop = await serve(config, log, demo, createWait(log, stopping))
    await stopping
    await stop()
  } catch (error) {
    if (!(error instanceof StartCancelled)) throw error
  }
  log.info('stopped')
  // A queue that is away may hold the process for seconds after everything was stopped.
  process.exit(0)
}

/** Composes and starts a process of its role. @returns what stops it. */
async function serve(config: Config, log: Logger, demo: boolean, wait: Wait): Promise<() => Promise<void>> {
  const undo: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const step of undo.reverse()) await step().catch((error: unknown) => log.error({ err: error }, 'while stopping'))
  }
  try {
    const tls = readTls(config)
    const { policy, hash, canonical } = readPolicyFile({ ...config, calendarsDir: calendarsFolder(config) })
    const delivery = readDelivery(config)
    const holidays = (at = new Date().toISOString()) => holidaysLeft(at, policy)
    const { line } = holidays()
    if (line !== null) log.warn(line)
    const reaching = ownDatabase(config, log)
    // Also when a signal comes before it is there: it would run on without us.
    undo.push(async () => (await reaching.catch(() => null))?.close())
    const database = await wait(`the embedded database in ${config.dataDir} to start`, reaching)
    const store = await wait(null, openStore(database, log))
    undo.push(store.close)
    if (database.reader === null) log.warn(await wait('the database to answer', notParted(database.url)))
    if (demo) await wait('the database to answer', refuseRealRecord(store))
    await wait('the database to answer', store.pinPolicy({ id: policy.id, version: policy.version, hash, canonical }))
    const keyFile = config.databaseUrl === null ? await ensureKeyFile(config.dataDir, config.force, store) : null

    const { redisUrl } = config
    const clock = await wait(
      redisUrl === null ? 'the tables of the queue in the database' : 'Redis to answer',
      redisUrl === null ? clockOn(database, log) : createAlarmClock({ redisUrl }, log),
    )
    const clockedAt = performance.now()
    /** Where browsers find the board. */
    let base = config.publicUrl ?? addressOf({ ...config, isTls: tls !== null })
    const people = await wait(
      'the database to answer',
      tellPeople(delivery, {
        ...{ config, ladder: policy.escalation, store, log },
        deliveriesWritten: () => carrying?.written(),
        base: () => base.replace(/\/$/, ''),
        onTried: (way, result) => metrics.deliveryTried(way, result),
      }),
    )
    undo.push(people.stop)
    const { carrier } = people
    const carrying = carrier && startDeliveries({ carrier, clock, log, carries: config.role !== 'api' })
    if (carrying !== null) undo.push(carrying.stop)
    const engine = createEngine({
      store,
      reads: store.reading,
      alarms: clock.alarms,
      policy: { policy, hash },
      salt: createSalts(),
      failed: sayUnfired(log, store),
      ...people.engine,
    })
    const metrics = createMetrics({
      due: store,
      timersFiring: clock.firing,
      bankHolidayDaysLeft: () => holidays().daysLeft,
      clockStands: store.clockStands,
      ways: people.ways,
      undelivered: store.undelivered,
    })
    const workers = startWorkers({
      engine,
      due: store,
      clock,
      log,
      hearsWakeUps: config.role !== 'api',
      notifications: people.notifications,
      onFired: metrics.timerFired,
      onPutOff: metrics.timersPutOff,
    })
    undo.push(workers.stop)
    const [audience = 'supervisor'] = policy.escalation
    undo.push(watchClock(store, audience))
    if (config.role !== 'worker') {
      undo.push(watchTimers({ alerts: store, firing: clock.firing, audience, log }))
    }
    if (config.role !== 'worker') undo.push(watchKeys({ keys: store, log }))
    const reports = watchReports({ rows: store, policy, log })
    undo.push(reports.stop)
    const unfireable = watchUnfireable({ timers: store, audience, log })
    undo.push(unfireable.stop)
    const access = watchAccess(store, config.dataDir, audience, log)
    undo.push(access.stop)
    const handovers = watchHandovers(store, engine, policy, log)
    undo.push(handovers.stop)
    if (config.role !== 'api') {
      const { subscriptions, ...sections } = delivery ?? NO_DELIVERY
      const posting = createPostTo(sections)
      undo.push(posting.close)
      const { listenForChanges } = store
      const ports = { turns: store, reads: store, post: posting.post, pauseAfter, access, audience, listenForChanges, log }
      undo.push(startSubscriptions({ force: config.force, subscriptions, ...ports }).stop)
    }
    const checkpoints = await startCheckpoints(config, store, log)
    undo.push(checkpoints.stop)

    const draining = new AbortController()
    const health = {
      role: config.role,
      record: () => store.checkWritable().then(() => true),
      timersFiring: clock.firing,
      olderBuild: unfireable.isOlder,
      starting: () => performance.now() - clockedAt < STARTING_MS,
    }
    const heartbeat = createHeartbeat(health, people.health)
    undo.push(callHeartbeat({ url: config.heartbeatUrl, isWell: async () => (await heartbeat.look()).status === 'ok', log }))
    const forms = {
      tools: policy.tools,
      wording: wordingIn(config.toolsDir),
      topicLabels: topicLabelsWith(config.toolsDir),
      prompts: promptsWith(config.promptsDir),
    }
    const publicUrl = config.publicUrl === null ? null : new URL(config.publicUrl)
    const hosts = createHosts({
      listening: config.host,
      listed: [...config.allowedHosts, ...(publicUrl === null ? [] : [publicUrl.host])],
    })
    const settings = providerSettings(config)
    const sessions = sessionsOf(store.sessions, sessionKinds(config))
    undo.push(inRounds(SWEPT_EVERY_MS, () => store.sessions.sweepSessions(), { atOnce: true }))
    undo.push(inRounds(SWEPT_EVERY_MS, () => store.drafts.sweepDrafts(), { atOnce: true }))
    const publicHttps = publicUrl?.protocol === 'https:'
    const { trustedProxies } = config
    const service = { health, heartbeat, metrics, log, hosts, trustedProxies, publicHttps, draining: draining.signal }
    const { listenForChanges } = store
    const frame = { clock: { zone: policy.timezone, now: () => Date.now() }, publicHttps, log }
    const app =
      config.role === 'worker'
        ? createServiceApi(service)
        : createApi({
            ...service,
            ...forms,
            engine,
            reads: store,
            keys: store,
            sessions,
            drafts: store.drafts,
            authMode: config.authMode,
            pages: inTurn<Knowing & Asking>(
              createPeople({
                provider: settings && createProvider(settings),
                trialForce: trialForce(config),
                ...{ ...frame, sessions, publicUrl, log, nowMs: () => Date.now() },
              }),
              createBoard(frame),
            ),
            refusals: store,
            deliveryReports: store,
            notifyCallbackToken: config.notifyCallbackToken,
            systemAlerts: store,
            replays: store,
            tellsPeople: () => people.duty !== null,
            handovers,
            subscriptions: store,
            access,
            unusual: { ...policy.accessLog.unusual, timezone: policy.timezone },
            reports,
            holidays,
            duty: people.duty,
            listenForChanges,
          })
    const server = await listen(app, { ...config, tls, publicHttps, reports: sayCrowded(metrics, log) })
    // PORT=0 is known only now.
    base = config.publicUrl ?? addressOf(server)
    undo.push(renewOnSignal(config, server, log))
    undo.push(async () => {
      draining.abort()
      await server.close(REQUESTS_WITHIN_MS)
    })
    log.info(
      { host: server.host, port: server.port, policy: `${policy.id} v${policy.version}`, detector: policy.detector?.id ?? null },
      'serving',
    )
    process.stdout.write(welcome(config, server, keyFile))
    if (demo) undo.push(await startDemo({ base: addressOf(server), keyFile, store, log }))
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the service delivers without a delivery file. */
const NO_DELIVERY = { subscriptions: [], allow: [], webhooks: {} }

/** Sessions that are over are not found before that either. Project default. */
const SWEPT_EVERY_MS = 60_000
/** The alarm clock on PostgreSQL. Of three logins the owner makes its tables, here or in `reassess migrate`. */
async function clockOn(database: OpenDatabase, log: Logger): Promise<AlarmClock> {
  if (database.owner !== null) await makeQueue(database)
  return createAlarmClock({ databaseUrl: database.url, isPrepared: database.reader !== null }, log)
}

/** Under `npm start` one Ctrl-C arrives twice, from the terminal and from npm: signals within a second count as the same. */
const SAME_SIGNAL_MS = 1_000

/** The first signal asks to stop; a second signal does not wait. */
function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | null = null
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        first ??= performance.now()
        resolve(signal)
        if (performance.now() - first > SAME_SIGNAL_MS) process.exit(sayTrouble(new Error('stopped at once')))
      })
    }
  })
}
