/**
 * Holds back the end of an answer until something is done. The last piece that was written waits too, so that nobody has the
 * whole of an answer before.
 */
import type { Response } from 'express'

type Callback = (error?: Error | null) => void
interface Piece {
  readonly chunk: unknown
  readonly encoding: BufferEncoding
}

/**
 * @param before is called once, when the answer's end is written; it must not reject. @param piecesToo also hold back the last
 * piece before the end: for an answer that is written in pieces.
 */
export function holdBack(res: Response, before: () => Promise<void>, { piecesToo }: { readonly piecesToo: boolean }): void {
  const write = res.write.bind(res) as (chunk: unknown, encoding: BufferEncoding) => boolean
  const end = res.end.bind(res) as (chunk: unknown, encoding: BufferEncoding, callback?: () => void) => Response
  let held: Piece | null = null
  let isEnded = false

  const heldWrite = (chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback): boolean => {
    const last = held
    held = { chunk, encoding: encodingIn(encoding) }
    const told = typeof encoding === 'function' ? encoding : callback
    if (told !== undefined) process.nextTick(told)
    return last === null || write(last.chunk, last.encoding)
  }
  const heldEnd = (chunk?: unknown, encoding?: BufferEncoding | (() => void), callback?: () => void): Response => {
    if (isEnded) return res
    isEnded = true
    const told = [chunk, encoding, callback].find((one) => typeof one === 'function') as (() => void) | undefined
    const last = typeof chunk === 'function' ? undefined : chunk
    void before().then(() => {
      if (res.destroyed) return
      if (held !== null && isNothing(last)) return void end(held.chunk, held.encoding, told)
      if (held !== null) write(held.chunk, held.encoding)
      end(last, encodingIn(encoding), told)
    })
    return res
  }
  if (piecesToo) res.write = heldWrite as Response['write']
  res.end = heldEnd as Response['end']
}

const encodingIn = (encoding: unknown): BufferEncoding => (typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
const isNothing = (chunk: unknown): boolean => chunk === undefined || chunk === null
