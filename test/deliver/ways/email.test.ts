/** E-mail, through a real SMTP server on loopback. */
import { email } from '../../../src/deliver/ways/email.ts'
import type { OpenWay } from '../../../src/deliver/ways/module.ts'
import { hasOpenssl, selfSigned } from '../../support/selfSigned.ts'
import { type ReceivedMail, type SmtpDouble, type SmtpOptions, startSmtpDouble } from '../../support/smtpDouble.ts'
import { item, message } from '../messages.ts'
import { ENVIRONMENT, fileWith, MAIL, soon } from './settings.ts'

let server: SmtpDouble
let way: OpenWay

const open = async (options: SmtpOptions = {}, url = (own: string) => own): Promise<void> => {
  server = await startSmtpDouble(options)
  way = email.create(fileWith({ mail: MAIL }), { ...ENVIRONMENT, smtpUrl: url(server.url) })
}
afterEach(async () => {
  await way.close()
  await server.close()
})

const send = (signal = soon(), more = {}) => way.send(message(more), 'sup-1@force.example', signal)
const received = () => server.received.at(-1) as ReceivedMail

describe('a server that takes it', () => {
  it('is given plain text and HTML with the same words, and says no more than that it has it', async () => {
    await open()
    expect(await send()).toEqual({ status: 'sent', reference: null })
    const { from, to, subject, text, html, headers } = received()
    expect([from, to]).toEqual(['reassess@force.example', ['sup-1@force.example']])
    expect(subject).toBe('Critical: Reassessment demanded, WK-1, by 03:15')
    expect(text).toContain('Reassess the risk of WK-1 by 03:15.')
    expect(text).toContain('https://reassess.example.org/incidents/WK-1')
    expect(html).toContain('<html lang="en-GB">')
    expect(html).toContain('<title>Critical: Reassessment demanded, WK-1, by 03:15</title>')
    expect(html).toContain('<a href="https://reassess.example.org/incidents/WK-1">Open WK-1</a>')
    expect(html).not.toMatch(/<img|src=|url\(|<script/)
    expect(headers['auto-submitted']).toBe('auto-generated')
    expect(headers.from).toBe('Reassess <reassess@force.example>')
  })

  it('is given the same Message-ID at every try', async () => {
    await open()
    await send()
    await send()
    expect(server.received.map(({ headers }) => headers['message-id'])).toEqual([
      '<msg_2Yk3ZpQ8@force.example>',
      '<msg_2Yk3ZpQ8@force.example>',
    ])
  })

  it('is given a reference as text, whatever signs it has', async () => {
    await open()
    await send(soon(), { items: [item('no-activity', { incident: '<b>&"' })] })
    expect(received().html).toContain('&lt;b&gt;&amp;&quot;')
    expect(received().html).not.toContain('<b>')
  })

  it('may ask us to sign in', async () => {
    await open({ signIn: true })
    expect(await send()).toEqual({ status: 'sent', reference: null })
  })

  it('takes the next mail after it was away', async () => {
    await open()
    await send()
    await server.goesAway()
    const message = 'Nobody answers at the address of SMTP_URL.'
    await expect(send()).rejects.toMatchObject({ code: 'not-sent', forEver: false, message })
    await server.comesBack()
    expect(await send()).toEqual({ status: 'sent', reference: null })
  })
})

describe('a server that does not take it', () => {
  it.each([
    [{ at: 'recipient', code: 550 }, true],
    [{ at: 'data', code: 554 }, true],
    [{ at: 'recipient', code: 450 }, false],
    [{ at: 'recipient', code: 421 }, false],
    [{ at: 'data', code: 452 }, false],
  ] as const)('with %j: for ever is %s', async (trouble, forEver) => {
    await open()
    server.has(trouble)
    await expect(send()).rejects.toMatchObject({
      code: 'not-sent',
      forEver,
      message: expect.stringMatching(RegExp(`^The mail server answered ${trouble.code} to (RCPT TO|DATA|the connection)\\.$`)),
    })
  })

  it('because our password is wrong, may take it once somebody has put that right', async () => {
    await open({ signIn: true }, (url) => url.replace(/:[^:@]*@/, ':wrong@'))
    await expect(send()).rejects.toMatchObject({ forEver: false, message: expect.not.stringContaining('wrong') })
  })

  it('is not waited for longer than the signal says', async () => {
    await open()
    server.has('hangs')
    await expect(send(AbortSignal.timeout(200))).rejects.toMatchObject({
      forEver: false,
      message: 'The mail server did not answer in time.',
    })
  })

  it('offers no TLS: nothing goes in the clear to another machine', async () => {
    // Another name of this machine, which does not look like it.
    await open({}, (url) => url.replace('127.0.0.1', '[::ffff:127.0.0.1]'))
    await expect(send()).rejects.toMatchObject({ forEver: false, message: 'The mail server answered 500 to STARTTLS.' })
    expect(server.received).toEqual([])
  })

  ;(hasOpenssl() ? it : it.skip)('has a certificate that nobody vouches for (skipped without openssl)', async () => {
    await open({ tls: selfSigned() })
    await expect(send()).rejects.toMatchObject({ forEver: false, message: 'The mail server cannot be used (ESOCKET).' })
    expect(server.received).toEqual([])
  })
})

it('is only an address, so that no header can be put in', () => {
  const whether = (text: string) => email.address.safeParse(text).success
  expect(whether('sup-1@force.example')).toBe(true)
  expect(whether('sup-1@force.example\r\nBcc: other@example.org')).toBe(false)
  expect(whether('a@example.org, b@example.org')).toBe(false)
  expect(whether('Sup <a@example.org>')).toBe(false)
})
