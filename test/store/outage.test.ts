import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { eventually } from '../support/eventually.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const key = (reference: string) => ({ force: FORCE, reference })

it('says that the record is away while the server is down, and goes on once it is back', async () => {
  const listening = $.store.listenForChanges(() => {})
  await $.store.commit([changeOf('O1', 0)])
  await $.database.server.kill()
  await expect($.store.load([key('O1')], [])).rejects.toBeInstanceOf(RecordUnavailable)
  await expect($.store.commit([changeOf('O1', 1)])).rejects.toBeInstanceOf(RecordUnavailable)
  await expect($.store.leaseDue(1, 1, null)).rejects.toBeInstanceOf(RecordUnavailable)
  await expect($.store.checkWritable()).rejects.toBeInstanceOf(RecordUnavailable)
  await expect(createStore({ connectionString: $.database.url })).rejects.toBeInstanceOf(RecordUnavailable)

  await $.database.server.start()
  expect((await $.store.load([key('O1')], [])).cases).toHaveLength(1)
  // A commit that never reached it says nothing of it now.
  await $.store.checkWritable()
  expect(await $.store.commit([changeOf('O1', 1)])).toEqual({ stale: [] })
  await listening.stop()
})

it('knows by a commit that lands while it is asked, where its own table has to wait; a locked row says nothing', async () => {
  const other = new pg.Client({ connectionString: $.database.url })
  await other.connect()
  await other.query('begin; update reassess.writable set at = now()')
  await $.store.checkWritable()
  await other.query('rollback; begin; lock table reassess.writable in share mode')
  const asked = $.store.checkWritable()
  const early = await Promise.race([asked.then(() => 'told'), pause(300, 'not told')])
  await $.store.commit([changeOf('O3', 0)])
  await asked
  await other.end()
  expect(early).toBe('not told')
})

it('says so too when its connections are cut while it waits, and when it may only read', async () => {
  await $.store.commit([changeOf('O2', 0)])
  const cut = 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and application_name = $1'
  await $.database.query(cut, ['reassess'])
  // The pool may have noticed by now that some of them are gone, and connected again; either way nothing else comes out.
  const committed = await eventually('a commit lands', async () =>
    $.store.commit([changeOf('O2', 1)]).catch((error) => {
      expect(error).toBeInstanceOf(RecordUnavailable)
      return null
    }),
  )
  expect(committed).toEqual({ stale: [] })

  await $.database.query(`alter database ${new URL($.database.url).pathname.slice(1)} set default_transaction_read_only = on`)
  await $.database.query(cut, ['reassess'])
  await $.store.load([], []).catch(() => {})
  await expect($.store.commit([changeOf('O2', 2)])).rejects.toBeInstanceOf(RecordUnavailable)
  await expect($.store.checkWritable()).rejects.toBeInstanceOf(RecordUnavailable)
})

it('does not wait long for a server that takes the connection and never answers', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const { port } = silent.address() as AddressInfo
  const began = Date.now()
  await expect(createStore({ connectionString: `postgres://nobody:x@127.0.0.1:${port}/x` })).rejects.toBeInstanceOf(
    RecordUnavailable,
  )
  // Two seconds on a quiet machine; who sets no end waits for ever.
  expect(Date.now() - began).toBeLessThan(20_000)
  for (const socket of sockets) socket.destroy()
  silent.close()
})
