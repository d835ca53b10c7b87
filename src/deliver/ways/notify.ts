/** GOV.UK Notify, which carries text messages, and e-mail where there is no `SMTP_URL`. Not a way of its own. */
import { NotifyClient } from 'notifications-node-client'
import { z } from 'zod'
import { NotSent, type Sent } from '../way.ts'
import type { WayEnvironment, WayFile } from './module.ts'

const templateId = z.guid('must be the id of a template, as Notify shows it')

/** The section `notify` of the delivery file. */
export const notifySection = z.strictObject({ smsTemplate: templateId, emailTemplate: templateId })

/** Bytes of an answer that are read. */
const ANSWER_BYTES = 64 * 1024

type Client = InstanceType<typeof NotifyClient>
type Templates = NonNullable<WayFile['notify']>

export interface Notify {
  /** @param send calls the client once. @throws NotSent */
  send(signal: AbortSignal, send: (client: Client, templates: Templates) => Promise<Answer>): Promise<Sent>
}

interface Answer {
  readonly data: { readonly id: string }
}

export function whatNotifyNeeds({ notify }: WayFile, { notifyApiKey }: WayEnvironment): string | null {
  if (notifyApiKey === null) return 'NOTIFY_API_KEY'
  return notify === null ? 'the section notify of the delivery file' : null
}

export function createNotify(file: WayFile, env: WayEnvironment): Notify {
  const missing = whatNotifyNeeds(file, env)
  return {
    async send(signal, send) {
      if (missing !== null || file.notify === null || env.notifyApiKey === null)
        throw new NotSent(`GOV.UK Notify is not set up: it needs ${missing}.`)
      const client = new NotifyClient(env.notifyUrl, env.notifyApiKey)
      bounded(client, signal)
      try {
        const { data } = await send(client, file.notify)
        return { status: 'sent', reference: data.id }
      } catch (error) {
        throw notSent(error, signal)
      }
    },
  }
}

/** The client waits for ever, follows redirects and reads whatever comes, unless told. */
function bounded(client: Client, signal: AbortSignal): void {
  const { restClient } = client.apiClient
  const limits = { signal, maxRedirects: 0, maxContentLength: ANSWER_BYTES }
  client.apiClient.setClient((options: object) => restClient({ ...options, ...limits }))
}

interface Refusal {
  readonly code?: string
  readonly response?: {
    readonly status: number
    readonly data?: { readonly errors?: readonly { readonly error?: unknown; readonly message?: unknown }[] }
  }
}

/**
 * For ever only for 400: Notify cannot send this to that recipient with that template. 403 is a key or a clock that somebody puts right,
 * 429 a limit that passes.
 */
function notSent(error: unknown, signal: AbortSignal): NotSent {
  if (signal.aborted) return new NotSent('GOV.UK Notify did not answer in time.')
  // The error of the client holds the number and the key: nothing of it is kept but these words.
  const { response, code } = error as Refusal
  if (response === undefined) return new NotSent(`GOV.UK Notify cannot be reached (${code ?? 'no code'}).`)
  const said = (response.data?.errors ?? []).flatMap(({ error: name, message }) => [name, message].filter(isHarmless)).join(': ')
  return new NotSent(`GOV.UK Notify answered ${response.status}${said === '' ? '' : ` ${said}`}`.slice(0, 200), {
    forEver: response.status === 400,
  })
}

const isHarmless = (said: unknown): said is string => typeof said === 'string' && !/@|\d{5}/.test(said)
