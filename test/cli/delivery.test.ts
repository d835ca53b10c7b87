import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { DeliveryPlan } from '../../machines/rules/delivery/plan.ts'
import { findingsIn, rotaTable } from '../../src/cli/files/deliveryReport.ts'
import { readDelivery } from '../../src/cli/serving/delivery.ts'
import { planOf, readDeliveryFile } from '../../src/deliver/file/readFile.ts'
import { DELIVERY, SECRET } from '../deliver/file.ts'
import { run } from '../support/built.ts'
import { LADDER } from '../support/duty.ts'

const planIn = (text: string): DeliveryPlan => planOf(readDeliveryFile({ file: 'delivery.yaml', text }))
const having = (old: string, other: string): string => {
  expect(DELIVERY.split(old)).toHaveLength(2)
  return DELIVERY.replace(old, () => other)
}
const week = { from: '2026-10-23T12:00:00.000Z', to: '2026-10-26T12:00:00.000Z' }
const found = (text: string, period = week) => findingsIn(planIn(text), LADDER, period)
/** With an address of e-mail each, so that every route reaches everybody. */
const REACHED = DELIVERY.replace('{ teams: ops }', '{ teams: ops, email: c@example.org }')
  .replace('"07700 900002"', '"07700 900002", email: d@example.org')
  .replace('"+447700900003"', '"+447700900003", email: e@example.org')

describe('a check of a delivery file', () => {
  it('finds nothing where somebody is always reached, also in the night when the clocks change', () => {
    expect(found(REACHED)).toEqual({ wrong: [], remarks: [] })
  })

  it('names each hole in local time, with its offset', () => {
    const early = REACHED.replace('from: "19:00", to: "07:00"', 'from: "19:00", to: "01:30"')
    expect(found(early).wrong).toEqual([
      'rota.supervisor: nobody is on duty from Sat 24 Oct 2026 01:30 BST to Sat 24 Oct 2026 07:00 BST',
      'rota.supervisor: nobody is on duty from Sun 25 Oct 2026 01:30 GMT to Sun 25 Oct 2026 07:00 GMT',
      'rota.supervisor: nobody is on duty from Mon 26 Oct 2026 01:30 GMT to Mon 26 Oct 2026 07:00 GMT',
    ])
    const late = REACHED.replace('from: "19:00", to: "07:00"', 'from: "20:00", to: "07:00"')
    expect(found(late, { from: '2026-10-23T12:00:00.000Z', to: '2026-10-23T18:30:00.000Z' }).wrong).toEqual([
      'rota.supervisor: nobody is on duty from Fri 23 Oct 2026 19:00 BST to Fri 23 Oct 2026 19:30 BST, or longer',
    ])
  })

  it('names roles of the ladder without a rota', () => {
    const none = REACHED.replace(/ {2}duty-superintendent:\n.*\n/, '')
    expect(found(none)).toEqual({
      wrong: ['rota.duty-superintendent: has no shifts, so nobody is on duty and its alerts go to others: give it shifts'],
      remarks: ['people.supt-1: is in no shift and no override'],
    })
  })

  it('names people without a way, and routes by which nobody on duty is reached', () => {
    const wayless = REACHED.replace('sms: "07700 900002", email: d@example.org', '')
    const who = 'fim-1, from Fri 23 Oct 2026 13:00 BST to Mon 26 Oct 2026 12:00 GMT'
    expect(found(wayless).wrong).toEqual([
      'people.fim-1: has no way, so no message reaches them',
      `routes.0: an alert of severity critical or high is sent by webhook or sms or email or teams, and nobody on duty as force-incident-manager has that way: ${who}`,
      `routes.1: an alert of severity medium is sent by email, and nobody on duty as force-incident-manager has that way: ${who}`,
    ])
  })

  it('names critical and high alerts of which nobody is told', () => {
    expect(found(REACHED.replace('[critical, high]', '[high]')).wrong).toEqual([
      'routes: no route has the severity critical, so nobody is told of such an alert: it is on the board and the stream only',
    ])
    expect(found(REACHED.replace('[critical, high]', '[low]')).wrong).toEqual([
      'routes: no route has the severity critical or high, so nobody is told of such an alert: it is on the board and the stream only',
    ])
  })

  it('remarks on people whom alerts of a severity pass over', () => {
    const emailOnly = REACHED.replace('sms: "07700 900002", email: d@example.org', 'email: d@example.org')
      .replace('ways: { email: sup-2@example.org }', 'ways: { sms: "07700 900009" }')
      .replace('ways: [webhook, sms, email, teams]', 'ways: [webhook, email]')
    expect(found(emailOnly)).toEqual({
      wrong: [],
      remarks: [
        'people.sup-2: is on duty as supervisor and is not told of critical or high or medium alerts, because the route names no way that they have',
      ],
    })
  })

  it('remarks on holes outside the ladder, on people in no shift, and on a route that is never used', () => {
    const hau = REACHED.replace(
      'webhooks:\n',
      '  hau-1: { name: Hal, roles: [hau], ways: { email: h@example.org } }\nwebhooks:\n',
    )
      .replace('\nroutes:\n', '\n  hau: { shifts: [{ days: [mon], from: "09:00", to: "17:00", people: [hau-1] }] }\nroutes:\n')
      .replace('\nsubscriptions', '\n  - { severity: [high], ways: [sms] }\nsubscriptions')
    expect(found(hau)).toEqual({
      wrong: [],
      remarks: [
        'rota.hau: nobody is on duty from Fri 23 Oct 2026 13:00 BST to Mon 26 Oct 2026 09:00 GMT; the alert is raised while something waits for that role',
        'routes.2: is never used, because earlier routes have high',
      ],
    })
  })

  it('remarks on a file that tells nobody of anything, and asks no rota of it', () => {
    expect(found('schema: reassess/delivery/v1\nforce: warwickshire\npeople: {}\n')).toEqual({
      wrong: [],
      remarks: ['routes: is empty, so nobody is told of an alert: alerts are on the board and the stream'],
    })
  })

  it('shows the rota as a table', () => {
    const christmas = { from: '2026-12-25T00:00:00.000Z', to: '2026-12-25T23:00:00.000Z' }
    const [heading, ...lines] = rotaTable(planIn(DELIVERY), ['supervisor'], christmas)
    expect(heading).toBe('supervisor (Europe/London)')
    expect(lines.slice(0, 4)).toEqual([
      '  from Fri 25 Dec 2026 00:00 GMT to Fri 25 Dec 2026 07:00 GMT  sup-3',
      '  from Fri 25 Dec 2026 07:00 GMT to Fri 25 Dec 2026 19:00 GMT  sup-3 (override)',
      '  from Fri 25 Dec 2026 19:00 GMT to Fri 25 Dec 2026 23:00 GMT  sup-3',
      '',
    ])
  })
})

describe('reassess delivery', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-delivery-'))
  const file = join(folder, 'delivery.yaml')
  const check = async (text: string, ...args: string[]) => {
    writeFileSync(file, text)
    return run(['delivery', 'check', file, ...args], { SMTP_URL: 'smtp://127.0.0.1', NOTIFY_API_KEY: 'secret' })
  }
  afterAll(() => rmSync(folder, { recursive: true }))

  it('ends with 0, 1 or 2: fine, something to put right, unusable', async () => {
    expect(await check(REACHED)).toEqual({ code: 0, stderr: '', stdout: `${file}: is in order for the next 14 days\n` })
    const early = await check(REACHED.replace('from: "19:00", to: "07:00"', 'from: "19:00", to: "01:30"'), '--days', '2')
    expect(early).toMatchObject({
      code: 1,
      stderr: '',
      stdout: expect.stringMatching(/nobody is on duty.*\n(.*\n)*.*: [23] things to put right in the next 2 days\n$/),
    })
    const bad = await check(having(SECRET, 's3cret').replace('PT3M', '3 minutes'))
    expect(bad).toMatchObject({ code: 2, stdout: '' })
    expect(bad.stderr).toMatch(
      /delivery\.yaml:11:\d+ webhooks\.desk\.secret: must .*\n.*delivery\.yaml:\d+:\d+ routes\.0\.ackWithin: must be/,
    )
    expect(bad.stderr).not.toContain('s3cret')
  })

  it('knows the senders of its environment, as the start does', async () => {
    writeFileSync(file, REACHED.replace(/^mail: .*\n/m, ''))
    const words = ['delivery', 'check', file]
    expect(await run(words, { SMTP_URL: 'smtp://127.0.0.1' })).toMatchObject({
      code: 2,
      stderr: `reassess: ${file}: needs the section mail, because SMTP_URL is set\n`,
    })
    expect(await run(words, {})).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('remark: the way email needs SMTP_URL or NOTIFY_API_KEY where the service runs\n'),
    })
    expect(await run(words, { FORCE: 'kent' })).toMatchObject({ code: 2, stderr: expect.stringContaining('FORCE is kent') })
  })

  it('finds nothing in the file to begin with, nor to remark on', async () => {
    const example = resolve('docs/delivery/example.yaml')
    const senders = { SMTP_URL: 'smtp://127.0.0.1', NOTIFY_API_KEY: 'secret' }
    expect(await run(['delivery', 'check', example, '--days', '31'], senders)).toEqual({
      ...{ code: 0, stderr: '', stdout: `${example}: is in order for the next 31 days\n` },
    })
  })

  it('shows the rota, and refuses other words', async () => {
    writeFileSync(file, DELIVERY)
    const { code, stdout } = await run(['delivery', 'rota', file, '--days', '1'], {})
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^supervisor \(Europe\/London\)\n {2}from .* to .* {2}sup-/)])
    for (const words of [
      ['check'],
      ['look', file],
      ['check', file, '--days', '0'],
      ['check', file, '--days', '32'],
      ['check', file, file],
    ])
      expect(await run(['delivery', ...words], {})).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('usage: reassess delivery'),
      })
  })

  it('stops the start before anything is made: a mistake with its line, the file of another force', async () => {
    const start = (text: string) => {
      writeFileSync(file, text)
      return run(['start'], { DELIVERY_FILE: file, DATA_DIR: join(folder, 'data'), PORT: '0' })
    }
    expect(await start(REACHED.replace('PT3M', '3 minutes'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/delivery\.yaml:\d+:\d+ routes\.0\.ackWithin: must be/),
    })
    expect(await start(REACHED.replace('force: warwickshire', 'force: kent'))).toMatchObject({
      code: 1,
      stderr: `reassess: ${file}: is for the force kent, and FORCE is warwickshire: give the file of this force\n`,
    })
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it.each([
    ['mail', { smtpUrl: 'smtp://127.0.0.1' }, /^mail: .*\n/m],
    ['notify', { notifyApiKey: 'secret' }, /^notify: .*\n/m],
  ])('needs the section %s where the environment has its sender', (section, env, line) => {
    const settings = { deliveryFile: file, force: 'warwickshire', ...env }
    writeFileSync(file, DELIVERY)
    expect(readDelivery(settings)).toMatchObject({ [section]: expect.anything() })
    writeFileSync(file, DELIVERY.replace(line, ''))
    expect(() => readDelivery(settings)).toThrow(`${file}: needs the section ${section}, because`)
  })
})
