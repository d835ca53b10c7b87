/** A form as a browser sends it without a script. */
import type { Request, Response } from 'express'
import { mediaTypeOf, type ReadBody } from '../door/body.ts'
import { Refused } from '../problems.ts'

declare global {
  namespace Express {
    interface Locals {
      /** The fields of the form that was posted. */
      form?: URLSearchParams
    }
  }
}

/** Of a form, unless told. Project default. */
const MOST_BYTES = 64 * 1024
const FORM = 'application/x-www-form-urlencoded'

export const isForm = (req: Request): boolean => mediaTypeOf(req) === FORM

/** @throws Refused `unsupported-media-type` or `payload-too-large`. */
export async function readForm(
  readBody: ReadBody,
  req: Request,
  res: Response,
  mostBytes = MOST_BYTES,
): Promise<URLSearchParams> {
  if (res.locals.form !== undefined) return res.locals.form
  if (!isForm(req)) throw new Refused('unsupported-media-type', `Send ${FORM}, as UTF-8, not compressed.`)
  const { bytes, tooLarge } = await readBody(req, res, mostBytes)
  if (tooLarge) throw new Refused('payload-too-large', `At most ${mostBytes} bytes.`)
  res.locals.form = new URLSearchParams(bytes.toString('utf8'))
  return res.locals.form
}
