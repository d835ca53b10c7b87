/** A real SMTP server on loopback that keeps what it is given, and refuses as the test says. */
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { type ReadMail, readMail } from './readMail.ts'

export interface ReceivedMail extends ReadMail {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
  /** On the clock of `performance.now()`. */
  readonly receivedAt: number
}

/** `RCPT TO` or the end of the data is answered with this code; `hangs`: with nothing. */
export type SmtpTrouble = { readonly at: 'recipient' | 'data'; readonly code: number } | 'hangs'

export interface SmtpDouble {
  /** As `SMTP_URL`. */
  readonly url: string
  readonly port: number
  readonly received: readonly ReceivedMail[]
  /** From now on; null: it takes everything. */
  has(trouble: SmtpTrouble | null): void
  goesAway(): Promise<void>
  comesBack(): Promise<void>
  close(): Promise<void>
}

export interface SmtpOptions {
  /** Whether a client must sign in as `reassess` with the password `a-password-of-this-test`. */
  readonly signIn?: boolean
  /** Offers STARTTLS with this certificate; without one everything is in the clear. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

const SMTP_PASSWORD = 'a-password-of-this-test'

export async function startSmtpDouble({ signIn = false, tls }: SmtpOptions = {}): Promise<SmtpDouble> {
  const received: ReceivedMail[] = []
  let trouble: SmtpTrouble | null = null
  const refusal = (at: 'recipient' | 'data') =>
    trouble !== null && trouble !== 'hangs' && trouble.at === at
      ? Object.assign(new Error('the double refuses'), { responseCode: trouble.code })
      : null

  const make = () =>
    new SMTPServer({
      ...tls,
      authOptional: !signIn,
      allowInsecureAuth: true,
      disabledCommands: [...(tls === undefined ? ['STARTTLS'] : []), ...(signIn ? [] : ['AUTH'])],
      logger: false,
      disableReverseLookup: true,
      closeTimeout: 10,
      onAuth: ({ username, password }, _session, answer) =>
        username === 'reassess' && password === SMTP_PASSWORD ? answer(null, { user: username }) : answer(new Error('not you')),
      onRcptTo: (_address, _session, answer) => {
        if (trouble !== 'hangs') answer(refusal('recipient'))
      },
      onData: (stream, session, answer) => {
        void textOf(stream).then((source) => {
          const refused = refusal('data')
          if (refused !== null) return answer(refused)
          const { mailFrom, rcptTo } = session.envelope
          const from = mailFrom === false ? '' : mailFrom.address
          const to = rcptTo.map(({ address }) => address)
          received.push({ ...readMail(source), from, to, source, receivedAt: performance.now() })
          answer()
        })
      },
    })
  let server = make()
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.on('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  await listen(0)
  const { port } = server.server.address() as AddressInfo
  const goesAway = () => new Promise<void>((resolve) => server.close(resolve))
  return {
    url: signIn ? `smtp://reassess:${SMTP_PASSWORD}@127.0.0.1:${port}` : `smtp://127.0.0.1:${port}`,
    port,
    received,
    has: (next) => {
      trouble = next
    },
    goesAway,
    comesBack: async () => {
      server = make()
      await listen(port)
    },
    close: goesAway,
  }
}

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
