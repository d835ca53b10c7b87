import { pino } from 'pino'
import { countWrongKeys } from '../../src/api/door/wrongKeys.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { eventually } from '../support/eventually.ts'
import { rawRequest } from '../support/raw.ts'
import { keyOf, problemName, startApi } from './harness.ts'

const ask = (url: string, key: string, from?: string) =>
  rawRequest(url, `GET /v1/incidents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}`, from)

describe('wrong keys', () => {
  it('are answered 429 after so many from one address, where right ones and those of other addresses are taken as ever', async () => {
    const api = await startApi({ limits: { wrongKeys: 3 } })
    for (const guess of ['rk_guess-1', 'rk_guess-2', 'not!a!key']) expect((await ask(api.url, guess)).status).toBe(401)
    const refused = await api.send('/v1/incidents', null, { headers: { authorization: 'Bearer rk_guess-4' } })
    expect([refused.status, problemName((await refused.json()) as { type: string })]).toEqual([429, 'too-many-wrong-keys'])
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)

    expect((await ask(api.url, keyOf('supervisor'))).status).toBe(200)
    expect((await api.get('/v1/incidents', null)).status).toBe(401)
    // Two of a few addresses may share a counter, so several are asked.
    const elsewhere = await Promise.all([2, 3, 4].map((end) => ask(api.url, 'rk_guess-5', `127.0.0.${end}`)))
    expect(elsewhere.map(({ status }) => status)).toContain(401)
    await api.stop()
  })

  it('are logged with their address and never with the key, and not each of them for ever', async () => {
    const api = await startApi({ limits: { wrongKeys: 3 } })
    for (let guess = 0; guess < 30; guess++) await ask(api.url, `rk_guess-${guess}`)
    const lines = api.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map(({ level, from, status }) => ({ level, from, status }))).toEqual([
      ...Array(3).fill({ level: 30, from: '127.0.0.1', status: 401 }),
      { level: 40, from: '127.0.0.1' },
    ])
    expect(api.logged.join('')).not.toContain('guess')
    expect((await api.metrics.scrape()).text).toContain('reassess_refusals_total{code="too-many-wrong-keys"} 27\n')
    await api.stop()
  })

  it('are counted by the address that a trusted proxy names, and by nothing that anybody else says', async () => {
    const guess = async (url: string, forwarded: string, key = 'rk_guess') =>
      (
        await rawRequest(
          url,
          `GET /v1/incidents HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${forwarded}\r\nAuthorization: Bearer ${key}`,
        )
      ).status
    const behind = await startApi({ limits: { wrongKeys: 1 }, trustedProxies: ['127.0.0.0/8', 'fd00::/8', '10.0.9.9'] })
    // What the caller wrote itself stands before the address that the proxy added.
    expect([await guess(behind.url, '10.0.0.1'), await guess(behind.url, '10.9.9.9, 10.0.0.1')]).toEqual([401, 429])
    const others = await Promise.all([2, 3, 4].map((end) => guess(behind.url, `10.0.0.${end}`)))
    expect(others).toContain(401)
    expect(await guess(behind.url, 'nonsense, more nonsense')).toBe(401)
    const from = behind.logged.map((line) => (JSON.parse(line) as { from?: string }).from)
    expect(from).toEqual(expect.arrayContaining(['10.0.0.1', '127.0.0.1']))
    expect(behind.logged.join('')).not.toMatch(/10\.9|nonsense/)
    // With the port of each, as some proxies write it, and through two of them.
    const seen = async (forwarded: string) => {
      const [before] = [behind.logged.length, await guess(behind.url, forwarded)]
      return (JSON.parse(behind.logged.slice(before)[0] ?? '{}') as { from?: string }).from
    }
    expect(await seen('192.0.2.7:50123')).toBe('192.0.2.7')
    expect(await seen('192.0.2.8:1, 10.0.9.9:443, [fd00::5]:443, [fd00::6]')).toBe('192.0.2.8')
    expect(await seen('[2001:db8:7::1]:443')).toBe('2001:db8:7::1')
    expect(await seen('::ffff:192.0.2.9')).toBe('192.0.2.9')
    await behind.stop()

    const open = await startApi({ limits: { wrongKeys: 1 } })
    expect([await guess(open.url, '10.0.0.1'), await guess(open.url, '10.0.0.2')]).toEqual([401, 429])
    await open.stop()
  })

  it('are forgotten when the time that the answer named is over', async () => {
    const api = await startApi({ limits: { wrongKeys: 1, wrongKeysMs: 1_000 } })
    await eventually('they are too many', async () => (await ask(api.url, 'rk_guess')).status === 429)
    await eventually('they are few again', async () => (await ask(api.url, 'rk_guess')).status === 401)
    await api.stop()
  })

  it('from ever new addresses fill neither the memory nor the log', async () => {
    const logged: string[] = []
    const count = countWrongKeys({ ...LIMITS, wrongKeys: 1 }, pino({}, { write: (line: string) => logged.push(line) }))
    let [within, lines] = [0, 0]
    for (let at = 0; at < 20_000; at++) {
      const { retryAfter, isLogged } = await count(`10.1.${at >> 8}.${at & 255}`)
      within += retryAfter === null ? 1 : 0
      lines += isLogged ? 1 : 0
    }
    expect(within).toBeLessThanOrEqual(4096)
    expect(lines + logged.length).toBeLessThanOrEqual(201)
    expect(logged.at(-1)).toContain('too many addresses to log each')
  })

  it('of one IPv6 network are of one caller', async () => {
    const count = countWrongKeys({ ...LIMITS, wrongKeys: 2 }, pino({ enabled: false }))
    const tries = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:2:0:1:2:3'].map(count)
    expect((await Promise.all(tries)).map(({ retryAfter }) => retryAfter === null)).toEqual([true, true, false])
  })
})
