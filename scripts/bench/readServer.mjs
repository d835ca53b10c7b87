/**
 * An API alone, over a record that is there, for the section `access`. With `unlogged` its reads go without the access log: it is
 * taken out of the routes here, because the service has no setting for that.
 */
import { pino } from 'pino'
import { createApi } from '../../dist/src/api/createApi.js'
import { listen } from '../../dist/src/api/door/server.js'
import { createMetrics } from '../../dist/src/api/metrics.js'
import { readPolicyFile } from '../../dist/src/cli/files/policyFile.js'
import { createEngine } from '../../dist/src/engine/createEngine.js'
import { createAccessWriter } from '../../dist/src/store/access/writer.js'
import { createStore } from '../../dist/src/store/store.js'

const [url, folder, kind] = process.argv.slice(2)
const store = await createStore({ connectionString: url })
const { policy, hash } = readPolicyFile({ policyFile: null, toolsDir: null, calendarsDir: null, detectorFile: null })
const log = pino({ level: 'silent' })
const access = createAccessWriter({ rows: store, folder, log })
access.begin()
const none = async () => {}
const app = createApi({
  engine: createEngine({ store, alarms: { ring() {} }, policy: { policy, hash }, salt: () => '', failed() {} }),
  ...{ reads: store, keys: store, refusals: store, systemAlerts: store, subscriptions: store, access, log },
  reports: { refused: none, reported: none, dismiss: async () => null },
  unusual: { ...policy.accessLog.unusual, timezone: policy.timezone },
  holidays: () => ({ line: null }),
  ...{ tools: {}, wording: {}, prompts: [], listenForChanges() {} },
  metrics: createMetrics({ due: store, timersFiring: () => true, bankHolidayDaysLeft: () => 400 }),
  health: { role: 'api', record: async () => true, timersFiring: () => true, olderBuild: () => false, starting: () => false },
  draining: new AbortController().signal,
})
if (kind === 'unlogged')
  for (const { route } of app.router.stack)
    if (route !== undefined) route.stack = route.stack.filter(({ handle }) => handle.name !== 'readIsLogged')
const server = await listen(app, { host: '127.0.0.1', port: 0 })
// It goes with the benchmark.
process.once('disconnect', () => process.exit())
process.send(server.port)
