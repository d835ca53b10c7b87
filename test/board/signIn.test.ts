/** People sign in in a real browser: its cookie rules over plain HTTP on loopback, and what becomes of what somebody has typed. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { event } from '../support/client.ts'
import { CLIENT, startProvider, type TestProvider } from '../support/oidcProvider.ts'
import { policyText } from '../support/policies.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { faultsOn } from './axe.ts'
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

  const headed = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  /** The grade and what is owed follow the reference. */
  const atIncident = (page: Page, reference: string) =>
    page.getByRole('heading', { level: 1, name: new RegExp(`^${reference}( |$)`) }).waitFor()

  it('takes the cookie on loopback, shows it to no script, and opens the place of an old bookmark', async () => {
    server = await place.start()
    await server.post('control-room', event('incident.reported', 'WK-1'))
    const page = await open()
    await page.goto(`${server.url}/#/incident/WK-1`)
    expect(await faultsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'sup-1' }).click()
    await atIncident(page, 'WK-1')
    expect(page.url()).toBe(`${server.url}/incidents/WK-1`)
    expect(await page.locator('.who').textContent()).toContain('sup-1 Supervisor')
    expect(await context.cookies()).toMatchObject([
      { name: '__Host-reassess', httpOnly: true, secure: true, sameSite: 'Lax', path: '/', expires: -1 },
    ])
    expect(await page.evaluate('[document.cookie, sessionStorage.length, localStorage.length]')).toEqual(['', 0, 0])

    await page.getByRole('button', { name: 'Sign out' }).click()
    await headed(page, 'You are signed out')
    expect(await context.cookies()).toEqual([])
    await page.goto(server.url)
    await headed(page, 'Sign in')
  })

  it('opens the incident that a message links, after signing in and without', async () => {
    server = await place.start()
    await server.post('control-room', event('incident.reported', 'WK-LINKED'))
    const page = await open()
    await page.goto(`${server.url}/incidents/WK-LINKED`)
    await page.getByRole('button', { name: 'sup-1' }).click()
    await atIncident(page, 'WK-LINKED')
    expect(page.url()).toBe(`${server.url}/incidents/WK-LINKED`)
    await page.goto(`${server.url}/incidents/WK-LINKED`)
    await atIncident(page, 'WK-LINKED')
  })

  it('says at the field what is wrong with a key, and has no fault then', async () => {
    server = await place.start()
    const page = await open()
    await page.goto(server.url)
    await page.getByLabel('Your name or number').fill('sup-9')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByRole('link', { name: 'Give the key.' }).click()
    expect(await page.evaluate('document.activeElement.id')).toBe('key')
    expect(await page.getByLabel('Your name or number').inputValue()).toBe('sup-9')
    expect(await page.title()).toMatch(/^Error: /)
    expect(await faultsOn(page)).toEqual([])
  })

  it('keeps what was typed when the session ends, and says who would send it now', async () => {
    server = await place.start()
    const page = await open()
    await page.goto(`${server.url}/registers/plans-and-visits.csv`)
    await page.getByRole('button', { name: 'sup-1' }).click()
    await page.getByLabel('Why do you need this file?').fill('Court on Monday.')
    expect((await place.run('sessions', 'end', 'sup-1')).code).toBe(0)
    // A process remembers for five seconds that a session is open.
    await page.waitForTimeout(6_000)
    await page.getByRole('button', { name: 'Download' }).click()
    await headed(page, 'You are signed out')
    await page.getByText('Court on Monday.').waitFor()
    expect(await faultsOn(page)).toEqual([])

    // Somebody else at the same desk.
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in again in a new tab' }).click(),
    ])
    await tab.getByRole('button', { name: 'sup-2' }).click()
    await headed(tab, 'Open incidents, worst first')
    await page.getByRole('button', { name: 'Send it again' }).click()
    await headed(page, 'You signed in again since this page was made')
    await page.getByText('What you send from here is recorded as done by sup-2.').waitFor()
    await page.getByText('Court on Monday.').waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Send it again' }).click()
    expect((await saved).suggestedFilename()).toMatch(/^plans-and-visits-/)
  })

  it('signs in at the provider and out again', async () => {
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
      await atIncident(page, 'WK-3')
      expect(page.url()).toBe(`${server.url}/incidents/WK-3`)
      expect(await page.locator('.who').textContent()).toContain('ann.field Supervisor')

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
