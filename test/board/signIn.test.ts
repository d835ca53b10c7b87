/** People sign in in a real browser: its cookie rules over plain HTTP on loopback, and what becomes of what somebody has typed. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { event } from '../support/client.ts'
import { CLIENT, startProvider, type TestProvider } from '../support/oidcProvider.ts'
import { policyText } from '../support/policies.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { findChromium } from './chromium.ts'
import { openBrowser } from './supervisor.ts'

const POLICY = policyText({
  id: 'sign-in',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
})
const found = await findChromium()
const skipped = 'skipped' in found ? found.skipped : null

;(skipped === null ? describe : describe.skip)(`in a browser${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
  let place: Place
  let browser: Browser
  let context: BrowserContext
  let server: Server
  const complaints: string[] = []
  const open = async () => {
    const page = await context.newPage()
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('console', (said) => {
      if (said.type() === 'error' && !said.text().startsWith('Failed to load resource')) complaints.push(said.text())
    })
    return page
  }
  const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor()

  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    browser = await openBrowser('path' in found ? found.path : '')
  })
  beforeEach(async () => {
    context = await browser.newContext()
  })
  afterEach(async () => {
    await context.close()
    await server?.stop()
    expect(complaints.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await place?.remove()
  })

  it('takes the cookie on loopback, shows it to no script, and opens the place that somebody wanted', async () => {
    server = await place.start()
    await server.post('control-room', event('incident.reported', 'WK-1'))
    const page = await open()
    await page.goto(`${server.url}/#/incident/WK-1`)
    await page.getByRole('button', { name: 'sup-1' }).click()
    await page.getByRole('heading', { name: 'What happened, newest first' }).waitFor()
    expect(page.url()).toBe(`${server.url}/#/incident/WK-1`)
    expect(await page.locator('#who').textContent()).toContain('sup-1 (supervisor)')
    expect(await context.cookies()).toMatchObject([
      { name: '__Host-reassess', httpOnly: true, secure: true, sameSite: 'Lax', path: '/', expires: -1 },
    ])
    expect(await page.evaluate('[document.cookie, sessionStorage.length, localStorage.length]')).toEqual(['', 0, 0])

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    expect(await context.cookies()).toEqual([])
    await page.goto(server.url)
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  })

  it('opens the incident that a message links, after signing in and without', async () => {
    server = await place.start()
    await server.post('control-room', event('incident.reported', 'WK-LINKED'))
    const page = await open()
    await page.goto(`${server.url}/incidents/WK-LINKED`)
    await page.getByRole('button', { name: 'sup-1' }).click()
    await page.getByRole('heading', { name: 'What happened, newest first' }).waitFor()
    expect(page.url()).toBe(`${server.url}/#/incident/WK-LINKED`)
    await page.goto(`${server.url}/incidents/WK-LINKED`)
    await page.getByRole('heading', { name: 'What happened, newest first' }).waitFor()
    expect(page.url()).toBe(`${server.url}/#/incident/WK-LINKED`)
  })

  it('keeps what was typed when the session ends, and goes on for the same person alone', async () => {
    server = await place.start()
    await server.post('control-room', event('incident.reported', 'WK-2'))
    const page = await open()
    await page.goto(`${server.url}/#/incident/WK-2`)
    await page.getByRole('button', { name: 'sup-1' }).click()
    await page.getByText('Note why it is late (answers nothing)').click()
    await page.getByLabel('Why it is late').fill('All units committed.')
    expect((await place.run('sessions', 'end', 'sup-1')).code).toBe(0)

    const banner = page.getByRole('alert').filter({ hasText: 'You are signed out. What you typed is kept.' })
    await banner.waitFor({ timeout: 30_000 })
    expect(await page.getByLabel('Why it is late').inputValue()).toBe('All units committed.')
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in in a new tab' }).click(),
    ])
    await tab.getByRole('button', { name: 'sup-1' }).click()
    await live(tab)
    await live(page)
    expect(await page.getByLabel('Why it is late').inputValue()).toBe('All units committed.')

    // Somebody else at the same desk.
    await tab.getByRole('button', { name: 'Sign out' }).click()
    await tab.getByRole('link', { name: 'Sign in again' }).click()
    await tab.getByRole('button', { name: 'sup-2' }).click()
    await live(tab)
    await page.getByRole('button', { name: 'Record delay note' }).click()
    await page.getByText('sup-2 is signed in in this browser now, and you began as sup-1.').waitFor()
    expect(await page.getByLabel('Why it is late').inputValue()).toBe('All units committed.')
    expect((await server.timeline('WK-2')).map(({ type }) => type)).not.toContain('delay.noted')
  })

  it('signs in at the provider and out again, and posts as that person', async () => {
    const provider: TestProvider = await startProvider()
    try {
      const env = {
        AUTH_MODE: 'oidc',
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: CLIENT.clientId,
        OIDC_CLIENT_SECRET: CLIENT.clientSecret,
      }
      server = await place.start(env)
      provider.origin = server.url
      provider.account = {
        sub: 'u-7',
        claims: { preferred_username: 'ann.field', groups: ['supervisor', 'auditor'], org: 'warwickshire' },
      }
      await server.post('control-room', event('incident.reported', 'WK-3'))
      const page = await open()
      await page.goto(`${server.url}/#/incident/WK-3`)
      await page.getByRole('link', { name: /^Sign in at 127/ }).click()
      await page.getByRole('button', { name: 'Supervisor', exact: true }).click()
      await page.getByRole('heading', { name: 'What happened, newest first' }).waitFor()
      expect(page.url()).toBe(`${server.url}/#/incident/WK-3`)
      await page.getByText('Note why it is late (answers nothing)').click()
      await page.getByLabel('Why it is late').fill('All units committed.')
      await page.getByRole('button', { name: 'Record delay note' }).click()
      await page.getByText('Noted.').waitFor()

      await page.getByRole('button', { name: 'Sign out' }).click()
      // On to the provider by itself.
      await page.getByRole('button', { name: 'Out' }).click()
      await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/sign-in')
    } finally {
      await provider.stop()
    }
  })
})
