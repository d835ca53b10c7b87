/** `X-Reason`: why somebody reads. Required where a file leaves, and for restricted incidents (contract §8). */
import type { Request, Response } from 'express'
import { percentDecoded } from '../percent.ts'
import { Refused } from '../problems.ts'

/** Characters. Project default. */
const SHORTEST = 3
export const LONGEST = 500

/** Percent-encoded UTF-8, or plain text; null where nothing was given. A longer one is cut. */
export function reasonGiven(req: Pick<Request, 'get'>): string | null {
  const written = req.get('x-reason')?.trim() ?? ''
  if (written === '') return null
  const text = percentDecoded(written) ?? written
  return text.trim().slice(0, LONGEST + 1)
}

/**
 * For a read that nobody may make without saying why. `logRead` has noted what the header says, and a form may have noted its
 * own. @throws Refused `reason-required`
 */
export function mustSayWhy(res: Response, what: string): void {
  const given = res.locals.reason ?? ''
  // Letters or digits: blanks and dots are no reason.
  const said = given.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (said >= SHORTEST && given.length <= LONGEST) return
  throw new Refused('reason-required', `${what} needs a reason: say it in the header X-Reason, percent-encoded.`, {
    errors: [{ pointer: '/headers/x-reason', detail: `must say why, in ${SHORTEST} to ${LONGEST} characters` }],
  })
}
