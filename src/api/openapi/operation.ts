/** What the operations of the OpenAPI document are made of. */
import type { z } from 'zod'
import { addTo } from '../../engine/addTo.ts'
import { LONGEST, SHORTEST } from '../access/reason.ts'
import { PROBLEMS, type ProblemCode, RETRY_AFTER } from '../problems.ts'
import { MOST_ROWS } from '../reads/sendTable.ts'
import { type JsonSchema, jsonSchemaOf, ref } from './events.ts'

export interface Operation {
  readonly summary: string
  /** The table of all operations fills in these two. */
  readonly operationId?: string
  readonly tags?: readonly string[]
  readonly description?: string
  readonly responses: Record<string, JsonSchema & { readonly description: string }>
  readonly [rest: string]: unknown
}

export const json = (schema: JsonSchema, description: string) => ({ description, content: { 'application/json': { schema } } })

export const text = (mediaType: string, description: string) => ({
  description,
  content: { [mediaType]: { schema: { type: 'string' } } },
})

/** The possible answers, one response for each status: several problems share a status. */
export function refusals(...codes: readonly ProblemCode[]): Operation['responses'] {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) addTo(byStatus, PROBLEMS[code].status, code)
  return Object.fromEntries([...byStatus].map(([status, names]) => [String(status), problemAnswer(names)]))
}

const problemAnswer = (codes: readonly ProblemCode[]) => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
  ...(codes.some((code) => RETRY_AFTER[code]) && {
    headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } },
  }),
  content: { 'application/problem+json': { schema: ref('Problem') } },
})

/** For any request, before a route is found. */
const NOT_A_REQUEST: readonly ProblemCode[] = ['malformed-request', 'request-timeout', 'expectation-failed', 'headers-too-large']

export const ASKED: readonly ProblemCode[] = [
  ...NOT_A_REQUEST,
  'unauthorized',
  'forbidden',
  'host-not-allowed',
  'too-busy',
  'too-many-wrong-keys',
  'internal-error',
  'record-unavailable',
]

/** The parameters of a query, from the schema that judges it. Numbers and instants need no pattern beside their type. */
export function parametersOf(schema: z.ZodType): JsonSchema[] {
  const { properties, required = [] } = jsonSchemaOf(schema) as { properties: Record<string, JsonSchema>; required?: string[] }
  return Object.entries(properties).map(([name, { description, pattern, ...of }]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    ...(description !== undefined && { description }),
    schema: { ...of, ...(of.type !== 'integer' && of.format === undefined && pattern !== undefined && { pattern }) },
  }))
}

export const inPath = (name: string, schema: JsonSchema = { type: 'string', minLength: 1 }): JsonSchema => ({
  name,
  in: 'path',
  required: true,
  schema,
})

/** Any read takes it. */
const REASON: JsonSchema = {
  name: 'X-Reason',
  in: 'header',
  description: 'Why it is read, as percent-encoded UTF-8. A table that leaves as CSV is refused without it.',
  schema: { type: 'string', minLength: SHORTEST, maxLength: LONGEST },
}

/** Of a list that is answered as a table too. */
export const AS_TABLE = `As CSV (asked for by Accept or by format) all of it, or the first lines up to limit, with the reason in \`X-Reason\`: at most ${MOST_ROWS.toLocaleString('en-GB')} lines, and a last line says so where more follow. A cell that a spreadsheet would take for a formula begins with an apostrophe.`

interface Read {
  readonly about?: string
  readonly path?: readonly JsonSchema[]
  /** What it asks for in headers, besides the key. */
  readonly headers?: readonly JsonSchema[]
  /** Judges the query; absent where the query is not looked at. */
  readonly query?: z.ZodType
  /** An answer, as an example. */
  readonly example?: unknown
  /** It is answered as a table too. */
  readonly csv?: boolean
  /** Besides what any request may be refused with. */
  readonly refused?: readonly ProblemCode[]
}

/** @param answer the name of its schema, and `means` a sentence on it. */
export function read(summary: string, answer: string, means: string, asked: Read = {}): { readonly get: Operation } {
  const { about, path = [], headers = [], query, example, csv = false, refused = [] } = asked
  const asksWhy = headers.some(({ name }) => name === REASON.name)
  const parameters = [
    ...path,
    ...(query === undefined ? [] : parametersOf(query)),
    ...headers,
    ...(csv && !asksWhy ? [REASON] : []),
  ]
  const content = {
    'application/json': { schema: ref(answer), ...(example !== undefined && { example }) },
    ...(csv && { 'text/csv': { schema: { type: 'string' } } }),
  }
  return {
    get: {
      summary,
      ...(about !== undefined && { description: about }),
      ...(parameters.length > 0 && { parameters }),
      responses: {
        200: { description: means, content },
        ...refusals(
          ...ASKED,
          ...refused,
          ...(csv ? (['reason-required'] as const) : []),
          ...(query === undefined ? [] : (['invalid-query'] as const)),
        ),
      },
    },
  }
}
