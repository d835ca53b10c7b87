/** What a refusal of the API means to a page. */
import type { Failure } from '../frame/failed.ts'
import { ApiRefused } from './ask.ts'
import { plainly } from './words/refused.ts'

export function failureOfApi(error: unknown): Failure | null {
  if (!(error instanceof ApiRefused)) return null
  const { code, status, problem, retryAfter = null } = error
  return {
    ...{ code, status, retryAfter, errors: problem.errors?.map(({ detail }) => plainly(detail)) ?? [] },
    request: problem.instance?.replace(/^urn:uuid:/, '') ?? null,
  }
}
