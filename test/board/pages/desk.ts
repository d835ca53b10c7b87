/** A control room with people on duty, for the pages about messages, refusals and reads: one started system a file, and a visitor for each role. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAYS } from '../../../machines/rules/delivery/plan.ts'
import { ROLES, type Role } from '../../../machines/rules/vocabulary.ts'
import { createStore } from '../../../src/store/store.ts'
import { event, type Fields } from '../../support/client.ts'
import { createDatabase, runOnce, useDatabase } from '../../support/database.ts'
import { policyText } from '../../support/policies.ts'
import { createPlace, FORCE, type Place, type Server } from '../../support/server.ts'
import { type Visitor, visitorOf } from '../visitor.ts'

const POLICY = policyText({
  id: 'desk',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1S, rural: PT1S }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
  ],
  escalation: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})

const shift = (from: string, to: string, ...people: readonly string[]) => ({ days: DAYS, from, to, people })
const someone = (name: string, role: Role, ways: Fields = { email: 'nobody@example.org' }) => ({ name, roles: [role], ways })

/** Supervisors by day, a force incident manager at all hours, no superintendent. No sender is set up: nothing reaches anybody. */
const FILE = {
  schema: 'reassess/delivery/v1',
  force: FORCE,
  people: {
    'sup-1': someone('Sam Supervisor', 'supervisor'),
    'sup-2': someone('Sal <b>Supervisor</b>', 'supervisor'),
    'fim-1': someone('Fay Manager', 'force-incident-manager'),
    'supt-1': someone('Sue Superintendent', 'duty-superintendent'),
  },
  webhooks: { desk: { url: 'https://desk.example.org/alerts', secret: 'whsec_TWFrZSBhIHNlY3JldCBvZiB5b3VyIG93bjogMzIgQi4=' } },
  rota: {
    supervisor: { shifts: [shift('07:00', '19:00', 'sup-1', 'sup-2')] },
    'force-incident-manager': { shifts: [shift('00:00', '24:00', 'fim-1')] },
  },
  routes: [{ severity: ['critical', 'high', 'medium', 'low'], ways: ['email'], ackWithin: 'PT1H' }],
  subscriptions: [{ id: 'desk-1', webhook: 'desk', kinds: ['attendance-overdue'], incidents: false }],
  mail: { from: 'reassess@example.org' },
}

export interface Desk {
  readonly place: Place
  readonly server: Server
  /** The page as a role sees it, with the person `sup-9`. */
  as(role: Role): Promise<Visitor>
  report(reference: string, data?: Fields): Promise<void>
  sql<Row extends object = object>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** @param more `file: false` for a service without a delivery file. */
export function useDesk({ file = true }: { readonly file?: boolean } = {}): Desk {
  const database = useDatabase()
  const visitors = new Map<Role, Promise<Visitor>>()
  const started: { place?: Place; server?: Server; url?: string } = {}
  const folder = mkdtempSync(join(tmpdir(), 'reassess-desk-'))
  const there = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('The desk is opened in beforeAll')
    return thing
  }
  beforeAll(async () => {
    const path = join(folder, 'delivery.yaml')
    writeFileSync(path, JSON.stringify(FILE))
    started.url = await createDatabase(database.server)
    started.place = await createPlace(POLICY, { databaseUrl: started.url })
    await keepKeys(started.url, started.place.dataDir)
    started.server = await started.place.start(file ? { DELIVERY_FILE: path } : {})
  })
  afterAll(async () => {
    await started.place?.remove()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get place() {
      return there(started.place)
    },
    get server() {
      return there(started.server)
    },
    as(role) {
      const known = visitors.get(role) ?? visitorOf(there(started.place), there(started.server), role)
      visitors.set(role, known)
      return known
    },
    async report(reference, data = {}) {
      const answer = await there(started.server).post('control-room', event('incident.reported', reference, data))
      expect(answer).toMatchObject({ code: 201 })
    },
    sql: (text, values) => runOnce(there(started.url), text, values),
  }
}

/** Where a visitor looks for the key of a role. */
async function keepKeys(connectionString: string, dataDir: string): Promise<void> {
  const store = await createStore({ connectionString })
  const keys: [Role, string][] = []
  for (const role of ROLES) keys.push([role, await store.create(role, FORCE)])
  await store.close()
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'keys.json'), JSON.stringify(Object.fromEntries(keys)))
}

/** Text that would run, turn around or flood a page. */
export const HOSTILE = `<script>alert(1)</script> \u202Eright to left\u202C ${'x'.repeat(500)}`
