/** How far the page may be relied on, in a real browser: a server that is killed or hangs, a record that is away, clocks, sessions, tabs. */
import type { Page } from 'playwright-core'
import { event } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { killDatabase } from '../../support/server.ts'
import { faultsOn } from '../axe.ts'
import { onBoard } from '../ground.ts'
import { signIn } from '../supervisor.ts'
import { isHidden, POLICY, RECORDS_LIVE, recordLive, STREAM_SAYS } from './fixture.ts'

onBoard('a page of the board', POLICY, (ground) => {
  const banner = (page: Page) => page.getByRole('alert').filter({ hasText: 'Do not rely on this board' })
  const isLive = (page: Page, timeout = 15_000) => page.locator('body[data-live="live"]').waitFor({ timeout })
  const isStale = (page: Page, timeout = 15_000) => page.locator('body[data-live="stale"]').waitFor({ timeout })
  const tab = async () => {
    const page = await ground.supervisor.page.context().newPage()
    page.on('pageerror', (error) => ground.supervisor.complaints.push(error.message))
    await page.goto(ground.server.url)
    return page
  }
  /** A person at a browser of their own, in which a script runs before each page. */
  const apart = async (script = '', ...who: [Parameters<typeof signIn>[3]?, string?]) => {
    const person = await signIn(ground.browser, ground.place, ground.server, ...who)
    await person.page.context().addInitScript(script)
    await person.page.goto(ground.server.url)
    return person
  }
  const leaves = async ({ page, complaints }: Awaited<ReturnType<typeof apart>>) => {
    expect(complaints).toEqual([])
    await page.context().close()
  }
  const listens = async () =>
    Number(/^reassess_stream_listeners\S* (\d+)$/m.exec(await (await fetch(`${ground.server.url}/metrics`)).text())?.[1] ?? -1)
  const report = (reference: string) => ground.server.post('control-room', event('incident.reported', reference))
  beforeAll(async () => {
    ground.supervisor.complaints.length = 0
    await ground.supervisor.page.goto(ground.server.url)
  })

  it('says without a script when it was made, and that it does not update by itself', async () => {
    const context = await ground.browser.newContext({ javaScriptEnabled: false })
    await context.addCookies(await ground.supervisor.page.context().cookies())
    const page = await context.newPage()
    await page.goto(ground.server.url)
    await page.getByText(/^Made at \d\d:\d\d\. It does not update by itself\.$/).waitFor()
    expect(await page.locator('body').getAttribute('data-live')).toBe('off')
    await context.close()
  })

  it('is live, and shows an incident without being asked', async () => {
    const { page } = ground.supervisor
    await isLive(page)
    await report('WK-1')
    await ground.supervisor.line('WK-1').waitFor()
    expect(await banner(page).count()).toBe(0)
  })

  it('says within eight seconds that the server hangs, and takes it back', async () => {
    const { page } = ground.supervisor
    process.kill(ground.server.pid, 'SIGSTOP')
    try {
      await banner(page).getByText('The server does not answer.').waitFor({ timeout: 8000 })
      expect(await page.locator('body').getAttribute('data-live')).toBe('stale')
    } finally {
      process.kill(ground.server.pid, 'SIGCONT')
    }
    await isLive(page)
    expect(await banner(page).count()).toBe(0)
  })

  it('says within two seconds in each tab that the server was killed, and what happened meanwhile once it is back', async () => {
    const { page } = ground.supervisor
    const other = await tab()
    await isLive(other)
    const { port } = new URL(ground.server.url)
    await ground.server.kill9()
    await Promise.all([page, other].map((each) => banner(each).getByText('What you see is old').waitFor({ timeout: 2000 })))
    ground.server = await ground.place.start({ PORT: port })
    await report('WK-2')
    for (const each of [page, other]) {
      await isLive(each)
      await each.locator('[data-incident="WK-2"]').waitFor()
    }
    await other.close()
  })

  it('says that the record cannot be written while the database is away, and takes it back', async () => {
    const { page } = ground.supervisor
    // The server starts the database again within two seconds, sooner than a page asks again.
    const keptAway = setInterval(() => killDatabase(ground.place.dataDir), 200)
    try {
      await banner(page).getByText('The record cannot be written').waitFor({ timeout: 8000 })
      expect(await page.locator('body').getAttribute('data-live')).toBe('stale')
    } finally {
      clearInterval(keptAway)
    }
    await isLive(page, 30_000)
    await report('WK-3')
    await ground.supervisor.line('WK-3').waitFor()
  })

  it('counts with the clock of the server, whatever the clock of this computer shows', async () => {
    const page = await ground.supervisor.page.context().newPage()
    await page.addInitScript('const real = Date.now; Date.now = () => real() + 36 * 3600_000')
    await page.goto(ground.server.url)
    await isLive(page)
    const minute = (offset: number) =>
      new Date(Date.now() + offset * 60_000).toLocaleTimeString('en-GB', {
        timeZone: 'Europe/London',
        hour: '2-digit',
        minute: '2-digit',
      })
    expect([minute(-1), minute(0), minute(1)]).toContain(
      /\d\d:\d\d/.exec((await page.locator('#pulse').textContent()) ?? '')?.[0],
    )
    await page.close()
  })

  it('is not live after a sleep until it has heard the stream and read the list again', async () => {
    const { page } = ground.supervisor
    const seen = await recordLive(page)
    const read = page.waitForResponse((answer) => answer.url().includes('fragment=rows'))
    const heard = page.waitForResponse((answer) => answer.url().endsWith('/v1/stream'))
    // What a page counts stops while the computer sleeps, and its clock goes on.
    await page.evaluate('{ const counted = performance.now.bind(performance); performance.now = () => counted() - 3600_000 }')
    await Promise.all([read, heard])
    await eventually('it is live again', async () => (await seen()).length > 1)
    expect((await seen()).map(({ live }) => live)).toEqual(['stale', 'live'])
    expect(await page.locator('#pulse').textContent()).toMatch(/^Live/)
    await page.reload()
  })

  it('shows no live and old clock after it was held up, and what happened meanwhile before it is live', async () => {
    const { page } = ground.supervisor
    await isLive(page)
    const seen = await recordLive(page, 'WK-HELD')
    const busy = page.evaluate('{ const end = Date.now() + 6000; while (Date.now() < end); }')
    await report('WK-HELD')
    await busy
    await eventually('it is live again', async () => (await seen()).length > 1)
    expect(await seen()).toMatchObject([{ live: 'stale' }, { live: 'live', isShown: true, isClockRight: true }])
  })

  it('says that timers are stalled until they fire again', async () => {
    const { page } = ground.supervisor
    const json = { role: 'all', ready: false, record: 'writable', timers: 'stalled', build: 'current' }
    await page.route('**/readyz', (route) => route.fulfill({ status: 503, json }))
    await banner(page).getByText('Timers are stalled: deadlines pass and nobody is alerted.').waitFor()
    await isStale(page)
    await page.unroute('**/readyz')
    await isLive(page)
    expect(await banner(page).count()).toBe(0)
  })

  it('says by how much the clock of the server is ahead until that ends', async () => {
    const person = await apart(STREAM_SAYS)
    const { page } = person
    await isLive(page)
    const alert = { id: 'clock-ahead-1', incident: '', kind: 'clock-ahead', severity: 'critical', status: 'open', seconds: 90 }
    const says = (status: string) => page.evaluate(`streamSays('alert', ${JSON.stringify({ ...alert, status })})`)
    await says('open')
    await banner(page).getByText('The server’s clock is ahead by 90 s: times on this page may be wrong.').waitFor()
    await isStale(page)
    await says('resolved')
    await isLive(page)
    expect(await banner(page).count()).toBe(0)
    await leaves(person)
  })

  it('is not live before it shows what happened while somebody was on another page and came back', async () => {
    const person = await apart()
    const { page } = person
    await isLive(page)
    await page.context().addInitScript(`(${RECORDS_LIVE})('WK-BACK')`)
    await page.goto(`${ground.server.url}/rota`)
    await report('WK-BACK')
    await page.goBack()
    await isLive(page)
    await page.locator('[data-incident="WK-BACK"]').waitFor()
    expect(await page.evaluate('seen.filter(({ live, isShown }) => live === "live" && !isShown)')).toEqual([])

    // A browser may keep the page as it was.
    const seen = await recordLive(page, 'WK-KEPT')
    const turns = (event: string) => page.evaluate(`dispatchEvent(new PageTransitionEvent('${event}', { persisted: true }))`)
    await turns('pagehide')
    await isStale(page)
    expect(await page.locator('#pulse').textContent()).toMatch(/^Not live/)
    await report('WK-KEPT')
    await turns('pageshow')
    await isLive(page)
    expect(await seen()).toMatchObject([{ live: 'stale' }, { live: 'live', isShown: true, isClockRight: true }])
    await report('WK-ON')
    await page.locator('[data-incident="WK-ON"]').waitFor()
    await leaves(person)
  })

  it('tells an officer, who hears of no change, that the list is read every half minute, and reads it', async () => {
    const person = await apart(`(${RECORDS_LIVE})()`, 'officer', 'pc-1')
    const { page } = person
    await page.clock.install()
    await page.goto(ground.server.url)
    await page.getByText(/^Read again every half minute\. \d\d:\d\d:\d\d$/).waitFor()
    await report('WK-OFFICER')
    for (let halves = 0; halves < 2; halves++) {
      const read = page.waitForResponse((answer) => answer.url().includes('fragment=rows'))
      await page.clock.runFor(31_000)
      await read
    }
    await person.line('WK-OFFICER').waitFor()
    expect(await page.evaluate('seen.map(({ live }) => live)')).not.toContain('live')
    for (const address of ['/incidents/WK-OFFICER', '/incidents/WK-OFFICER/record/crime.recorded']) {
      await page.goto(ground.server.url + address)
      await page.locator('body[data-live="off"]').waitFor()
      await page.getByText(/^Made at \d\d:\d\d\. It does not update by itself\.$/).waitFor()
      expect(await page.evaluate('seen.map(({ live }) => live)')).not.toContain('live')
    }
    await leaves(person)
  })

  it('listens in each tab that somebody sees where the browser has no locks, and in no other', async () => {
    const before = await listens()
    const person = await apart('delete Navigator.prototype.locks')
    const other = await person.page.context().newPage()
    await other.goto(ground.server.url)
    for (const each of [person.page, other]) await isLive(each)
    await eventually('each listens', async () => (await listens()) === before + 2)
    await isHidden(other, true)
    await eventually('the hidden tab does not listen', async () => (await listens()) === before + 1)
    await isStale(other)
    await isLive(person.page)
    await isHidden(person.page, true)
    await eventually('no tab listens', async () => (await listens()) === before)
    await report('WK-LOCKS')
    const seen = await recordLive(other, 'WK-LOCKS')
    await isHidden(other, false)
    await eventually('it is live again', async () => (await seen()).some(({ live }) => live === 'live'))
    expect((await seen()).filter(({ live, isShown }) => live === 'live' && !isShown)).toEqual([])
    expect(await listens()).toBe(before + 1)
    await leaves(person)
  })

  it('serves seven tabs by one stream, and another tab goes on when the tab that listens is closed', async () => {
    const tabs = [ground.supervisor.page]
    for (let count = 1; count < 7; count++) tabs.push(await tab())
    for (const each of tabs) await isLive(each)
    await eventually('one listens', async () => (await listens()) === 1)
    await report('WK-7')
    for (const each of tabs) await each.locator('[data-incident="WK-7"]').waitFor({ timeout: 5000 })

    await tabs[0]?.goto('about:blank')
    await report('WK-8')
    for (const each of tabs.slice(1)) {
      await each.locator('[data-incident="WK-8"]').waitFor({ timeout: 5000 })
      await isLive(each)
    }
    for (const each of tabs.slice(1)) await each.close()
    await ground.supervisor.page.goto(ground.server.url)
  })

  it('replaces a tab that has the stream and hangs', async () => {
    const { page } = ground.supervisor
    await page.reload()
    await isLive(page)
    const other = await tab()
    await isLive(other)
    const busy = page.evaluate('{ const end = Date.now() + 9000; while (Date.now() < end); }')
    await report('WK-9')
    await other.locator('[data-incident="WK-9"]').waitFor({ timeout: 9000 })
    await isLive(other)
    await busy
    await isLive(page)
    await page.locator('[data-incident="WK-9"]').waitFor()
    await other.close()
  })

  it('says in each tab that somebody signed out, and keeps what was typed', async () => {
    const { page } = ground.supervisor
    const other = await tab()
    await isLive(other)
    await other.getByRole('button', { name: 'Sign out' }).click()
    await banner(page).getByText('You are signed out. What you typed is kept.').waitFor({ timeout: 5000 })
    expect(await page.locator('body').getAttribute('data-live')).toBe('stale')
    expect(await faultsOn(page)).toEqual([])
    await other.close()
  })
})
