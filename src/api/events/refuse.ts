/**
 * Nothing is silent: what an authenticated caller sent and we did not take is kept, with the answer it got. An answer
 * that cannot be kept becomes a 503, so that the sender tries again.
 */
import type { Request, RequestHandler, Response } from 'express'
import { isLongerThan } from '../../../machines/rules/words.ts'
import type { ApiKey, Refusal, Refusals, RefusedReports } from '../../engine/reads.ts'
import { callerOf } from '../authenticate.ts'
import { type Body, mediaTypeOf, type ReadBody } from '../door/body.ts'
import { instanceOf } from '../door/requests.ts'
import { KEPT_BYTES } from '../limits.ts'
import { asRefused, type ProblemBody, problemBody, Refused, statusOf } from '../problems.ts'
import { isBinaryMode, isStructuredMode } from './binaryMode.ts'
import { referenceIn, subjectsIn } from './subjects.ts'

/** What a refused event said about itself, as far as it could be read. */
export type About = Pick<Refusal, 'incident' | 'type' | 'source' | 'id'>

const NOTHING_KNOWN: About = { incident: null, type: null, source: null, id: null }

/** Reads the envelope of an event that may be anything at all. */
export function aboutEvent(value: unknown): About {
  if (value === null || typeof value !== 'object') return NOTHING_KNOWN
  const event = value as Record<string, unknown>
  return {
    incident: typeof event.subject === 'string' ? referenceIn(event.subject) || null : null,
    type: word(event.type, 256),
    source: word(event.source, 256),
    id: word(event.id, 128),
  }
}

const word = (value: unknown, max: number): string | null =>
  typeof value === 'string' && !isLongerThan(value, max) && /^[^\p{Cc}\p{Cs}]+$/u.test(value) ? value : null

/** @param subjects that the body names. */
export function refusalOf(
  caller: ApiKey,
  refused: Refused,
  problem: ProblemBody,
  body: Buffer,
  about: About,
  subjects: readonly string[],
): Refusal {
  const named = [...new Set([...(about.incident === null ? [] : [about.incident]), ...subjects])]
  const { key, role, force } = caller
  return {
    force,
    actor: { key, role },
    at: new Date().toISOString(),
    code: refused.code,
    ...about,
    incident: named[0] ?? null,
    subjects: named,
    problem,
    body: body.subarray(0, KEPT_BYTES),
  }
}

/**
 * Keeps what one caller was refused; of a subject that nobody has reported somebody is told.
 * @throws Refused `record-unavailable` when that cannot be done.
 */
export async function keepAll(
  { refusals, reports }: Pick<Writing, 'refusals' | 'reports'>,
  kept: readonly Refusal[],
): Promise<void> {
  const [first] = kept
  if (first === undefined) return
  try {
    await refusals.keep(kept)
    const named = kept.flatMap(({ force, subjects }) => subjects.map((reference) => ({ force, reference })))
    if (named.length > 0) await reports.refused(named, first.actor.key)
  } catch {
    throw new Refused('record-unavailable', 'A refusal could not be kept. Send it again.')
  }
}

/** A body on its way through a route; `about` is filled in by whoever reads it. */
export interface Sent extends Body {
  about: About
  /** What is kept of it where that is more than the body. */
  written?: Buffer
}

export interface Writing {
  readonly refusals: Refusals
  readonly reports: RefusedReports
  readonly readBody: ReadBody
}

/** In binary mode the headers say what a body is about that is not even read; a header that comes twice names two. */
function inHeaders(req: Request): readonly string[] {
  const said = req.headersDistinct['ce-subject'] ?? []
  return [...new Set(said.map((one) => referenceIn(decoded(one))))].filter((one) => one !== '')
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    return header
  }
}

/** Read again from the bytes, because JSON that was parsed keeps the last of a doubled name, and of a long number not all of it. */
export function subjectsNamed(sent: Sent, req: Request): readonly string[] {
  const mediaType = mediaTypeOf(req)
  const headers = isStructuredMode(mediaType) ? [] : inHeaders(req)
  if (headers.length > 0 || isBinaryMode(mediaType, req.headersDistinct)) return headers
  return sent.tooLarge ? sent.subjects : subjectsIn(sent.bytes)
}

/**
 * A route that writes: reads the body up to the bytes that this request may have, and keeps what is refused of it as a whole.
 * @param named the incidents that a refused body names; of those that nobody has reported somebody is told.
 */
export const keepingRefusals =
  (
    writing: Writing,
    maxBytes: (req: Request) => number,
    named: (sent: Sent, req: Request) => readonly string[],
    answer: (sent: Sent, req: Request, res: Response) => Promise<void>,
  ): RequestHandler =>
  async (req, res) => {
    const body = await writing.readBody(req, res, maxBytes(req))
    const sent: Sent = { ...body, about: NOTHING_KNOWN }
    try {
      await answer(sent, req, res)
    } catch (error) {
      const refused = asRefused(error)
      if (isJudgement(refused)) {
        const problem = problemBody(refused, instanceOf(res))
        const caller = callerOf(res)
        const refusal = refusalOf(caller, refused, problem, sent.written ?? sent.bytes, sent.about, named(sent, req))
        await keepAll(writing, [refusal])
      }
      throw error
    }
  }

/** Our own failures and "later" say nothing about what was sent; they are not kept. */
export const isJudgement = ({ code }: Refused): boolean => statusOf(code) < 500 && code !== 'too-busy'
