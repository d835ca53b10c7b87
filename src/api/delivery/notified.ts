/**
 * `POST /v1/delivery/notify`: GOV.UK Notify says what became of a message. It has a token of its own and no key. Notify tries again after
 * 429, 5xx and no answer within five seconds, five times five minutes apart, and after nothing else
 * (alphagov/notifications-api, app/celery/service_callback_tasks.py).
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { anyName, anyText } from '../../../machines/rules/fields.ts'
import { issuesOf } from '../../../machines/rules/issue.ts'
import type { DeliveryReport, DeliveryReports } from '../../engine/deliveryReports.ts'
import { mediaTypeOf, type ReadBody } from '../door/body.ts'
import { callerAddress } from '../door/source.ts'
import type { CountWrongKey } from '../door/wrongKeys.ts'
import { invalidEvent, invalidIssues } from '../events/admit.ts'
import { parseJson } from '../events/json.ts'
import { Refused, sendAgain } from '../problems.ts'

/** Of Notify's report; real ones have some 400 bytes. */
const MOST_BYTES = 16 * 1024

/** `to` is the number or the address: it is neither kept nor logged. */
export const notifyReport = z.object({
  id: anyName.describe("Notify's id of the message."),
  reference: anyText.nullable().describe('Our id of it.'),
  status: z.string().max(100),
})

/** https://docs.notifications.service.gov.uk/rest-api.html#delivery-receipts. Any other status is not the last word. */
const BECAME: Readonly<Record<string, Pick<DeliveryReport, 'became' | 'problem'>>> = {
  delivered: { became: 'delivered', problem: null },
  'permanent-failure': { became: 'dead', problem: 'GOV.UK Notify: there is no such number or address.' },
  'temporary-failure': {
    became: 'failed',
    problem: 'GOV.UK Notify: the telephone is off or out of reach, or the inbox is full.',
  },
  'technical-failure': { became: 'failed', problem: 'GOV.UK Notify could not send it.' },
}

export interface NotifiedPorts {
  readonly deliveryReports: Pick<DeliveryReports, 'noteReport'>
  /** Null: Notify is not expected, and every token is wrong. */
  readonly notifyCallbackToken: string | null
  readonly countWrongKey: CountWrongKey
  readonly readBody: ReadBody
  readonly log: Pick<Logger, 'info'>
}

export const notified =
  (ports: NotifiedPorts): RequestHandler =>
  async (req, res) => {
    await mustBeNotify(ports, req, res)
    if (mediaTypeOf(req) !== 'application/json')
      throw new Refused('unsupported-media-type', 'Send application/json, as UTF-8, not compressed.')
    const { bytes, tooLarge } = await ports.readBody(req, res, MOST_BYTES)
    if (tooLarge) throw new Refused('payload-too-large', `At most ${MOST_BYTES} bytes.`)
    const parsed = parseJson(bytes)
    if (!parsed.ok) throw invalidEvent([parsed.issue])
    const read = notifyReport.safeParse(parsed.value)
    if (!read.success) throw invalidIssues(issuesOf(read.error, parsed.value, ''))
    const { id, reference, status } = read.data
    const became = BECAME[status]
    if (became !== undefined && reference !== null) {
      const noted = await ports.deliveryReports.noteReport({
        message: reference,
        reference: id,
        ways: ['sms', 'email'],
        ...became,
      })
      // Its sender is about to note that it was handed over. Notify reports again in five minutes.
      if (noted === 'under way') throw sendAgain('record-unavailable', 'This message is being sent.')
      // A message of another system that uses the same service of Notify: nothing to try again.
      if (noted === 'unknown') ports.log.info({ notify: id }, 'delivery: GOV.UK Notify reports a message that is not ours')
    }
    res.status(204).end()
  }

/** @throws Refused `unauthorized`, `too-many-wrong-keys` */
async function mustBeNotify({ notifyCallbackToken, countWrongKey }: NotifiedPorts, req: Request, res: Response): Promise<void> {
  const given = /^Bearer +(\S{1,256})$/i.exec(req.get('authorization') ?? '')?.[1]
  if (given !== undefined && notifyCallbackToken !== null && isSame(given, notifyCallbackToken)) return
  const from = callerAddress(req)
  const { retryAfter, isLogged } = await countWrongKey(from)
  Object.assign(res.locals, { from, passing: !isLogged })
  if (retryAfter !== null && given !== undefined) {
    res.set('Retry-After', String(retryAfter))
    throw new Refused('too-many-wrong-keys', 'Wait as long as Retry-After says, or send the token of GOV.UK Notify.')
  }
  throw new Refused('unauthorized', 'Send `Authorization: Bearer TOKEN` with the token that NOTIFY_CALLBACK_TOKEN says.')
}

/** How long it takes tells nothing of the token, nor of its length. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
