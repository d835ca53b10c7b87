/** `X-Reason` and `X-Break-Glass`: why somebody reads what must not be read without saying why. */
import type { Request } from 'express'
import { TURNS_AROUND } from '../../../machines/rules/fields.ts'
import { percentDecoded } from '../percent.ts'
import { Refused } from '../problems.ts'

export type ReasonHeader = 'X-Reason' | 'X-Break-Glass'

/** Characters. Project default. */
export const SHORTEST = 3
export const LONGEST = 500

/** Percent-encoded UTF-8, as a browser has to send it, or plain text. @throws Refused `reason-required` */
export function reasonIn(req: Pick<Request, 'get'>, header: ReasonHeader): string {
  const written = (req.get(header) ?? '').trim()
  const reason = (percentDecoded(written) ?? written).trim()
  // Letters or digits: blanks and dots are no reason.
  const said = reason.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (said >= SHORTEST && reason.length <= LONGEST && !UNSEEN.test(reason) && !TURNS_AROUND.test(reason)) return reason
  throw new Refused('reason-required', `Say why you read this in the header ${header}, percent-encoded.`, {
    errors: [{ pointer: `/headers/${header.toLowerCase()}`, detail: `must say why, in ${SHORTEST} to ${LONGEST} characters` }],
  })
}

/** What no line of the record keeps. */
const UNSEEN = /[\p{Cc}\p{Cs}]/u
