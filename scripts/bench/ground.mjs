/**
 * The systems under measurement: our own PostgreSQL with a database for each section, a Redis if it is installed, and servers
 * as they are run, each a process of its own. Everything is on this machine and is removed at the end.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { readPolicyFile } from '../../dist/src/cli/files/policyFile.js'
import { startEmbedded } from '../../dist/src/store/embedded/index.js'
import { createStore } from '../../dist/src/store/store.js'
import { root } from '../prepare.mjs'
import { FORCE } from './events.mjs'

const READY_WITHIN_MS = 60_000
const silent = { info() {}, warn() {}, error() {} }

/** The policy with what comes with the service. */
const SHIPPED = { policyFile: null, toolsDir: null, calendarsDir: null, detectorFile: null }

export async function openGround() {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-bench-'))
  // PostgreSQL's user enters it: the cluster is in here, and goes with it.
  chmodSync(folder, 0o711)
  const embedded = await startEmbedded({ dataDir: join(folder, 'data'), log: silent })
  const { password } = JSON.parse(readFileSync(join(folder, 'data', 'postgres.json'), 'utf8'))
  const superuser = embedded.urls.owner.replace(/\/\/[^@]+@/, `//reassess:${password}@`)
  const undo = [
    () => rmSync(folder, { recursive: true, force: true }),
    () => embedded.stop(),
    () => Promise.all([...living].map((server) => server.stop())),
  ]
  const living = new Set()
  let redis
  let databases = 0

  return {
    folder,
    /** An empty record: the environment of a server on it, its store, a supervisor's key (which may post everything here) and a plain connection. */
    async record() {
      databases += 1
      const name = `bench_${databases}`
      await statement(superuser, `create database ${name} owner reassess_owner`)
      const of = (url) => url.replace(/\/reassess$/, `/${name}`)
      const { owner, engine, reader } = Object.fromEntries(Object.entries(embedded.urls).map(([login, url]) => [login, of(url)]))
      const store = await createStore({ connectionString: engine, logins: { owner, reader } })
      const url = of(superuser)
      const client = new pg.Client(url)
      // When a section fails, its database goes away under it; the report must show the first failure.
      client.on('error', () => {})
      await client.connect()
      const { policy, hash, canonical } = readPolicyFile(SHIPPED)
      await store.pinPolicy({ id: policy.id, version: policy.version, hash, canonical })
      return {
        url,
        env: { DATABASE_URL: engine, DATABASE_OWNER_URL: owner, DATABASE_READER_URL: reader },
        store,
        pinned: { policy, hash },
        key: await store.create('supervisor', FORCE),
        rows: async (text, values) => (await client.query(text, values)).rows,
        async drop() {
          await client.end()
          await store.close()
          await statement(superuser, `drop database ${name} with (force)`)
        },
      }
    },
    /** An empty Redis, or null when Redis is not installed. */
    async redis() {
      if (redis === undefined) {
        redis = await startRedis(folder)
        if (redis !== null) undo.push(redis.stop)
      }
      redis?.flush()
      return redis?.url ?? null
    },
    async serve(record, { redisUrl = null, role = 'all' } = {}) {
      const dataDir = join(folder, `server-${living.size}-${Date.now()}`)
      const env = { ...record.env, DATA_DIR: dataDir, ROLE: role, ...(redisUrl !== null && { REDIS_URL: redisUrl }) }
      const server = await serveBuild(root, env)
      const stop = server.stop
      living.add(server)
      server.stop = () => {
        living.delete(server)
        return stop()
      }
      return server
    },
    async close() {
      for (const step of undo.reverse()) await step()
    },
  }
}

async function statement(url, text) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(text)
  await client.end()
}

/** Starts the build of a checkout as a process of its own, on a free port. @returns it once it is ready. */
export async function serveBuild(folder, settings) {
  const began = performance.now()
  const port = await freePort()
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port, ...settings }
  const args = [join(folder, 'dist/src/cli/main.js'), 'start']
  const child = spawn(process.execPath, args, { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const said = []
  child.stderr.on('data', (chunk) => {
    said.push(chunk)
    if (said.length > 50) said.shift()
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.status === 200) break
    if (child.exitCode !== null || performance.now() - began > READY_WITHIN_MS) {
      child.kill('SIGKILL')
      throw new Error(`the server of ${folder} did not become ready:\n${Buffer.concat(said)}`)
    }
    await pause(10)
  }
  return {
    url,
    pid: child.pid,
    readyMs: performance.now() - began,
    /** The value of a metric; labels as they are written there. */
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text()
      const line = text.split('\n').find((one) => one.startsWith(`${name} `))
      return line === undefined ? null : Number(line.slice(name.length + 1))
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function startRedis(folder) {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null
  const port = await freePort()
  const flags = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', '']
  const child = spawn('redis-server', flags.map(String), { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await pause(500)
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: () => spawnSync('redis-cli', ['-p', String(port), 'flushall']),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
