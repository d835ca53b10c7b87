/**
 * What users of other systems that alert people have complained of in public, on the started system: a process, PostgreSQL, a
 * delivery file, and receivers. docs/delivery.md names each complaint, under the number of its test.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { startSmtpDouble } from '../support/smtpDouble.ts'
import { FAILS, GONE, OK, type ReceivedWebhook, redirectsTo } from '../support/webhookReceiver.ts'
import { always, EVERY_SEVERITY, person, useNights } from './night.ts'

const night = useNights()
const isCritical = ({ severity }: { readonly severity: string }) => severity === 'critical'
const ofKind = (kind: string) => (one: { readonly kind: string }) => one.kind === kind
const idsOf = (messages: readonly ReceivedWebhook[]) => messages.map(({ id }) => id)
const itemsOf = (messages: readonly ReceivedWebhook[]) =>
  messages.flatMap(({ body }) => body.data.items as Pick<AlertItem, 'kind' | 'severity' | 'level' | 'count'>[])
const secondsBetween = (from: string | undefined, to: string | undefined) =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1_000

it('1: somebody acknowledges an alert, and it is forgotten for ever', async () => {
  const $ = await night()
  await $.breached('WK-1', 'P2')
  const { id } = await $.alert('WK-1', ({ level }) => level === 3)
  expect(await $.post(`/v1/alerts/${id}/take`, { by: { id: 'sam', role: 'supervisor' } })).toMatchObject({ status: 200 })
  const { count } = await $.alert('WK-1', (alert) => alert.id === id)
  for (const name of ['sam', 'sue'] as const)
    await eventually(`${name} is told that it is back`, async () =>
      itemsOf($.toldOf(name, 'WK-1')).some((item) => item.level === 3 && item.count > count),
    )
}, 120_000)

it('2: nobody can see that a webhook failed, nor send it again', async () => {
  const $ = await night()
  $.receivers.sam.answers(FAILS)
  await $.breached('WK-1')
  const failed = await $.delivery('incident=WK-1&status=failed', isCritical)
  expect(failed).toMatchObject({ person: 'sam', way: 'webhook', problem: expect.stringContaining('500') })
  await eventually('the metric counts it', async () =>
    /^reassess_deliveries\{way="webhook",status="failed"\} [1-9]/m.test(await (await $.server.ask('/metrics', null)).text()),
  )
  $.receivers.sam.answers(OK)
  const before = idsOf($.toldOf('sam', 'WK-1'))
  const by = { id: 'sam', role: 'supervisor' }
  expect(await $.post(`/v1/deliveries/${failed.id}/replay`, { by })).toMatchObject({ status: 200 })
  await $.delivery('incident=WK-1&status=delivered', ({ id }) => id === failed.id)
  expect(before).toContain($.toldOf('sam', 'WK-1').at(-1)?.id)
}, 120_000)

it('3: a receiver that is slower than the timeout gets request after request that it cannot tell apart', async () => {
  const $ = await night()
  $.receivers.sam.answers((message) => (itemsOf([message]).some(isCritical) ? 'hangs' : OK))
  await $.breached('WK-1')
  const critical = () => $.toldOf('sam', 'WK-1').filter((message) => itemsOf([message]).some(isCritical))
  const once = await $.delivery('incident=WK-1&status=failed', ({ tries }) => tries === 1)
  expect(once.problem).toMatch(/no answer/i)
  expect(secondsBetween(once.triedAt, once.nextTryAt)).toBeGreaterThan(5)
  $.receivers.sam.answers(FAILS)
  const failedAgain = (one: { readonly severity: string; readonly problem?: string }) =>
    isCritical(one) && one.problem?.includes('500') === true
  const twice = await $.delivery('incident=WK-1&status=failed', failedAgain)
  expect(twice.tries).toBe(2)
  expect(secondsBetween(twice.triedAt, twice.nextTryAt)).toBeGreaterThanOrEqual(15)
  const [first, second] = critical()
  expect(second?.id).toBe(first?.id)
  // Ten seconds for an answer and five of pause.
  expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThan(14_500)
  expect(critical()).toHaveLength(2)
}, 120_000)

it('4: after a failed try, each process of a cluster sends the message', async () => {
  const $ = await night()
  await $.start()
  const tries = (id: string) => $.receivers.sam.received.filter((message) => message.id === id).length
  // The answer takes longer than the sweep of either process.
  $.receivers.sam.answers(({ id }) => (tries(id) === 1 ? FAILS : { afterMs: 1_500 }))
  for (const reference of ['WK-1', 'WK-2', 'WK-3']) await $.breached(reference)
  await eventually('all of it has arrived', async () => {
    const critical = (await $.deliveries('')).filter(isCritical)
    return critical.length === 6 && critical.every(({ status }) => status === 'delivered')
  })
  const critical = $.receivers.sam.received.filter((message) => itemsOf([message]).some(isCritical))
  expect(new Set(idsOf(critical).map(tries))).toEqual(new Set([2]))
}, 120_000)

it('5: a step with nobody on call waits out its delay', async () => {
  const $ = await night((file) => ({ ...file, rota: { ...file.rota, supervisor: { shifts: [] } } }))
  await $.breached('WK-1')
  await $.isTold('fay', 'WK-1')
  // The route would wait for an hour.
  const { raisedAt } = await $.alert('WK-1', ofKind('reassessment-demanded'))
  const [told] = (await $.deliveries('incident=WK-1&person=fay')).filter(isCritical)
  expect(secondsBetween(raisedAt, told?.writtenAt)).toBeLessThan(10)
  const nobody = async () =>
    (await $.server.list<AlertItem>('/v1/alerts?kind=nobody-on-duty')).find((one) => one.role === 'supervisor')
  expect(await eventually('an alert says so', nobody)).toMatchObject({ severity: 'critical', status: 'open' })
}, 120_000)

it('6: that somebody on the rota can be reached by no way is noticed when an alert does not reach them', async () => {
  const $ = await night((file) => ({
    ...file,
    people: {
      ...file.people,
      nan: person('nan', 'supervisor', {}),
      ned: person('ned', 'supervisor', { email: 'ned@example.org' }),
    },
    rota: { ...file.rota, supervisor: always('nan', 'ned', 'sam') },
    mail: { from: 'reassess@example.org' },
  }))
  const { code, stdout } = await $.run('delivery', 'check', $.file)
  expect(code).toBe(1)
  expect(stdout).toContain('people.nan: has no way, so no message reaches them')
  expect(stdout).toContain('people.ned: is on duty as supervisor and is not told of critical')
  await $.breached('WK-1')
  await $.isTold('sam', 'WK-1')
}, 120_000)

it('7: a shift moves by an hour at the clock change, or leaves a gap of an hour', async () => {
  const $ = await night((file) => ({
    ...file,
    rota: {
      ...file.rota,
      supervisor: {
        shifts: [
          { ...always('sam').shifts[0], from: '07:00', to: '19:00' },
          { ...always('sal').shifts[0], from: '19:00', to: '07:00' },
        ],
      },
      'force-incident-manager': {
        shifts: [
          { ...always('fay').shifts[0], from: '19:00', to: '01:30' },
          { ...always('fum').shifts[0], from: '01:30', to: '19:00' },
        ],
      },
    },
    people: { ...file.people, fum: person('fum', 'force-incident-manager', { webhook: 'fay' }) },
  }))
  const onDuty = async (role: string, at: string) => {
    const { items } = await $.server.get<{ items: { people: { person: string }[] }[] }>(`/v1/on-duty?role=${role}&at=${at}`)
    return items[0]?.people.map(({ person }) => person).join()
  }
  // The clocks go forward on 28 March 2027 and back on 31 October 2027, at 01:00 UTC.
  for (const [at, person] of [
    ['2027-03-27T18:59:59Z', 'sam'],
    ['2027-03-27T19:00:00Z', 'sal'],
    ['2027-03-28T05:59:59Z', 'sal'],
    ['2027-03-28T06:00:00Z', 'sam'],
    ['2027-10-30T17:59:59Z', 'sam'],
    ['2027-10-30T18:00:00Z', 'sal'],
    ['2027-10-31T06:59:59Z', 'sal'],
    ['2027-10-31T07:00:00Z', 'sam'],
  ] as const)
    expect([at, await onDuty('supervisor', at)]).toEqual([at, person])
  // 01:30 comes twice: in between both are on duty.
  expect(await onDuty('force-incident-manager', '2027-10-31T00:29:59Z')).toBe('fay')
  expect(await onDuty('force-incident-manager', '2027-10-31T00:30:00Z')).toBe('fay,fum')
  expect(await onDuty('force-incident-manager', '2027-10-31T01:29:59Z')).toBe('fay,fum')
  expect(await onDuty('force-incident-manager', '2027-10-31T01:30:00Z')).toBe('fum')
  for (const from of ['2027-03-26T00:00:00Z', '2027-10-29T00:00:00Z']) {
    const { items } = await $.server.get<{ items: { holes: unknown[] }[] }>(`/v1/rota?from=${from}&days=5`)
    expect(items.map(({ holes }) => holes)).toEqual([[], [], []])
  }
}, 120_000)

it('8: messages that were pending at a restart are lost', async () => {
  const $ = await night()
  $.receivers.sam.answers('hangs')
  await $.breached('WK-1')
  await eventually('a critical message is under way', async () => itemsOf($.toldOf('sam', 'WK-1')).some(isCritical))
  await $.breached('WK-2')
  // WK-2 falls due while nothing runs.
  await $.server.kill9()
  $.receivers.sam.answers(OK)
  await $.sql(`update reassess.deliveries set leased_until = now() where leased_until > now()`)
  await $.start()
  for (const reference of ['WK-1', 'WK-2'])
    await eventually(
      `all of ${reference} has arrived`,
      async () => {
        const critical = (await $.deliveries(`incident=${reference}`)).filter(isCritical)
        return critical.length === 2 && critical.every(({ status }) => status === 'delivered')
      },
      () => $.receivers.sam.received.length,
    )
  const critical = $.toldOf('sam', 'WK-1').filter((message) => itemsOf([message]).some(isCritical))
  expect(new Set(idsOf(critical)).size).toBe(1)
}, 120_000)

it('9: what is gathered holds back what is new, and nobody knows for how long', async () => {
  const $ = await night((file) => ({
    ...file,
    routes: [
      { severity: ['critical'], ways: ['webhook'], ackWithin: 'PT1H' },
      { severity: ['high', 'medium', 'low'], ways: ['webhook'], bundleFor: 'PT1H' },
    ],
  }))
  await $.breached('WK-1', 'P2')
  const gathered = await $.delivery('incident=WK-1', ofKind('reassessment-demanded'))
  expect(gathered).toMatchObject({ person: 'sam', severity: 'high', status: 'pending' })
  expect(secondsBetween(gathered.writtenAt, gathered.nextTryAt)).toBeGreaterThan(3_590)
  for (const reference of ['WK-2', 'WK-3']) {
    await $.breached(reference)
    await $.isTold('sam', reference)
  }
  expect(itemsOf($.receivers.sam.received).filter((item) => !isCritical(item))).toEqual([])
  expect(await $.delivery('incident=WK-1', ({ id }) => id === gathered.id)).toMatchObject({ status: 'pending' })
}, 120_000)

it('10: messages go on after the alert was closed', async () => {
  const $ = await night((file) => ({ ...file, routes: [{ ...file.routes[0], ackWithin: 'PT6S' }] }))
  $.receivers.sam.answers(FAILS)
  await $.breached('WK-1')
  await $.delivery('incident=WK-1&status=failed', isCritical)
  expect(await $.server.post('officer', event('unit.arrived', 'WK-1'))).toMatchObject({ code: 201 })
  const { length } = $.receivers.sam.received
  await eventually('nothing is to be sent', async () =>
    (await $.deliveries('incident=WK-1')).every(({ status }) => status === 'withdrawn'),
  )
  // The next try was due after five seconds, and the next person after six.
  await pause(8_000)
  expect($.receivers.sam.received).toHaveLength(length)
  expect($.toldOf('sal', 'WK-1')).toEqual([])
}, 120_000)

it('11: a mail scanner opens the links, and that acts', async () => {
  const mail = await startSmtpDouble()
  try {
    const $ = await night(
      (file) => ({
        ...file,
        mail: { from: 'reassess@example.org' },
        people: { ...file.people, sam: person('sam', 'supervisor', { email: 'sam@example.org' }) },
        routes: [{ severity: EVERY_SEVERITY, ways: ['email'], ackWithin: 'PT1H' }],
      }),
      { SMTP_URL: mail.url },
    )
    await $.breached('WK-1')
    const demanded = await $.alert('WK-1', ofKind('reassessment-demanded'))
    await eventually('the mails are there', async () => mail.received.some(({ source }) => source.includes('demanded')))
    const links = new Set(mail.received.flatMap(({ text, html }) => `${text} ${html}`.match(/https?:\/\/[^\s"<>]+/g) ?? []))
    expect([...links].filter((link) => link.endsWith('/incidents/WK-1'))).toHaveLength(1)
    const before = await $.server.timeline('WK-1')
    // A scanner is nobody; a browser may be somebody who has signed in.
    for (const link of links)
      for (const method of ['GET', 'HEAD'])
        for (const role of [null, 'supervisor'] as const) {
          const path = new URL(link).pathname
          expect(link).toBe($.server.url + path)
          expect((await $.server.ask(path, role, { method, redirect: 'manual' })).status).toBeLessThan(500)
        }
    expect(await $.alert('WK-1', ({ id }) => id === demanded.id)).toMatchObject({ status: 'open', level: 1, count: 1 })
    const types = (lines: typeof before) => lines.map(({ type }) => type)
    expect(types(await $.server.timeline('WK-1'))).toEqual(types(before))
  } finally {
    await mail.close()
  }
}, 120_000)

it('12: a webhook leads to an internal address, by a redirect too', async () => {
  const reached: string[] = []
  const internal = createServer((req, res) => {
    reached.push(req.url ?? '')
    res.end()
  })
  internal.on('connection', () => reached.push('a connection'))
  await once(internal.listen(0, '127.0.0.1'), 'listening')
  const { port } = internal.address() as AddressInfo
  try {
    const $ = await night((file) => ({
      ...file,
      webhooks: { ...file.webhooks, sal: { ...file.webhooks.sal, url: `https://localhost:${port}/` } },
      routes: [{ severity: EVERY_SEVERITY, ways: ['webhook'] }],
    }))
    $.receivers.sam.answers(redirectsTo(`http://127.0.0.1:${port}/`))
    await $.breached('WK-1')
    const problemOf = async (person: string) => (await $.delivery(`status=failed&person=${person}`, isCritical)).problem
    expect(await problemOf('sam')).toContain('302')
    expect(await problemOf('sal')).toContain('not public')
    expect(reached).toEqual([])
    // Nor can it be written.
    const http = await night((file) => ({ ...file, allow: [] })).catch((error: Error) => error.message)
    expect(http).toMatch(/webhooks\.sam\.url: must be https/)
  } finally {
    internal.close()
  }
}, 120_000)

it('13: one broken way of one person keeps the next person from being told', async () => {
  const mail = await startSmtpDouble()
  try {
    const $ = await night(
      (file) => ({
        ...file,
        mail: { from: 'reassess@example.org' },
        people: { ...file.people, sam: person('sam', 'supervisor', { webhook: 'sam', email: 'sam@example.org' }) },
        routes: [{ severity: EVERY_SEVERITY, ways: ['webhook', 'email'], ackWithin: 'PT1S' }],
      }),
      { SMTP_URL: mail.url },
    )
    $.receivers.sam.answers('hangs')
    await $.breached('WK-1')
    for (const name of ['sam', 'sal', 'fay', 'sue'] as const) await $.isTold(name, 'WK-1')
    expect(mail.received.length).toBeGreaterThan(0)
    const [first] = (await $.deliveries('person=sam&way=webhook')).filter(ofKind('attendance-warning'))
    expect(first).toMatchObject({ status: 'pending', tries: 1 })
  } finally {
    await mail.close()
  }
}, 120_000)

it('14: nothing reaches anybody, and nobody notices', async () => {
  let calls = 0
  const watcher = createServer((_req, res) => {
    calls++
    res.end()
  })
  await once(watcher.listen(0, '127.0.0.1'), 'listening')
  const { port } = watcher.address() as AddressInfo
  try {
    const $ = await night(undefined, { HEARTBEAT_URL: `http://127.0.0.1:${port}/` })
    await eventually('the watcher is called', async () => calls > 0)
    $.receivers.sam.answers(GONE)
    await $.breached('WK-1')
    await $.delivery('incident=WK-1&status=dead', isCritical)
    await $.sql(`update reassess.deliveries set written_at = written_at - interval '3 minutes'`)
    const heartbeat = async () => {
      const answer = await $.server.ask('/v1/heartbeat', null)
      return { code: answer.status, ...((await answer.json()) as { parts: object }) }
    }
    await eventually('the heartbeat fails', async () => (await heartbeat()).code === 503)
    expect(await heartbeat()).toMatchObject({ parts: { timers: 'firing', record: 'writable', deliveries: 'stuck' } })
    const before = calls
    // Calls are 15 seconds apart.
    await pause(17_000)
    expect(calls).toBe(before)
    expect(await $.server.list<AlertItem>('/v1/alerts?kind=delivery-failed')).not.toEqual([])
  } finally {
    watcher.close()
  }
}, 120_000)
