/** How far the page may be relied on, in a real browser: a server that is killed or hangs, a record that is away, clocks, sessions, tabs. */
import type { Page } from 'playwright-core'
import { event } from '../../support/client.ts'
import { killDatabase } from '../../support/server.ts'
import { faultsOn } from '../axe.ts'
import { onBoard } from '../ground.ts'
import { POLICY } from './fixture.ts'

onBoard('a page of the board', POLICY, (ground) => {
  const banner = (page: Page) => page.getByRole('alert').filter({ hasText: 'Do not rely on this board' })
  const isLive = (page: Page, timeout = 15_000) => page.locator('body[data-live="live"]').waitFor({ timeout })
  const isStale = (page: Page, timeout: number) => page.locator('body[data-live="stale"]').waitFor({ timeout })
  const tab = async () => {
    const page = await ground.supervisor.page.context().newPage()
    page.on('pageerror', (error) => ground.supervisor.complaints.push(error.message))
    await page.goto(ground.server.url)
    return page
  }
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
    await page.evaluate(
      `window.seen = []; new MutationObserver(() => seen.push(document.body.dataset.live)).observe(document.body, { attributeFilter: ['data-live'] })`,
    )
    const read = page.waitForResponse((answer) => answer.url().includes('fragment=rows'))
    const heard = page.waitForResponse((answer) => answer.url().endsWith('/v1/stream'))
    // A sleeping computer stops what a page counts, and its clock goes on.
    await page.evaluate('{ const real = Date.now; Date.now = () => real() + 3600_000 }')
    await Promise.all([isStale(page, 3000), read, heard])
    await isLive(page)
    expect(await page.evaluate('seen')).toEqual(['stale', 'live'])
  })

  it('serves seven tabs by one stream, and another tab goes on when the tab that listens is closed', async () => {
    const listens = async () =>
      Number(/^reassess_stream_listeners\S* (\d+)$/m.exec(await (await fetch(`${ground.server.url}/metrics`)).text())?.[1] ?? -1)
    const tabs = [ground.supervisor.page]
    for (let count = 1; count < 7; count++) tabs.push(await tab())
    for (const each of tabs) await isLive(each)
    expect(await listens()).toBe(1)
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
