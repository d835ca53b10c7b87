/**
 * `X-Reason` and `X-Break-Glass`: why somebody reads what must not be read without saying why. `X-Reason` is required where a file
 * leaves and for restricted incidents (contract §8).
 */
import type { Request, Response } from 'express'
import { TURNS_AROUND } from '../../../machines/rules/fields.ts'
import { percentDecoded } from '../percent.ts'
import { Refused } from '../problems.ts'

export type ReasonHeader = 'X-Reason' | 'X-Break-Glass'

/** Letters and digits. Project default. */
export const SHORTEST = 3
/** Characters. Project default. */
export const LONGEST = 500

/** What no line of the record keeps. */
const UNSEEN = /[\p{Cc}\p{Cs}]/u

/** As the header says, percent-encoded UTF-8 as a browser has to send it, or plain text; null where nothing was given. A longer text is cut. */
export function reasonGiven(req: Pick<Request, 'get'>, header: ReasonHeader = 'X-Reason'): string | null {
  const written = req.get(header)?.trim() ?? ''
  if (written === '') return null
  return (percentDecoded(written) ?? written).trim().slice(0, LONGEST + 1)
}

/** Letters or digits count: blanks and dots are no reason. */
const saysWhy = (reason: string): boolean =>
  (reason.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= SHORTEST &&
  reason.length <= LONGEST &&
  !UNSEEN.test(reason) &&
  !TURNS_AROUND.test(reason)

/** @throws Refused `reason-required` */
export function reasonIn(req: Pick<Request, 'get'>, header: ReasonHeader): string {
  const reason = reasonGiven(req, header) ?? ''
  if (saysWhy(reason)) return reason
  throw unsaid('This read', header)
}

/**
 * For a read that nobody may make without saying why. `logRead` has noted what the header says, and a form may have noted its
 * own. @throws Refused `reason-required`
 */
export function mustSayWhy(res: Response, what: string): void {
  if (!saysWhy(res.locals.reason ?? '')) throw unsaid(what, 'X-Reason')
}

const unsaid = (what: string, header: ReasonHeader): Refused =>
  new Refused('reason-required', `${what} needs a reason: say it in the header ${header}, percent-encoded.`, {
    errors: [
      {
        pointer: `/headers/${header.toLowerCase()}`,
        detail: `must say why, in at least ${SHORTEST} letters or digits and at most ${LONGEST} characters`,
      },
    ],
  })
