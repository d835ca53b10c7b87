/** The registry of ways: what the delivery file may say of them, and what is missing before the night. */
import { z } from 'zod'
import { contentOf, plainText, smsText } from '../../../src/deliver/texts.ts'
import { createWays, notSetUp, SECTIONS, WAYS } from '../../../src/deliver/ways/index.ts'
import type { WayFile } from '../../../src/deliver/ways/module.ts'
import { WEBHOOK_SECRET } from '../../support/webhookReceiver.ts'
import { message } from '../messages.ts'
import { ENVIRONMENT, fileWith, TEMPLATES } from './settings.ts'

const file = z.strictObject(SECTIONS)

it('has each way once', async () => {
  const names = WAYS.map(({ name }) => name)
  expect([...names].sort()).toEqual(['email', 'sms', 'teams', 'webhook'])
  const { ways, close } = createWays(fileWith({}), ENVIRONMENT)
  expect(Object.keys(ways)).toEqual(names)
  await close()
})

it('takes the sections as the contract shows them, and a file without any', () => {
  const written = {
    webhooks: { desk: { url: 'https://desk.example.org/alerts', secret: WEBHOOK_SECRET } },
    teams: { ops: { url: 'https://flow.example.org/?sig=x' } },
    mail: { from: 'reassess@force.example' },
    notify: TEMPLATES,
  }
  expect(file.parse(written)).toEqual(written)
  expect(file.parse({})).toEqual({ webhooks: {}, teams: {}, mail: null, notify: null })
  // What it reads is what ways are made with.
  const read: Omit<WayFile, 'allow'> = file.parse({})
  expect(Object.keys(fileWith(read)).length).toBe(5)
})

it.each([
  [{ webhooks: { desk: { url: 'https://desk.example.org', secret: 'short' } } }, ['webhooks', 'desk', 'secret']],
  [{ webhooks: { desk: { url: 'https://desk.example.org', secret: WEBHOOK_SECRET, more: 1 } } }, ['webhooks', 'desk']],
  [{ webhooks: { 'a desk': { url: 'https://desk.example.org', secret: WEBHOOK_SECRET } } }, ['webhooks', 'a desk']],
  [{ mail: { from: 'Reassess <reassess@force.example>' } }, ['mail', 'from']],
  [{ notify: { ...TEMPLATES, smsTemplate: 'the one for alerts' } }, ['notify', 'smsTemplate']],
])('refuses %j where it is wrong, and shows no secret', (written, path) => {
  const { error } = file.safeParse(written)
  expect(error?.issues[0]?.path).toEqual(path)
  expect(JSON.stringify(error?.issues)).not.toContain(WEBHOOK_SECRET)
})

it('names the ways that are used and cannot send, and what each needs', () => {
  expect(notSetUp(['sms', 'email', 'webhook', 'sms'], fileWith({}), ENVIRONMENT)).toEqual([
    { way: 'sms', needs: 'NOTIFY_API_KEY' },
    { way: 'email', needs: 'SMTP_URL or NOTIFY_API_KEY' },
  ])
  expect(notSetUp([], fileWith({}), ENVIRONMENT)).toEqual([])
})

it('says nothing of the person who is told in what they are told', () => {
  const to = message({ person: 'ann.supervisor@force' })
  const content = contentOf(to)
  expect([content.subject, plainText(content), smsText(to)].join()).not.toContain('ann')
})
