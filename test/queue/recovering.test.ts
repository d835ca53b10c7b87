/** A database that recovers takes connections and refuses them: its queue must not keep the process from everything else. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { eventually } from '../support/eventually.ts'

const SSL_REQUEST = 80_877_103

/** Says to each session what PostgreSQL says while it replays its log. */
const recovering = () => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0')
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  let refused = 0
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (asked) => {
      if (asked.readInt32BE(4) === SSL_REQUEST) return void socket.write('N')
      refused += 1
      socket.end(Buffer.concat([head, fields]))
    })
  })
  return { server, refused: () => refused }
}

it('a process works on while its queue is refused, asks again, and stops when it is told to', async () => {
  const { server, refused } = recovering()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `postgres://somebody:secret@127.0.0.1:${(server.address() as AddressInfo).port}/reassess`
  const child = fork(fileURLToPath(new URL('./queueProcess.ts', import.meta.url)), [url], {
    execArgv: ['--import', new URL('../support/typescript.mjs', import.meta.url).href],
  })
  let beats = 0
  child.on('message', () => {
    beats += 1
  })
  try {
    await eventually('it was refused again and again, and runs', async () => refused() >= 4 && beats >= 10)
    child.kill('SIGTERM')
    await once(child, 'exit')
  } finally {
    child.kill('SIGKILL')
    server.close()
  }
}, 60_000)
