/** Text messages and e-mail by GOV.UK Notify, against a double that checks tokens and templates as Notify does. */
import { email } from '../../../src/deliver/ways/email.ts'
import type { WayFile } from '../../../src/deliver/ways/module.ts'
import { sms } from '../../../src/deliver/ways/sms.ts'
import {
  NO_SUCH_NUMBER,
  NOTIFY,
  type NotifyDouble,
  RATE_LIMIT,
  SYSTEM_ERROR,
  startNotifyDouble,
} from '../../support/notifyDouble.ts'
import { message } from '../messages.ts'
import { ENVIRONMENT, fileWith, soon, TEMPLATES } from './settings.ts'

let notify: NotifyDouble
beforeAll(async () => {
  notify = await startNotifyDouble()
})
afterEach(() => notify.has(null))
afterAll(() => notify.close())

const made = (way: typeof sms, more = {}, templates: WayFile['notify'] = TEMPLATES) =>
  way.create(fileWith({ notify: templates }), { ...ENVIRONMENT, notifyApiKey: NOTIFY.apiKey, notifyUrl: notify.url, ...more })
const sendSms = (signal = soon(), more = {}) => made(sms, more).send(message(), '07700 900001', signal)

describe('Notify takes', () => {
  it('a text message, under the id of the message, and gives its own id', async () => {
    const sent = await sendSms()
    const got = notify.received.at(-1)
    expect(sent).toEqual({ status: 'sent', reference: got?.id })
    expect(got).toMatchObject({
      type: 'sms',
      to: '07700 900001',
      reference: 'msg_2Yk3ZpQ8',
      personalisation: {
        message: 'Critical: Reassess the risk of WK-1 by 03:15. Level 1. https://reassess.example.org/incidents/WK-1',
      },
    })
  })

  it('an e-mail where there is no SMTP_URL', async () => {
    const sent = await made(email).send(message(), 'sup-1@force.example', soon())
    const got = notify.received.at(-1)
    expect(sent).toEqual({ status: 'sent', reference: got?.id })
    expect(got).toMatchObject({
      type: 'email',
      to: 'sup-1@force.example',
      reference: 'msg_2Yk3ZpQ8',
      personalisation: { subject: 'Critical: Reassessment demanded, WK-1, by 03:15' },
    })
    expect(got?.personalisation.body).toContain('Reassess the risk of WK-1 by 03:15.')
  })
})

describe('Notify does not take', () => {
  it.each([
    [NO_SUCH_NUMBER, true, 'GOV.UK Notify answered 400 ValidationError: phone_number Not a UK mobile number'],
    [RATE_LIMIT, false, 'GOV.UK Notify answered 429 RateLimitError: Exceeded rate limit for key type live'],
    [SYSTEM_ERROR, false, 'GOV.UK Notify answered 500 Exception: Internal server error'],
  ])('%j', async (trouble, forEver, said) => {
    notify.has(trouble)
    await expect(sendSms()).rejects.toMatchObject({ code: 'not-sent', forEver, message: said })
  })

  it('a key that it does not know, until somebody gives the right one', async () => {
    const notifyApiKey = NOTIFY.apiKey.replace(/.$/, '1')
    await expect(sendSms(soon(), { notifyApiKey })).rejects.toMatchObject({
      forEver: false,
      message: /^GOV\.UK Notify answered 403/,
    })
  })

  it('a template that it does not have', async () => {
    const templates = { ...TEMPLATES, smsTemplate: TEMPLATES.emailTemplate }
    await expect(made(sms, {}, templates).send(message(), '07700900001', soon())).rejects.toMatchObject({ forEver: true })
  })

  it('anything in time', async () => {
    notify.has('hangs')
    await expect(sendSms(AbortSignal.timeout(200))).rejects.toMatchObject({
      forEver: false,
      message: 'GOV.UK Notify did not answer in time.',
    })
  })

  it('anything while it is away', async () => {
    await notify.goesAway()
    await expect(sendSms()).rejects.toMatchObject({
      forEver: false,
      message: 'GOV.UK Notify cannot be reached (ECONNREFUSED).',
    })
    await notify.comesBack()
  })

  it('anything without a key', async () => {
    await expect(sendSms(soon(), { notifyApiKey: null })).rejects.toMatchObject({
      forEver: false,
      message: 'GOV.UK Notify is not set up: it needs NOTIFY_API_KEY.',
    })
  })
})

it('says nothing of the number or the key in what it throws', async () => {
  notify.has({ status: 400, error: 'ValidationError', message: 'phone_number 07700900001 of sup@force.example is wrong' })
  const error = await sendSms().catch((thrown: unknown) => thrown)
  const said = JSON.stringify(error, [...Object.getOwnPropertyNames(error), 'cause', 'config', 'response'])
  expect(said).toContain('GOV.UK Notify answered 400 ValidationError')
  expect(said).not.toMatch(/07700|900001|force\.example|3d844edf/)
})

it('knows telephone numbers from what is no number', () => {
  const whether = (text: string) => sms.address.safeParse(text).success
  for (const good of ['07700900001', '07700 900001', '+44 7700 900001', '(0)7700-900001', '+353861234567'])
    expect([good, whether(good)]).toEqual([good, true])
  for (const bad of ['', '999', 'sup-1', '7700900001', '0770090000x', '+44 7700 900001 900001 900001'])
    expect([bad, whether(bad)]).toEqual([bad, false])
})

it('names what is missing before the night', () => {
  const [withKey, withSmtp] = [
    { ...ENVIRONMENT, notifyApiKey: NOTIFY.apiKey },
    { ...ENVIRONMENT, smtpUrl: 'smtp://mail.force.example' },
  ]
  expect(sms.missing(fileWith({}), ENVIRONMENT)).toBe('NOTIFY_API_KEY')
  expect(sms.missing(fileWith({}), withKey)).toBe('the section notify of the delivery file')
  expect(sms.missing(fileWith({ notify: TEMPLATES }), withKey)).toBeNull()
  expect(email.missing(fileWith({}), ENVIRONMENT)).toBe('SMTP_URL or NOTIFY_API_KEY')
  expect(email.missing(fileWith({}), withSmtp)).toBe('the section mail of the delivery file')
  expect(email.missing(fileWith({ notify: TEMPLATES }), withKey)).toBeNull()
})
