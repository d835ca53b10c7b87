/** What a person posts that is no event: one JSON body, in which the session fills in who acts. */
import type { Request } from 'express'
import type { z } from 'zod'
import { issuesOf } from '../../../machines/rules/issue.ts'
import type { Caller } from '../../engine/reads.ts'
import { mediaTypeOf } from '../door/body.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import { invalidEvent, invalidIssues } from './admit.ts'
import { beyondLimits, parseJson } from './json.ts'
import type { Sent } from './refuse.ts'
import { filledIn } from './yourself.ts'

/** @throws Refused `unsupported-media-type`, `payload-too-large`, `invalid-event` */
export function saidIn<Said extends z.ZodType>(
  { bytes, tooLarge }: Sent,
  req: Request,
  schema: Said,
  limits: Limits,
  caller: Caller,
): z.output<Said> {
  if (mediaTypeOf(req) !== 'application/json')
    throw new Refused('unsupported-media-type', 'Send application/json, as UTF-8, not compressed.')
  if (tooLarge) throw new Refused('payload-too-large', `At most ${limits.eventBytes} bytes.`)
  const parsed = parseJson(bytes)
  if (!parsed.ok) throw invalidEvent([parsed.issue])
  const beyond = [...parsed.issues, ...beyondLimits(parsed.value, limits)]
  if (beyond.length > 0) throw invalidEvent(beyond)
  const { said } = filledIn(parsed.value, 'by', caller)
  const read = schema.safeParse(said)
  if (!read.success) throw invalidIssues(issuesOf(read.error, said, ''))
  return read.data
}
