/**
 * The board asks the API, within this process, as whoever the browser's session is. So it has no rights and no data of its own: what
 * a role may read and post, restricted incidents, limits and the access log are the API's.
 */
import type { Request } from 'express'
import type { problem } from '../api/answers.ts'
import type { ProblemCode } from '../api/problems.ts'
import type { Answer } from '../engine/answers/shapes.ts'
import type { Received, Within } from './within.ts'

type Problem = Answer<typeof problem>

/** The API refused, or failed; `problem` is its answer. */
export class ApiRefused extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly problem: Problem
  readonly retryAfter: string | undefined

  constructor(problem: Problem, retryAfter?: string) {
    super(problem.detail)
    this.status = problem.status
    this.code = problem.type.slice(problem.type.lastIndexOf('/') + 1) as ProblemCode
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

export interface Asked<Body> {
  readonly status: number
  readonly body: Body
}

type Headers = Readonly<Record<string, string>>

export interface Api {
  /** @param path with its query. @throws ApiRefused */
  get<Body>(path: string, headers?: Headers): Promise<Body>
  /** @param csrf the token that the form sent. @throws ApiRefused */
  send<Body>(method: 'POST' | 'PUT' | 'DELETE', path: string, sent: Sent): Promise<Asked<Body>>
  /** As it is: a table as CSV. @throws ApiRefused */
  getText(path: string, headers?: Headers): Promise<Pick<Received, 'text' | 'headers'>>
}

export interface Sent {
  readonly csrf: string
  readonly body?: object
  /** Of the body; JSON unless told. */
  readonly type?: string
  readonly headers?: Headers
}

/** What says who asks, from where and how. */
const PASSED = [
  'cookie',
  'authorization',
  'user-agent',
  'origin',
  'sec-fetch-site',
  'x-unattended',
  'x-forwarded-for',
  'x-forwarded-proto',
] as const

export function asking(within: Within, req: Request): Api {
  const passed: Record<string, string> = { host: req.get('host') ?? 'localhost' }
  for (const name of PASSED) {
    const value = req.get(name)
    if (value !== undefined) passed[name] = value
  }
  const from = req.socket.remoteAddress ?? ''
  const ask = async (method: string, path: string, headers: Headers, body?: string): Promise<Received> => {
    const answer = await within({ method, path, from, headers: { ...passed, ...headers }, ...(body !== undefined && { body }) })
    if (answer.status >= 400) throw new ApiRefused(JSON.parse(answer.text), answer.headers['retry-after'])
    return answer
  }
  return {
    get: async (path, headers = {}) => JSON.parse((await ask('GET', path, headers)).text),
    getText: async (path, headers = {}) => {
      const { text, headers: told } = await ask('GET', path, headers)
      return { text, headers: told }
    },
    send: async (method, path, { csrf, body, type = 'application/json', headers = {} }) => {
      const sent = body === undefined ? undefined : JSON.stringify(body)
      const said = { ...headers, 'x-csrf-token': csrf, ...(sent !== undefined && { 'content-type': type }) }
      const { status, text } = await ask(method, path, said, sent)
      return { status, body: text === '' ? null : JSON.parse(text) }
    },
  }
}
