/**
 * Reads bodies as bytes, up to a limit. A refused body is kept as it was sent. An oversized body is read on and discarded for a
 * while, because a sender whose connection is cut while it writes never sees the 413.
 */
import type { Request, Response } from 'express'
import { type SubjectsSeen, subjectsSeen } from '../events/subjects.ts'
import { KEPT_BYTES, type Limits } from '../limits.ts'
import { Refused, sendAgain } from '../problems.ts'
import { sayContinue } from './continue.ts'

export interface Body {
  /** All bytes, or the first 64 KiB of an oversized body. */
  readonly bytes: Buffer
  readonly tooLarge: boolean
  /** The incidents that an oversized body names. */
  readonly subjects: readonly string[]
}

/** The sender hung up while sending: nobody waits for an answer. */
export class ClientGone extends Error {
  readonly code = 'client-gone'
}

/** A sender that continues beyond this does not stop by itself: the connection is closed. */
const DISCARD_BYTES = 64 * 1024 * 1024

export type ReadBody = (req: Request, res: Response, maxBytes: number) => Promise<Body>

/**
 * @throws ClientGone
 * @throws Refused `too-busy` when the bodies of unanswered requests together are too large.
 */
export function createReadBody(limits: Pick<Limits, 'heldBytes'>): ReadBody {
  let held = 0
  return async (req, res, maxBytes) => {
    let mine = 0
    res.once('close', () => {
      held -= mine
    })
    const chunks: Buffer[] = []
    let seen: SubjectsSeen | null = null
    let size = 0
    sayContinue(res)
    try {
      for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > DISCARD_BYTES) break
        if (size > maxBytes) {
          if (seen === null) {
            seen = subjectsSeen()
            for (const held of chunks) seen.push(held)
          }
          seen.push(chunk)
        }
        if (size - chunk.length > maxBytes) continue
        chunks.push(chunk)
        mine += chunk.length
        held += chunk.length
        if (held > limits.heldBytes) throw sendAgain('too-busy')
      }
    } catch (error) {
      throw error instanceof Refused ? error : new ClientGone()
    }
    const tooLarge = size > maxBytes
    if (tooLarge) res.set('Connection', 'close')
    const bytes = Buffer.concat(chunks)
    return { bytes: tooLarge ? bytes.subarray(0, KEPT_BYTES) : bytes, tooLarge, subjects: seen?.found() ?? [] }
  }
}

/**
 * The media type in lower case, without parameters; null when the request names no media type, or its text is not plain UTF-8
 * (another charset, a compressed body).
 */
export function mediaTypeOf(req: Request): string | null {
  const [type = '', ...parameters] = (req.get('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='))
  const encoding = (req.get('content-encoding') ?? 'identity').toLowerCase()
  if (encoding !== 'identity' || (charset && !/^charset="?utf-?8"?$/.test(charset))) return null
  return type.trim() || null
}
