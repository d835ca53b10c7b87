/** `/access`: who read what, for auditors. */
import { dayBegins, type Line, queryFor, rowOf } from '../../../src/board/pages/access/model.ts'
import { nextIn, seen } from '../read.ts'
import { HOSTILE, useDesk } from './desk.ts'

describe('the days of London', () => {
  it.each([
    ['2026-03-29', 0, '2026-03-29T00:00:00.000Z'],
    ['2026-03-29', 1, '2026-03-29T23:00:00.000Z'],
    ['2026-10-25', 0, '2026-10-24T23:00:00.000Z'],
    ['2026-10-25', 1, '2026-10-26T00:00:00.000Z'],
  ])('%s and %i days later begins at %s', (day, later, at) => {
    expect(dayBegins(day, 'Europe/London', later)).toBe(at)
  })

  it.each(['', '2026-02-30', '20 November', '2026-11-20T00:00'])('takes %j for no day', (day) => {
    expect(dayBegins(day, 'Europe/London')).toBeNull()
  })

  it('says what is wrong with the days', () => {
    const filter = { person: '', incident: '', from: '2026-11-21', to: '2026-11-20' }
    expect(queryFor(filter, 'Europe/London')).toEqual({ ok: false, errors: [{ name: 'to', text: 'To must not be before from' }] })
  })
})

describe('the live board', () => {
  const how = (stream: NonNullable<Line['stream']>) =>
    rowOf({
      ...{
        writer: 'w',
        number: 1,
        hash: 'h',
        at: '2026-11-20T21:00:00Z',
        force: 'warwickshire',
        key: 'key-1',
        role: 'supervisor',
      },
      ...{ action: 'consultation', route: '/v1/stream', asked: [], disclosed: [], disclosedCount: 0, from: '::1', status: 200 },
      ...{ request: 'r', cut: true, stream },
    })

  it('is opened and closed; whoever leaves it cuts off no answer', () => {
    const first = { first: '1', last: '9', items: 24 }
    expect(how({ event: 'opened', ...first })).toMatchObject({ what: 'read the live board', how: 'opened' })
    expect(how({ event: 'ended', ...first }).how).toBe('closed, after 24 changes')
  })
})

describe('the page', () => {
  const desk = useDesk()
  const rows = (html: string): number => html.split('data-read="').length - 1

  it('shows an auditor their own reading too', async () => {
    const visitor = await desk.as('auditor')
    await visitor.get('/access')
    const { status, html } = await visitor.get('/access')
    expect(status).toBe(200)
    expect(seen(html)).toContain('Reading this page is logged too')
    expect(seen(html)).toContain('(Auditor) read who read what')
  })

  it.each(['supervisor', 'officer', 'control-room', 'hau', 'admin'] as const)('is not for a %s', async (role) => {
    const visitor = await desk.as(role)
    for (const path of ['/access', '/access?from=x', '/access/unusual']) {
      const { status, html } = await visitor.get(path)
      expect([status, seen(html)]).toEqual([403, expect.stringContaining('ask an auditor.')])
    }
  })

  it('filters by incident and day, and says how each read went', async () => {
    await desk.report('WK-READ')
    await desk.server.get('/v1/incidents/WK-READ', 'supervisor')
    await desk.server.ask('/v1/refusals', 'officer')
    const visitor = await desk.as('auditor')
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' }).format(new Date())
    const { html } = await visitor.get(`/access?incident=WK-READ&from=${today}&to=${today}`)
    expect(seen(html)).toContain('(Supervisor) read an incident WK-READ answered')
    expect(rows((await visitor.get('/access?incident=WK-READ&to=2020-01-01')).html)).toBe(0)
    expect(seen((await visitor.get('/access?incident=WK-READ&to=2020-01-01')).html)).toContain('No reads match.')
    expect(seen((await visitor.get('/access')).html)).toContain('refused: the role may not')
  })

  it('says what is not a day, with what was typed', async () => {
    const visitor = await desk.as('auditor')
    const { status, html } = await visitor.get(`/access?from=30+February&person=${encodeURIComponent(HOSTILE.slice(0, 40))}`)
    expect(status).toBe(422)
    expect(html).toContain('href="#from"')
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toContain('<script>alert')
    const long = await visitor.get(`/access?incident=${'x'.repeat(300)}`)
    expect(long.status).toBe(422)
    expect(long.html).toContain('href="#incident"')
  })

  it('pages through five hundred', async () => {
    const read = () => desk.server.get('/v1/alerts?limit=1', 'hau')
    for (let hundred = 0; hundred < 25; hundred++) await Promise.all(Array.from({ length: 20 }, read))
    const visitor = await desk.as('auditor')
    const names = (await visitor.get('/access')).html
    const hau = /person=([^"]+)"><bdi>[^<]*<\/bdi><\/a> \(Harm assessment unit\)/.exec(names)?.[1] ?? ''
    let count = 0
    for (let path: string | undefined = `/access?person=${hau}`; path !== undefined; ) {
      const page: string = (await visitor.get(path)).html
      count += rows(page)
      path = nextIn(page)
    }
    expect(count).toBeGreaterThanOrEqual(500)
  }, 60_000)

  it('tells who opened how many incidents', async () => {
    const visitor = await desk.as('auditor')
    const { status, html } = await visitor.get('/access/unusual')
    expect(status).toBe(200)
    expect(seen(html)).toContain('Nothing unusual')
    expect(seen(html)).toContain('(Supervisor) 1')
    const wrong = await visitor.get('/access/unusual?from=2026-01-01&to=2026-11-30')
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('href="#from"')
  })
})
