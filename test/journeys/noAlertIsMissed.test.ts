/**
 * A wall with more alerts than any page holds: each is counted, and reached page by page while others come and go; a new demand is seen
 * without being asked for; and a server that is killed or hangs is named in time, with all of that on the screen.
 */
import { nextIn } from '../board/read.ts'
import { visitorOf } from '../board/visitor.ts'
import { event, type Fields } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { type AtBrowser, comesIn, inBrowsers } from './people.ts'
import { useServer } from './served.ts'

const POLICY = policyText({
  id: 'no-alert-is-missed',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})
/** As many as a night once had, when the board showed a thousand. */
const MANY = 1178
const AT_ONCE = 100

inBrowsers(`a wall with ${MANY} alerts`, (browser) => {
  const $ = useServer(POLICY)
  let sup: AtBrowser
  const incidents = Array.from({ length: MANY }, (_, at) => `WK-${at + 1}`)
  const post = async (events: readonly Fields[]) => {
    for (let at = 0; at < events.length; at += AT_ONCE) await $.server.postBatch('control-room', events.slice(at, at + AT_ONCE))
  }
  const calls = async (references: readonly string[]) => {
    await post(references.map((reference) => event('incident.reported', reference)))
    await post(references.map((reference) => event('call.received', reference)))
  }
  beforeAll(async () => {
    await calls(incidents)
    sup = await comesIn(browser(), $.server, 'sup-1')
  }, 120_000)
  afterEach(() => expect(sup.complaints).toEqual([]))
  const banner = () => sup.page.getByRole('alert').filter({ hasText: 'Do not rely on this board' })

  it('counts every one on the wall', async () => {
    await sup.page.getByText(`${MANY.toLocaleString('en-GB')} alerts wait for somebody`).waitFor()
  })

  it('leads to every one page by page, the longest waiting first, while alerts come and go', async () => {
    const visitor = await visitorOf($.place, $.server, 'supervisor', 'sup-2')
    const seen: string[] = []
    const gone = new Set<string>()
    let pages = 0
    for (let to: string | undefined = '/alerts'; to !== undefined; pages++) {
      const { html }: { html: string } = await visitor.get(to)
      seen.push(...[...html.matchAll(/data-alert="([^"]+)"/g)].map(([, id = '']) => id))
      to = nextIn(html)
      // A victim of a page before and a victim of a page to come are seen, and another caller rings.
      const seenNow = [incidents[pages * 3], incidents[MANY - 1 - pages * 3]].filter((one) => one !== undefined)
      for (const reference of seenNow) gone.add(reference)
      await post(seenNow.map((reference) => event('unit.arrived', reference, { victimSeen: true })))
      await calls([`WK-NEW-${pages}`])
    }
    expect(pages).toBeGreaterThan(20)
    const alerts = await $.server.list<{ id: string; incident: string; status: string }>('/v1/alerts?status=open')
    const still = alerts.filter(({ incident }) => !gone.has(incident) && !incident.startsWith('WK-NEW')).map(({ id }) => id)
    expect(still.length).toBeGreaterThan(MANY - 100)
    const missed = still.filter((id) => !seen.includes(id))
    expect(missed).toEqual([])
    expect(seen.length).toBe(new Set(seen).size)
  })

  it('shows a demand that opens now, and counts its alert, without being asked', async () => {
    await sup.goTo('/')
    await sup.page.locator('body[data-live="live"]').waitFor()
    const before = (await sup.page.locator('.alerts-line').textContent()) ?? ''
    // Of a more urgent kind than all others, so that it is on the first page.
    await $.server.post('control-room', event('incident.reported', 'WK-NOW', { flags: ['high-risk', 'weapons'] }))
    await $.server.post('control-room', event('call.cut-off', 'WK-NOW'))
    await sup.page.locator('[data-incident="WK-NOW"][data-demand="WK-NOW-d1"]').waitFor()
    expect(await sup.page.locator('.alerts-line').textContent()).not.toBe(before)
  })

  it('says within eight seconds that the server hangs, and within two that it was killed', async () => {
    await sup.page.locator('body[data-live="live"]').waitFor()
    process.kill($.server.pid, 'SIGSTOP')
    try {
      await banner().getByText('The server does not answer.').waitFor({ timeout: 8000 })
    } finally {
      process.kill($.server.pid, 'SIGCONT')
    }
    await sup.page.locator('body[data-live="live"]').waitFor()
    await $.server.kill9()
    await banner().getByText('What you see is old').waitFor({ timeout: 2000 })
    expect(await sup.page.locator('body').getAttribute('data-live')).toBe('stale')
  })
})
