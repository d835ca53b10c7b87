/** Signed webhooks, to a receiver that takes them, refuses, hangs, redirects, is gone, or is not where it should be. */
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type LookupFunction, type Server as TcpServer } from 'node:net'
import { NotSent } from '../../../src/deliver/way.ts'
import type { OpenWay } from '../../../src/deliver/ways/module.ts'
import { webhook, webhookEntry } from '../../../src/deliver/ways/webhook.ts'
import { hasOpenssl, selfSigned } from '../../support/selfSigned.ts'
import {
  FAILS,
  GONE,
  OK,
  redirectsTo,
  startWebhookReceiver,
  WEBHOOK_SECRET,
  type WebhookReceiver,
} from '../../support/webhookReceiver.ts'
import { item, message } from '../messages.ts'
import { ENVIRONMENT, fileWith, soon } from './settings.ts'

let receiver: WebhookReceiver
let way: OpenWay

beforeAll(async () => {
  receiver = await startWebhookReceiver()
})
afterAll(() => receiver.close())
beforeEach(() => {
  receiver.answers(OK)
  way = webhook.create(fileWith({ allow: [receiver.host], webhooks: { desk: receiver } }), ENVIRONMENT)
})
afterEach(() => way.close())

const send = (signal = soon()) => way.send(message(), 'desk', signal)
const refusal = async (signal = soon()): Promise<NotSent> => {
  const error = await send(signal).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(NotSent)
  return error as NotSent
}

/** A way to another server on loopback, as its entry `desk`. */
async function wayTo(server: TcpServer, scheme: 'http' | 'https') {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const entry = { url: `${scheme}://${host}/hook`, secret: WEBHOOK_SECRET }
  const other = webhook.create(fileWith({ allow: [host], webhooks: { desk: entry } }), ENVIRONMENT)
  const close = async () => {
    await other.close()
    await new Promise((resolve) => server.close(resolve))
  }
  return { other, close }
}

describe('a receiver that takes it', () => {
  it('has references only, signed, under the id of the message', async () => {
    await way.send(message({ items: [item(), item('timers-stalled', { incident: '', dueAt: null })] }), 'desk', soon())
    const { id, body, timestamp } = receiver.received.at(-1) ?? {}
    expect(id).toBe('msg_2Yk3ZpQ8')
    expect(Math.abs((timestamp ?? 0) - Date.now() / 1000)).toBeLessThan(60)
    expect(body).toEqual({
      type: 'alert.raised',
      timestamp: '2026-11-23T03:00:00.000Z',
      data: {
        message: 'msg_2Yk3ZpQ8',
        force: 'warwickshire',
        items: [
          { ...item(), link: 'https://reassess.example.org/incidents/WK-1' },
          { ...item('timers-stalled', { incident: '', dueAt: null }), link: 'https://reassess.example.org/' },
        ],
      },
    })
    expect(receiver.forged).toEqual([])
  })

  it.each([200, 201, 202, 204])('has it when it answers %i', async (status) => {
    receiver.answers({ status })
    expect(await send()).toEqual({ status: 'delivered', reference: null })
  })

  it('has it though its answer never ends: 64 KiB of it are read', async () => {
    receiver.answers('never-ends')
    expect(await send(new AbortController().signal)).toEqual({ status: 'delivered', reference: null })
  })

  it('has it though it answers slowly', async () => {
    receiver.answers({ afterMs: 300 })
    expect(await send()).toEqual({ status: 'delivered', reference: null })
  })

  it('has it after it was away', async () => {
    await send()
    await receiver.goesAway()
    await receiver.comesBack()
    expect(await send()).toEqual({ status: 'delivered', reference: null })
  })

  it('has it though it closes a kept connection just when that is used again', async () => {
    let requests = 0
    const server = createTcpServer((socket) => {
      socket.once('data', () => {
        requests += 1
        socket.write('HTTP/1.1 204 No Content\r\n\r\n')
        socket.once('data', () => socket.resetAndDestroy())
      })
    })
    const { other, close } = await wayTo(server, 'http')
    for (let n = 0; n < 3; n += 1)
      expect(await other.send(message(), 'desk', soon())).toEqual({ status: 'delivered', reference: null })
    expect(requests).toBe(3)
    await close()
  })
})

describe('a receiver that does not take it', () => {
  it.each([400, 401, 403, 404, 408, 413, 422, 425, 429, 500, 502, 503])(
    'may take it later when it answers %i',
    async (status) => {
      receiver.answers({ status })
      expect(await refusal()).toMatchObject({ forEver: false, waitMs: null, message: `The receiver answered ${status}.` })
    },
  )

  it('wants no more when it answers 410', async () => {
    receiver.answers(GONE)
    expect(await refusal()).toMatchObject({ forEver: true })
  })

  it.each([
    ['30', 30_000],
    ['0', 1_000],
    ['86400', 600_000],
    ['soon', null],
  ])('is left alone as its Retry-After of %s says, within bounds', async (header, waitMs) => {
    receiver.answers({ status: 503, headers: { 'retry-after': header } })
    expect(await refusal()).toMatchObject({ forEver: false, waitMs })
  })

  it('is left alone until the date of its Retry-After', async () => {
    receiver.answers({ status: 429, headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() } })
    const { waitMs } = await refusal()
    expect(waitMs).toBeGreaterThan(50_000)
    expect(waitMs).toBeLessThanOrEqual(60_000)
  })

  it('is not followed to another address', async () => {
    const before = receiver.received.length
    receiver.answers(redirectsTo(receiver.url))
    expect(await refusal()).toMatchObject({ forEver: false, message: 'The receiver answered 302: redirects are not followed.' })
    expect(receiver.received.length).toBe(before + 1)
  })

  it('is not waited for longer than the signal says', async () => {
    receiver.answers('hangs')
    expect(await refusal(AbortSignal.timeout(200))).toMatchObject({ forEver: false, message: 'There was no answer in time.' })
  })

  it('may have closed the connection, or be away', async () => {
    receiver.answers('resets')
    expect(await refusal()).toMatchObject({ forEver: false, message: 'It cannot be reached (ECONNRESET).' })
    await receiver.goesAway()
    expect(await refusal()).toMatchObject({ forEver: false, message: 'It cannot be reached (ECONNREFUSED).' })
    await receiver.comesBack()
    receiver.answers(FAILS)
    expect(await refusal()).toMatchObject({ message: 'The receiver answered 500.' })
  })

  ;(hasOpenssl() ? it : it.skip)('has a certificate that nobody vouches for (skipped without openssl)', async () => {
    const server = createSecureServer(selfSigned(), (_request, response) => void response.writeHead(204).end())
    const { other, close } = await wayTo(server, 'https')
    await expect(other.send(message(), 'desk', soon())).rejects.toMatchObject({
      forEver: false,
      message: 'It cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT).',
    })
    await close()
  })

  it('says something that is not HTTP', async () => {
    const { other, close } = await wayTo(
      createTcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0-x\r\n'))),
      'http',
    )
    await expect(other.send(message(), 'desk', soon())).rejects.toMatchObject({
      forEver: false,
      message: expect.stringContaining('HPE_'),
    })
    await close()
  })

  it('is not in the delivery file any more', async () => {
    await expect(way.send(message(), 'gone', soon())).rejects.toMatchObject({ code: 'not-sent' })
  })
})

describe('only https and public addresses', () => {
  const to = async (url: string, allow: readonly string[] = [], lookup?: LookupFunction): Promise<string> => {
    const other = webhook.create(fileWith({ allow, webhooks: { desk: { url, secret: WEBHOOK_SECRET } } }), ENVIRONMENT, {
      ...(lookup && { lookup }),
    })
    const said = await other.send(message(), 'desk', AbortSignal.timeout(3_000)).then(
      () => 'sent',
      ({ message: why }: NotSent) => why,
    )
    await other.close()
    return said
  }
  const NOT_PUBLIC = 'The address leads to a host that is not public: add the host to allow if that is meant.'

  it.each([
    'https://127.0.0.1',
    'https://localhost',
    'https://0.0.0.0',
    'https://2130706433',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://10.0.0.1',
    'https://172.16.0.1',
    'https://192.168.1.1',
    'https://100.64.0.1',
    'https://169.254.169.254',
    'https://168.63.129.16',
    'https://192.0.0.192',
    'https://198.18.0.1',
    'https://224.0.0.1',
    'https://255.255.255.255',
    'https://[::1]',
    'https://[::]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:a9fe:a9fe]',
    'https://[::127.0.0.1]',
    'https://[64:ff9b::7f00:1]',
    'https://[64:ff9b:1::7f00:1]',
    'https://[::ffff:0:7f00:1]',
    'https://[2001:db8::1]',
    'https://[2002:7f00:1::]',
    'https://[fd00:ec2::254]',
    'https://[fe80::1]',
    'https://[fec0::1]',
    'https://[ff02::1]',
  ])('refuses %s', async (origin) => {
    expect(await to(`${origin}:9/hook`)).toBe(NOT_PUBLIC)
  })

  it.each(['::1', '168.63.129.16', '::7f00:1'])('refuses a name that leads to a public address and to %s', async (address) => {
    const lookup: LookupFunction = (_host, _options, found) =>
      found(null, [
        { address: '93.184.216.34', family: 4 },
        { address, family: address.includes(':') ? 6 : 4 },
      ])
    expect(await to('https://desk.example.org/hook', [], lookup)).toBe(NOT_PUBLIC)
  })

  it('looks at the address that it connects to, so that a name cannot change it in between', async () => {
    let asked = 0
    const reached = createServer()
    await new Promise<void>((resolve) => reached.listen(0, '127.0.0.1', resolve))
    const { port } = reached.address() as AddressInfo
    let connections = 0
    reached.on('connection', () => {
      connections += 1
    })
    // Public when somebody looks first, and this machine at every later look.
    const lookup: LookupFunction = (_host, options, found) => {
      asked += 1
      const address = asked === 1 ? '192.0.2.1' : '127.0.0.1'
      if (options.all) found(null, [{ address, family: 4 }])
      else found(null, address, 4)
    }
    expect(await to(`https://desk.example.org:${port}/hook`, [], lookup)).not.toBe('sent')
    expect(await to(`https://desk.example.org:${port}/hook`, [], lookup)).toBe(NOT_PUBLIC)
    expect(connections).toBe(0)
    await new Promise((resolve) => reached.close(resolve))
  })

  it('takes no http, unless allow has the host or the host with its port', async () => {
    expect(await to('http://desk.example.org/hook')).toBe('The address must be https, or its host must be in allow.')
    expect(await to(receiver.url, ['127.0.0.1:1'])).toBe('The address must be https, or its host must be in allow.')
    expect(await to(receiver.url, [receiver.host])).toBe('sent')
    expect(await to(receiver.url, ['127.0.0.1'])).toBe('sent')
  })

  it('takes no other scheme, and no password', async () => {
    expect(await to('file:///etc/passwd')).toMatch(/must be an address/)
    expect(await to('https://a:b@desk.example.org')).toMatch(/no name and password/)
  })

  it('takes only a secret of 24 to 64 bytes', () => {
    const whether = (secret: string) => webhookEntry.safeParse({ url: 'https://desk.example.org', secret }).success
    expect(whether(WEBHOOK_SECRET)).toBe(true)
    expect(whether('whsec_')).toBe(false)
    expect(whether(`whsec_${Buffer.alloc(23).toString('base64')}`)).toBe(false)
    expect(whether(`whsec_${Buffer.alloc(65).toString('base64')}`)).toBe(false)
    expect(whether('a password')).toBe(false)
  })
})
