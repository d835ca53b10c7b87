/**
 * What the API warned of when it took an event, for the page that the browser is led to next: in a cookie of a few minutes, by the
 * event's id. A warning names fields and what they lack, never what was written in them.
 */
import type { Request, Response } from 'express'
import { clearCookie, cookieOf, setCookie } from '../api/session/cookie.ts'

const COOKIE = '__Host-told'
const KEPT_FOR_S = 300
/** A browser keeps 4,096 bytes of a cookie, its name and attributes with it. */
const MOST_CHARACTERS = 3_600

export interface Told {
  readonly warnings: readonly string[]
  /** Those for which there was no room. */
  readonly more: number
}

interface Kept extends Told {
  readonly id: string
}

export function keepTold(res: Response, id: string, warnings: readonly string[]): void {
  if (warnings.length === 0) return
  let shown = warnings.length
  const kept = (): string => written({ id, warnings: warnings.slice(0, shown), more: warnings.length - shown })
  while (shown > 0 && kept().length > MOST_CHARACTERS) shown -= 1
  setCookie(res, kept(), COOKIE, KEPT_FOR_S)
}

/** @returns what was warned of, where it is of that event; null where nothing was. Told once. */
export function takeTold(req: Request, res: Response, id: string): Told | null {
  const kept = read(cookieOf(req, COOKIE))
  if (kept?.id !== id) return null
  clearCookie(res, COOKIE)
  return { warnings: kept.warnings, more: kept.more }
}

const written = (kept: Kept): string => Buffer.from(JSON.stringify(kept)).toString('base64url')

function read(cookie: string | undefined): Kept | null {
  if (cookie === undefined) return null
  try {
    const { id, warnings, more } = JSON.parse(Buffer.from(cookie, 'base64url').toString())
    const isKept = typeof id === 'string' && Array.isArray(warnings) && Number.isInteger(more)
    return isKept && warnings.every((one) => typeof one === 'string') ? { id, warnings, more } : null
  } catch {
    return null
  }
}
