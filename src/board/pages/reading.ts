/**
 * Reading what needs a reason: a form asks first, and posts it as `reason` (contract §8). Whoever may open a restricted incident by
 * breaking the glass is told what that does before they do it.
 */
import { ApiRefused } from '../ask.ts'
import type { FormError } from '../refusedForm.ts'
import type { Visit } from '../visit.ts'

export type AskedWhy = Pick<ApiRefused, 'code'>

export interface WhyForm {
  readonly status: number
  /** A colleague is told, and the record has it. */
  readonly isGlass: boolean
  readonly detail: string
  readonly errors: readonly FormError[]
  readonly typed: string
}

export type Read<Body> = { readonly body: Body } | { readonly body: null; readonly why: WhyForm }

const header = (reason: string, isGlass: boolean) => ({
  [isGlass ? 'x-break-glass' : 'x-reason']: encodeURIComponent(Buffer.from(reason).toString()),
})

/** @param sent the form that said why; null where nobody was asked yet. @throws ApiRefused where no reason would open it. */
export async function readWithReason<Body>({ api }: Visit, path: string, sent: URLSearchParams | null): Promise<Read<Body>> {
  const typed = sent?.get('reason') ?? ''
  const wasGlass = sent?.get('glass') === 'yes'
  try {
    return { body: await api.get<Body>(path, typed.trim() === '' ? {} : header(typed.trim(), wasGlass)) }
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error
    const { code, status, message, problem } = error
    const opensByGlass = problem.errors?.some(({ pointer }) => pointer === '/headers/x-break-glass') === true
    if (code !== 'reason-required' && !(code === 'restricted' && opensByGlass)) throw error
    // What was not asked yet is no mistake.
    const isMistake = sent !== null && code === 'reason-required'
    const text = 'Say why in at least 3 letters or digits and at most 500 characters'
    const isGlass = code === 'restricted' || (wasGlass && opensByGlass)
    return { body: null, why: { status, isGlass, detail: message, typed, errors: isMistake ? [{ name: 'reason', text }] : [] } }
  }
}
