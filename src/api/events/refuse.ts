/**
 * Nothing is silent: the service keeps what an authenticated caller sent and was refused, with the answer. When it cannot keep
 * a refusal it answers 503, so that the sender tries again.
 */
import type { Request, RequestHandler, Response } from 'express'
import { isLongerThan } from '../../../machines/rules/words.ts'
import type { Caller, Refusal, Refusals, RefusedReports } from '../../engine/reads.ts'
import { actorOf, callerOf } from '../authenticate.ts'
import { type Body, mediaTypeOf, type ReadBody } from '../door/body.ts'
import { instanceOf } from '../door/requests.ts'
import { KEPT_BYTES } from '../limits.ts'
import { percentDecoded } from '../percent.ts'
import { asRefused, type ProblemBody, problemBody, Refused, statusOf } from '../problems.ts'
import { isBinaryMode, isStructuredMode } from './binaryMode.ts'
import { referenceIn, subjectsIn } from './subjects.ts'

/** What a refused event said about itself, as far as it was readable. */
export type About = Pick<Refusal, 'incident' | 'type' | 'source' | 'id'>

const NOTHING_KNOWN: About = { incident: null, type: null, source: null, id: null }

/** Reads the envelope of a value that may be anything. */
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
  caller: Caller,
  refused: Refused,
  problem: ProblemBody,
  body: Buffer,
  about: About,
  subjects: readonly string[],
): Refusal {
  const named = [...new Set([...(about.incident === null ? [] : [about.incident]), ...subjects])]
  return {
    force: caller.force,
    actor: actorOf(caller),
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
 * Keeps a caller's refusals, and alerts about each subject that nobody has reported.
 *
 * @throws Refused `record-unavailable` when that fails.
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

/** A body on its way through a route; its reader fills in `about`. */
export interface Sent extends Body {
  about: About
  /** What is kept of it when that is more than the body. */
  written?: Buffer
}

export interface Writing {
  readonly refusals: Refusals
  readonly reports: RefusedReports
  readonly readBody: ReadBody
}

/** In binary mode the headers name the subject of a body that nobody reads; a repeated header names two subjects. */
function inHeaders(req: Request): readonly string[] {
  const said = req.headersDistinct['ce-subject'] ?? []
  return [...new Set(said.map((one) => referenceIn(percentDecoded(one) ?? one)))].filter((one) => one !== '')
}

/** Read again from the bytes: parsed JSON keeps only the last of a doubled name, and loses digits of a long number. */
export function subjectsNamed(sent: Sent, req: Request): readonly string[] {
  const mediaType = mediaTypeOf(req)
  const headers = isStructuredMode(mediaType) ? [] : inHeaders(req)
  if (headers.length > 0 || isBinaryMode(mediaType, req.headersDistinct)) return headers
  return sent.tooLarge ? sent.subjects : subjectsIn(sent.bytes)
}

/**
 * A route that writes: reads the body up to this request's limit, and keeps what it refuses as a whole.
 *
 * @param named the incidents that a refused body names; those that nobody has reported raise an alert.
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

/** Our own failures and "try later" say nothing about what was sent: do not keep them. */
export const isJudgement = ({ code }: Refused): boolean => statusOf(code) < 500 && code !== 'too-busy'
