import { createRequire } from 'node:module'
import { readFileSync, readdirSync } from 'node:fs'
const R = '/work/wt/logins/'
const { openGround } = await import(R + 'scripts/bench/ground.mjs')
const { createStore } = await import(R + 'dist/src/store/store.js')
const { createEngine } = await import(R + 'dist/src/engine/createEngine.js')
const { event, recorder } = await import(R + 'scripts/bench/events.mjs').catch(() => ({}))
const FORCE = 'warwickshire'
const ground = await openGround()
const record = await ground.record()
const server = await ground.serve(record)
const ex = await import(R + 'dist/src/api/openapi/examples.js')
let n = 0
const ev = (name, subject) => { const at = new Date().toISOString(); return { ...ex.exampleEvent(name, at), subject, id: `e${n++}`, time: at } }
for (let b = 0; b < 60; b++) {
  const batch = []
  for (let k = 0; k < 10; k++) { const ref = `B-${b}-${k}`; batch.push(ev('incident.reported', ref), ev('incident.graded', ref), ev('log.noted', ref), ev('unit.assigned', ref)) }
  const r = await fetch(server.url + '/v1/events', { method: 'POST', headers: { authorization: `Bearer ${record.key}`, 'content-type': 'application/cloudevents-batch+json' }, body: JSON.stringify(batch) })
  if (b === 0) console.log(r.status, JSON.stringify(await r.json()).slice(0, 300)); else await r.text()
}
await record.rows('analyze')
await server.stop()
const one = await createStore({ connectionString: record.url, maxConnections: 1 })
const three = await createStore({ connectionString: record.env.DATABASE_URL, logins: { owner: null, reader: record.env.DATABASE_READER_URL }, maxConnections: 1 })
const port = new URL(record.url).port
const pids = () => readdirSync('/proc').filter((d) => /^\d+$/.test(d)).filter((d) => { try { return readFileSync(`/proc/${d}/cmdline`, 'utf8').includes(`bench_1`) } catch { return false } })
const cpuOf = () => pids().reduce((s, p) => { try { const f = readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1].split(' '); return s + Number(f[11]) + Number(f[12]) } catch { return s } }, 0) * 10
const schedOf = () => pids().reduce((s, p) => { try { return s + Number(readFileSync(`/proc/${p}/schedstat`, 'utf8').split(' ')[0]) / 1e6 } catch { return s } }, 0)
const engineOn = (store) => createEngine({ store, reads: store.reading, alarms: { ring() {} }, policy: record.pinned, salt: () => 'aa', failed() {} })
const ops = {
  view: (s, e, i) => e.view({ force: FORCE, reference: `B-${i % 60}-${i % 10}` }),
  briefing: (s, e, i) => e.briefing({ force: FORCE, reference: `B-${i % 60}-${i % 10}` }),
  incidents: (s) => s.incidents(FORCE, { openOnly: false }, { limit: 50 }),
  alerts: (s) => s.alerts(FORCE, { openOnly: true }, { limit: 50 }),
  timeline: (s, e, i) => s.timeline({ force: FORCE, reference: `B-${i % 60}-${i % 10}` }, { limit: 50 }),
  stream: (s) => s.streamAfter(FORCE, '0.0', 20),
}
const engines = { one: engineOn(one), three: engineOn(three) }
const stores = { one, three }
const PAIRS = Number(process.argv[2] ?? 20), N = 150
for (const [name, op] of Object.entries(ops).filter(([n]) => ['view', 'briefing', 'timeline', 'incidents'].includes(n))) {
  const res = { one: [], three: [] }
  for (const mode of ['one', 'three']) for (let i = 0; i < 100; i++) await op(stores[mode], engines[mode], i)
  for (let p = 0; p < PAIRS; p++) for (const mode of p % 2 ? ['one', 'three'] : ['three', 'one']) {
    const c0 = process.cpuUsage(), d0 = schedOf()
    for (let i = 0; i < N; i++) await op(stores[mode], engines[mode], i)
    const c = process.cpuUsage(c0)
    res[mode].push([(c.user + c.system) / 1000 / N, (schedOf() - d0) / N])
  }
  const med = (a) => [...a].sort((x, y) => x - y)[a.length >> 1]
  const [n1, n3] = ['one', 'three'].map((m) => med(res[m].map((r) => r[0])))
  const [d1, d3] = ['one', 'three'].map((m) => med(res[m].map((r) => r[1])))
  console.log(name.padEnd(10), `node ${n1.toFixed(3)} -> ${n3.toFixed(3)} ms`, `postgres ${d1.toFixed(3)} -> ${d3.toFixed(3)} ms`, `sum ${(100 * ((n3 + d3) / (n1 + d1) - 1)).toFixed(1)} %`)
}
await one.close(); await three.close(); await record.drop(); await ground.close()
process.exit(0)
