/** E-mail: by the server of `SMTP_URL`; without one by GOV.UK Notify. */
import { createTransport, type Transporter } from 'nodemailer'
import { z } from 'zod'
import { mailPage } from '../mailPage.ts'
import { contentOf, plainText } from '../texts.ts'
import { type Message, NotSent, type Sent } from '../way.ts'
import type { WayFile, WayModule } from './module.ts'
import { createNotify, whatNotifyNeeds } from './notify.ts'

const address = z.email('must be an e-mail address').max(254)

/** The section `mail` of the delivery file. */
export const mailSection = z.strictObject({ from: address })

/** Connections to the server. */
const MOST_CONNECTIONS = 5
/** Less than the ten seconds of a try: a server that accepts and says nothing is noticed by itself. */
const SERVER_MS = { connectionTimeout: 5_000, greetingTimeout: 5_000, dnsTimeout: 5_000, socketTimeout: 9_000 }

export const email: WayModule = {
  name: 'email',
  address,
  entryOf: null,
  missing(file, env) {
    if (env.smtpUrl !== null) return file.mail === null ? 'the section mail of the delivery file' : null
    const needs = whatNotifyNeeds(file, env)
    return needs === 'NOTIFY_API_KEY' ? 'SMTP_URL or NOTIFY_API_KEY' : needs
  },
  create(file, env) {
    if (env.smtpUrl !== null) return bySmtp(env.smtpUrl, file)
    const notify = createNotify(file, env)
    return {
      async send(message, to, signal) {
        const content = contentOf(message)
        const personalisation = { subject: content.subject, body: plainText(content) }
        return notify.send(signal, (client, { emailTemplate }) =>
          client.sendEmail(emailTemplate, to, { personalisation, reference: message.id }),
        )
      },
      close: async () => {},
    }
  },
}

function bySmtp(smtpUrl: string, { mail }: WayFile): ReturnType<WayModule['create']> {
  const transport: Transporter = createTransport({
    // No password and no mail goes in the clear to another machine, unless the URL says requireTLS=false: what it says goes before this.
    requireTLS: !isLoopback(smtpUrl),
    url: smtpUrl,
    pool: true,
    maxConnections: MOST_CONNECTIONS,
    ...SERVER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(message, to, signal): Promise<Sent> {
      if (mail === null) throw new NotSent('E-mail is not set up: the delivery file has no section mail.')
      try {
        await transport.sendMail({ ...mailOf(message, mail.from), to: { name: '', address: to }, signal })
        return { status: 'sent', reference: null }
      } catch (error) {
        throw notSent(error, signal)
      }
    },
    close: async () => transport.close(),
  }
}

/** `Message-ID` is made from the message: a repeated message is the same mail to whoever files it. */
function mailOf(message: Message, from: string): object {
  const content = contentOf(message)
  return {
    from: { name: 'Reassess', address: from },
    subject: content.subject,
    text: plainText(content),
    html: mailPage(content),
    messageId: `<${message.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    date: new Date(message.writtenAt),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    // A mail that comes while a bundle of others is read is seen first.
    ...(message.items.some(({ severity }) => severity === 'critical') && { priority: 'high' as const }),
  }
}

interface Failed {
  readonly code?: string
  readonly responseCode?: number
  readonly command?: string
  /** Of the operating system: `connect`. */
  readonly syscall?: string
}

/** For ever where the server refuses this recipient or this message; a refusal of ourselves is for somebody to put right. */
function notSent(error: unknown, signal: AbortSignal): NotSent {
  if (signal.aborted) return new NotSent('The mail server did not answer in time.')
  // Its message may hold the address.
  const { code = 'no code', responseCode = 0, command = '', syscall = '' } = error as Failed
  if (syscall === 'connect') return new NotSent('Nobody answers at the address of SMTP_URL.')
  if (responseCode === 0) return new NotSent(`The mail server cannot be used (${code}).`)
  const isOfMessage = ['RCPT TO', 'DATA'].includes(command)
  return new NotSent(`The mail server answered ${responseCode} to ${command === 'CONN' ? 'the connection' : command}.`, {
    forEver: isOfMessage && responseCode >= 500,
  })
}

const isLoopback = (smtpUrl: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(smtpUrl).hostname)
