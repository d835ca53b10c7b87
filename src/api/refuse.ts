/**
 * Nothing is silent: what an authenticated caller sent and we did not take is kept, with the answer it got. An answer
 * that cannot be kept becomes a 503, so that the sender tries again.
 */
import type { Request, RequestHandler, Response } from 'express'
import type { CaseKey } from '../engine/case.ts'
import type { ApiKey, Refusal, Refusals, RefusedReports } from '../engine/reads.ts'
import { callerOf } from './authenticate.ts'
import type { Body, ReadBody } from './body.ts'
import { KEPT_BYTES } from './limits.ts'
import { asRefused, type ProblemBody, problemBody, Refused, statusOf } from './problems.ts'
import { instanceOf } from './requests.ts'
import { referenceIn, subjectsIn } from './subjects.ts'

/** What a refused event said about itself, as far as it could be read. */
export type About = Pick<Refusal, 'incident' | 'type' | 'source' | 'id'>

const NOTHING_KNOWN: About = { incident: null, type: null, source: null, id: null }

/** Reads the envelope of an event that may be anything at all. */
export function aboutEvent(value: unknown): About {
  if (value === null || typeof value !== 'object') return NOTHING_KNOWN
  const event = value as Record<string, unknown>
  return {
    incident: word(event.subject, 64),
    type: word(event.type, 256),
    source: word(event.source, 256),
    id: word(event.id, 128),
  }
}

const word = (value: unknown, max: number): string | null =>
  typeof value === 'string' && value.length > 0 && value.length <= max && /^[^\p{Cc}\p{Cs}]+$/u.test(value) ? value : null

export function refusalOf(caller: ApiKey, refused: Refused, problem: ProblemBody, body: Buffer, about: About): Refusal {
  const { key, role, force } = caller
  return {
    force,
    actor: { key, role },
    at: new Date().toISOString(),
    code: refused.code,
    ...about,
    problem,
    body: body.subarray(0, KEPT_BYTES),
  }
}

/**
 * Keeps what was refused; of a subject that nobody has reported somebody is told.
 * @param subjects that what was refused names.
 * @throws Refused `record-unavailable` when that cannot be done.
 */
export async function keepAll(
  { refusals, reports }: Pick<Writing, 'refusals' | 'reports'>,
  kept: readonly Refusal[],
  subjects: readonly CaseKey[],
): Promise<void> {
  if (kept.length === 0) return
  try {
    await refusals.keep(kept)
    if (subjects.length > 0) await reports.refused(subjects)
  } catch {
    throw new Refused('record-unavailable', 'A refusal could not be kept. Send it again.')
  }
}

/** @param bytes read again where the event itself does not say what it is about. */
export const subjectsOf = (force: string, { incident }: About, bytes: () => readonly string[]): readonly CaseKey[] =>
  (incident === null ? bytes() : [incident]).map((reference) => ({ force, reference }))

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

/** In binary mode the headers say what a body is about that is not even read. */
function inHeaders(req: Request): string | null {
  const said = req.get('ce-subject')
  if (said === undefined) return null
  try {
    return word(referenceIn(decodeURIComponent(said)), 64)
  } catch {
    return word(referenceIn(said), 64)
  }
}

/** A route that writes: reads the body up to the bytes that this request may have, and keeps what is refused of it as a whole. */
export const keepingRefusals =
  (
    writing: Writing,
    maxBytes: (req: Request) => number,
    answer: (sent: Sent, req: Request, res: Response) => Promise<void>,
  ): RequestHandler =>
  async (req, res) => {
    const body = await writing.readBody(req, res, maxBytes(req))
    const sent: Sent = { ...body, about: { ...NOTHING_KNOWN, incident: inHeaders(req) } }
    try {
      await answer(sent, req, res)
    } catch (error) {
      const refused = asRefused(error)
      if (isJudgement(refused)) {
        const problem = problemBody(refused, instanceOf(res))
        const caller = callerOf(res)
        const subjects = subjectsOf(caller.force, sent.about, () => (sent.tooLarge ? sent.subjects : subjectsIn(sent.bytes)))
        await keepAll(writing, [refusalOf(caller, refused, problem, sent.written ?? sent.bytes, sent.about)], subjects)
      }
      throw error
    }
  }

/** Our own failures and "later" say nothing about what was sent; they are not kept. */
export const isJudgement = ({ code }: Refused): boolean => statusOf(code) < 500 && code !== 'too-busy'
