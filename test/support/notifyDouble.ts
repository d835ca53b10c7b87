/**
 * GOV.UK Notify as its API behaves: it checks the token, the template and what it is filled in with, answers with an id, and calls back
 * what became of a message. Its alphabet, limits and errors: https://docs.notifications.service.gov.uk/rest-api.html
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import jwt from 'jsonwebtoken'

const SERVICE = '26785a09-ab16-4eb0-8407-a37497a57506'
const SECRET = '3d844edf-8d35-48ac-975b-e847b4f122b0'
export const NOTIFY = {
  apiKey: `a_key_of_this_test-${SERVICE}-${SECRET}`,
  smsTemplate: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
  emailTemplate: '740e5834-3a29-46b4-9a6f-16142fde533a',
} as const

/** The templates of docs/delivery/ways.md. */
const TEMPLATES = {
  [NOTIFY.smsTemplate]: { type: 'sms', fields: ['message'] },
  [NOTIFY.emailTemplate]: { type: 'email', fields: ['subject', 'body'] },
} as const

export interface Notified {
  readonly id: string
  readonly reference: string
  readonly type: 'sms' | 'email'
  readonly to: string
  readonly personalisation: Readonly<Record<string, string>>
  /** On the clock of `performance.now()`. */
  readonly receivedAt: number
}

type Refusal = { readonly status: number; readonly error: string; readonly message: string }
/** How it answers a good request from now on; null: it takes it. */
export type NotifyTrouble = Refusal | 'hangs' | null
export const NO_SUCH_NUMBER: Refusal = { status: 400, error: 'ValidationError', message: 'phone_number Not a UK mobile number' }
export const RATE_LIMIT: Refusal = { status: 429, error: 'RateLimitError', message: 'Exceeded rate limit for key type live' }
export const SYSTEM_ERROR: Refusal = { status: 500, error: 'Exception', message: 'Internal server error' }

export interface NotifyDouble {
  /** As `NOTIFY_URL`. */
  readonly url: string
  readonly received: readonly Notified[]
  /** What was refused for its token or its content, in the order of coming. */
  readonly refused: readonly string[]
  has(trouble: NotifyTrouble): void
  /** Calls back as Notify does: the number goes with it. @returns the status of the answer. */
  callsBack(about: Notified, status: string, url: string, token: string): Promise<number>
  goesAway(): Promise<void>
  comesBack(): Promise<void>
  close(): Promise<void>
}

export async function startNotifyDouble(): Promise<NotifyDouble> {
  const received: Notified[] = []
  const refused: string[] = []
  let trouble: NotifyTrouble = null

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await jsonOf(request)
    const wrong = wrongToken(request) ?? wrongRequest(request.url ?? '', body)
    if (wrong !== null) refused.push(wrong.message)
    const answer = wrong ?? trouble
    if (answer === 'hangs') return
    if (answer !== null) return give(response, answer.status, { errors: [answer], status_code: answer.status })
    const notified = notifiedIn(request.url ?? '', body)
    received.push(notified)
    const { id, reference } = notified
    give(response, 201, { id, reference, content: {}, uri: `/v2/notifications/${id}`, template: { id: body.template_id } })
  }
  const make = () => createServer((request, response) => void take(request, response).catch(() => response.destroy()))
  let server = make()
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const goesAway = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    refused,
    has: (next) => {
      trouble = next
    },
    callsBack: async ({ id, reference, type, to }, status, url, token) => {
      const at = new Date().toISOString()
      const body = { id, reference, to, status, created_at: at, completed_at: at, sent_at: at, notification_type: type }
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      await answer.body?.cancel()
      return answer.status
    },
    goesAway,
    comesBack: async () => {
      server = make()
      await listen(port)
    },
    close: goesAway,
  }
}

// biome-ignore lint/suspicious/noExplicitAny: whatever was sent.
type Sent = any

async function jsonOf(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

const give = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Signed by the key's secret, from its service, made within 30 seconds. */
function wrongToken({ headers }: IncomingMessage): Refusal | null {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
  try {
    const { iss, iat = 0 } = jwt.verify(token, SECRET, { algorithms: ['HS256'] }) as jwt.JwtPayload
    if (iss === SERVICE && Math.abs(Date.now() / 1000 - iat) <= 30) return null
  } catch {
    // Refused like one of another service.
  }
  return { status: 403, error: 'AuthError', message: 'Invalid token: API key not found' }
}

function wrongRequest(path: string, body: Sent): Refusal | null {
  const template = TEMPLATES[body.template_id as keyof typeof TEMPLATES]
  const bad = (message: string): Refusal => ({ status: 400, error: 'BadRequestError', message })
  if (template === undefined || !path.endsWith(`/v2/notifications/${template.type}`)) return bad('Template not found')
  const wanted: readonly string[] = template.fields
  const given = Object.keys(body.personalisation ?? {})
  const missing = wanted.filter((field) => !given.includes(field))
  if (missing.length > 0) return bad(`Missing personalisation: ${missing.join(', ')}`)
  const unknown = given.filter((field) => !wanted.includes(field))
  if (unknown.length > 0) return bad(`The template has no ${unknown.join(', ')}`)
  const to = template.type === 'sms' ? body.phone_number : body.email_address
  return typeof to === 'string' && to !== '' ? null : bad('No recipient')
}

const notifiedIn = (path: string, body: Sent): Notified => ({
  id: randomUUID(),
  reference: body.reference,
  type: path.endsWith('sms') ? 'sms' : 'email',
  to: body.phone_number ?? body.email_address,
  personalisation: body.personalisation,
  receivedAt: performance.now(),
})
