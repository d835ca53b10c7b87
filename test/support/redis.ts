/**
 * A real Redis for a test: the one on PATH, else Debian's, installed when the tests run as root on Debian. Append-only
 * with fsync, as in production, in a folder and on a port of its own.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { installPackage } from './debian.ts'

export interface TestRedis {
  readonly url: string
  /** Ends the server. */
  halt(): Promise<void>
  /** Ends it if it runs and brings it back with what was on disk. */
  restart(): Promise<void>
  /** Everything gone, as after a wiped volume. */
  flush(): Promise<void>
  /** Ends the server and removes its folder. */
  stop(): Promise<void>
}

export const startRedis = async (): Promise<TestRedis | { readonly skipped: string }> => {
  const found = await findServer()
  if ('skipped' in found) return found
  const folder = await mkdtemp(join(tmpdir(), 'reassess-redis-'))
  const port = await freePort()

  const launch = async () => {
    const server = spawn(
      found.server,
      [
        '--port',
        `${port}`,
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--appendonly',
        'yes',
        '--appendfsync',
        'always',
        '--save',
        '',
      ],
      { stdio: 'ignore' },
    )
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
    for (let tries = 0; tries < 200; tries++) {
      if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`)
      if ((await ask(port, ['PING']).catch(() => '')) === '+PONG') break
      await sleep(25)
    }
    return { server, ended }
  }
  let running = await launch()
  const abandon = () => running.server.kill('SIGKILL')
  process.once('exit', abandon)
  const halt = async () => {
    running.server.kill('SIGTERM')
    await running.ended
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    halt,
    async restart() {
      await halt()
      running = await launch()
    },
    async flush() {
      await ask(port, ['FLUSHALL'])
    },
    async stop() {
      await halt()
      process.removeListener('exit', abandon)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const findServer = async (): Promise<{ server: string } | { skipped: string }> => {
  const onPath = () =>
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'redis-server'))
      .find((file) => existsSync(file))
  const wasThere = onPath() !== undefined
  const skipped = await installPackage('redis-server', () => onPath() !== undefined)
  if (skipped) return skipped
  if (!wasThere) stopService()
  return { server: onPath() as string }
}

/** The package may have started a server of its own, which nobody asked for. */
const stopService = () => {
  for (const [command, ...words] of [
    ['systemctl', 'disable', '--now', 'redis-server'],
    ['service', 'redis-server', 'stop'],
  ] as const) {
    try {
      execFileSync(command, words, { stdio: 'ignore' })
    } catch {
      // Not every machine has a service manager.
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

/** One command in the inline form of the protocol, and what came back within the second. */
const ask = (port: number, words: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.setTimeout(1_000, () => socket.destroy(new Error('redis did not answer')))
    socket.once('error', reject)
    socket.on('data', (bytes) => {
      answer += bytes
      if (!answer.endsWith('\r\n')) return
      socket.end()
      resolve(answer.trimEnd())
    })
    socket.write(`${words.join(' ')}\r\n`)
  })
