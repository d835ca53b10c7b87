/** The OpenAPI document is enough for a program: its types are generated, hold under `--strict`, and drive one incident to its closure. */
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { EVENT_NAMES, type EventName } from '../../machines/rules/events.ts'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import type { OpenApiDocument } from '../../src/api/openapi/index.ts'
import { whyNot } from '../../src/api/roles.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { type Visitor, visitorOf } from '../board/visitor.ts'
import { DELIVERY } from '../deliver/file.ts'
import { SECONDS } from '../journeys/policy.ts'
import { wrongWith } from '../support/answers.ts'
import { event, type Fields } from '../support/client.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

let place: Place
let server: Server
/** Inside the project, so that the client finds its packages. */
let folder: string

beforeAll(async () => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.cache', 'client-'))
  place = await createPlace(SECONDS, { madeBefore: true })
  const file = join(folder, 'delivery.yaml')
  writeFileSync(file, DELIVERY)
  server = await place.start({ DELIVERY_FILE: file })
})
afterAll(async () => {
  await place.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** What the compiler and the program say comes in the error of a failed run. */
const node = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [...args], { cwd: folder, maxBuffer: 16 * 1024 * 1024 })).stdout

const OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  target: 'es2023',
  lib: ['es2023', 'dom'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  skipLibCheck: true,
  rewriteRelativeImportExtensions: true,
  outDir: 'out',
}

/** Somebody who has called before, so that both incidents tell of each other. */
const EACH: Partial<Record<EventName, Fields>> = { 'incident.reported': { persons: [{ role: 'victim', personRef: 'P-1' }] } }

function posterOf(name: EventName): Role {
  const poster = ROLES.find((role) => whyNot(role, name) === null)
  if (poster === undefined) throw new Error(`nobody posts ${name}`)
  return poster
}

/** What this test reads of an operation. */
interface Read {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: 'path' | 'query' | 'header'
    readonly required?: boolean
    readonly schema: { readonly enum?: readonly string[] }
  }[]
  readonly responses: {
    readonly 200: { readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>> }
  }
}

/** What an address is filled with. A name in a path that has a list is filled with each word of the list. */
const INCIDENTS = ['WK-EACH', 'WK-20261120-0412']
const IN_QUERY: Readonly<Record<string, string>> = { seed: 'one', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }

function addressesOf(
  path: string,
  { parameters = [], responses }: Read,
  named: Readonly<Record<string, readonly string[]>>,
): { address: string; component: string }[] {
  const component = responses[200].content?.['application/json']?.schema.$ref
  if (component === undefined) return []
  const asked = parameters.filter((parameter) => parameter.in === 'query' && parameter.required)
  const query = asked.map(({ name }, place) => `${place === 0 ? '?' : '&'}${name}=${IN_QUERY[name]}`).join('')
  const filled = parameters.filter((parameter) => parameter.in === 'path')
  const paths = filled.reduce(
    (found, { name, schema }) =>
      found.flatMap((one) => (schema.enum ?? named[name] ?? []).map((word) => one.replace(`{${name}}`, word))),
    [path],
  )
  return paths.map((one) => ({ address: one + query, component }))
}

/** An alert about the system that somebody has: something was refused of an incident that nobody has reported. */
async function takenAlert(): Promise<string> {
  await server.post('control-room', event('log.noted', 'WK-NOBODY'))
  const [refused] = await server.list<AlertItem>('/v1/alerts?kind=report-refused&status=open')
  await server.acknowledge(refused?.id ?? '', 'sup-1')
  return refused?.id ?? ''
}

const FORM = 'call.received'

async function keepDraft({ cookie, get }: Visitor): Promise<void> {
  const { csrf } = JSON.parse((await get('/v1/me')).html) as { csrf: string }
  const headers = { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' }
  const body = JSON.stringify({ fields: { '/data/text': 'She rang again' }, since: null })
  const answer = await fetch(`${server.url}/v1/drafts/WK-EACH/${FORM}`, { method: 'PUT', headers, body })
  expect([answer.status, wrongWith('SavedDraft', await answer.json())]).toEqual([200, null])
}

/** Drafts belong to a person, and no key alone reads any. */
async function answerTo(address: string, writer: Visitor): Promise<{ status: number; body: unknown }> {
  if (address.startsWith('/v1/drafts')) {
    const { status, html } = await writer.get(address)
    return { status, body: JSON.parse(html) }
  }
  const answer = await server.ask(address, address.startsWith('/v1/access-log') ? 'auditor' : 'supervisor')
  return { status: answer.status, body: await answer.json() }
}

async function handedOver(): Promise<string> {
  const said = { from: 'late', to: 'night', by: { id: 'sup-1', role: 'supervisor' } }
  const headers = { 'content-type': 'application/json' }
  const answer = await server.ask('/v1/handover', 'supervisor', { method: 'POST', headers, body: JSON.stringify(said) })
  return ((await answer.json()) as { handover: string }).handover
}

describe('a client from the OpenAPI document', () => {
  it('compiles under --strict and takes an incident from its report to its closure', async () => {
    const document = await (await server.ask('/openapi.json', null)).text()
    writeFileSync(join(folder, 'openapi.json'), document)
    const generate = join(ROOT, 'test/support/openapiTypes.mjs')
    writeFileSync(join(folder, 'api.ts'), await node(generate, join(folder, 'openapi.json')))
    copyFileSync(join(ROOT, 'test/client/oneIncident.client.ts'), join(folder, 'client.ts'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, files: ['client.ts', 'api.ts'] }))
    await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.')

    const keys = JSON.parse(readFileSync(join(place.dataDir, 'keys.json'), 'utf8')) as Record<string, string>
    const said = await node(join('out', 'client.js'), server.url, keys['control-room'] ?? '', keys.supervisor ?? '')
    const { posted, ...ended } = JSON.parse(said) as { posted: number }
    expect(ended).toMatchObject({ acknowledged: 'acknowledged', answered: 'answered', arrived: 201, closure: 'closed' })
    expect(ended).toMatchObject({
      role: 'supervisor',
      named: ['WK-20261120-0412 by reference'],
      table: 'text/csv; charset=utf-8',
    })
    // One event was built to be wrong and never sent, and another was sent in binary mode; the acknowledgement is a line, too.
    expect(ended).toMatchObject({ lines: posted + 1 })
  })

  it('finds an id, a heading and an answer for each operation, each under its own name', async () => {
    const { servers, tags, paths } = (await (await server.ask('/openapi.json', null)).json()) as OpenApiDocument
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
    )
    const headings = tags.map(({ name }) => name)
    expect(servers).not.toEqual([])
    for (const { name, operationId, tags: under, summary, responses } of operations)
      expect({ name, operationId, under, summary, answered: Object.keys(responses).length > 0 }).toEqual({
        name,
        operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/),
        under: [expect.stringMatching(new RegExp(`^(?:${headings.join('|')})$`))],
        summary: expect.any(String),
        answered: true,
      })
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  })

  it('tells of every field of every answer: of each read, when there has been one of each event', async () => {
    for (const name of EVENT_NAMES) {
      const { code, body } = await server.post(posterOf(name), event(name, 'WK-EACH', EACH[name]))
      expect([name, code, wrongWith(code < 300 ? 'Recorded' : 'Problem', body)]).toEqual([name, code, null])
    }
    const [taken, handover] = [await takenAlert(), await handedOver()]
    const idOf = (path: string) => (path.startsWith('/v1/handover') ? handover : taken)
    const { paths } = await server.get<OpenApiDocument>('/openapi.json')
    const writer = await visitorOf(place, server, 'supervisor')
    await keepDraft(writer)
    const reads = Object.entries(paths).flatMap(([path, { get }]) =>
      get ? addressesOf(path, get as unknown as Read, { ref: INCIDENTS, id: [idOf(path)], form: [FORM] }) : [],
    )
    expect(reads.length).toBeGreaterThan(40)
    for (const { address, component } of reads) {
      const { status, body } = await answerTo(address, writer)
      expect([address, status, wrongWith(component, body)]).toEqual([address, 200, null])
    }
  })
})
