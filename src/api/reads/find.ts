/**
 * `POST /v1/find`: incidents by what somebody tells of them. It is a read that is posted, so that no personal detail stands in a URL or in a
 * log of URLs. What is refused is not kept among the refusals: it is no event, and its body is about people.
 */
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { atMost } from '../../../machines/rules/fields.ts'
import { issuesOf } from '../../../machines/rules/issue.ts'
import { soughtIncidents } from '../../../machines/rules/report/findKeys.ts'
import { isSaid, seenOf } from '../../../machines/rules/words.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { Reads } from '../../engine/reads.ts'
import { openItemSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import type { foundPage } from '../answers.ts'
import { mediaTypeOf, type ReadBody } from '../door/body.ts'
import { beyondLimits, parseJson } from '../events/json.ts'
import type { Limits } from '../limits.ts'
import { invalidQuery, Refused } from '../problems.ts'
import { openOnly, readerOf } from './reads.ts'
import { hiddenFor } from './restricted.ts'
import { sendList } from './sendList.ts'

interface FindPorts {
  readonly reads: Pick<Reads, 'findIncidents' | 'restricted'>
  readonly readBody: ReadBody
  readonly limits: Limits
}

/** Nothing that can be seen is nothing said. */
const said = (characters: number, says: string) => atMost(z.string(), characters).describe(says).optional()

export const findQuery = z.strictObject({
  reference: said(100, 'Of an incident, in any case, with all of its separators or without them. Exactly this one comes alone.'),
  personRef: said(256, "A person's reference, of anybody in the incident."),
  phone: said(64, 'A telephone number in any spelling, of anybody in the incident.'),
  name: said(
    256,
    'A name or a part of it, such as the surname: whole words, in any case and order, with or without accents and title.',
  ),
  address: said(500, 'A line of an address or words of it, abbreviated or not; a postcode in it counts.'),
  postcode: said(16, 'With or without its blank; its first half only together with another field.'),
  cursor: z.string().min(1).max(2048).describe('`next` of the last answer; the other fields as they were.').optional(),
  limit: z.int().min(1).max(500).default(50),
})

export const find =
  ({ reads, readBody, limits }: FindPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    const { cursor, limit, ...query } = await askedIn(req, res, readBody, limits)
    const { keys, fields, issues } = soughtIncidents(query)
    if (issues.length > 0) throw wrong(issues)
    const reference = isSaid(query.reference) ? seenOf(query.reference ?? '') : null
    const before = await hiddenFor(reads, caller)
    const finding = { keys, reference, openOnly: openOnly(caller), hidden: [...before] }
    const { items, next } = await reads.findIncidents(caller.force, finding, { cursor, limit })
    const hidden = new Set([...before, ...(await hiddenFor(reads, caller))])
    const open = items.filter(({ incident }) => !hidden.has(incident))
    discloseItems(res, open)
    await sendList(res, {
      // Each of the fields had to match.
      items: open.map((item) => ({ ...openItemSeen(item, hidden), by: fields })),
      next,
      restricted: items.length - open.length,
    } satisfies Answer<typeof foundPage>)
  }

const wrong = (issues: Parameters<typeof invalidQuery>[0], more = 0): Refused =>
  invalidQuery(issues, 'The question has mistakes. /openapi.json lists what each field takes.', more)

async function askedIn(req: Request, res: Response, readBody: ReadBody, limits: Limits): Promise<z.output<typeof findQuery>> {
  const { bytes, tooLarge } = await readBody(req, res, limits.findBytes)
  if (mediaTypeOf(req) !== 'application/json')
    throw new Refused('unsupported-media-type', 'Send application/json, as UTF-8, not compressed.')
  if (tooLarge) throw new Refused('payload-too-large', `At most ${limits.findBytes} bytes.`)
  const parsed = parseJson(bytes)
  if (!parsed.ok) throw wrong([parsed.issue])
  const beyond = [...parsed.issues, ...beyondLimits(parsed.value, limits)]
  if (beyond.length > 0) throw wrong(beyond)
  const asked = findQuery.safeParse(parsed.value)
  if (asked.success) return asked.data
  const { issues, more } = issuesOf(asked.error, parsed.value, '')
  throw wrong(issues, more)
}
