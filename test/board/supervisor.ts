/** A supervisor in front of the board: what they see and do, in a real browser. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { Place, Server } from '../support/server.ts'

export interface Supervisor {
  readonly page: Page
  /** What the page complained of: scripts that failed, content the policy of the page held back. */
  readonly complaints: string[]
  /** Goes to an incident and waits until it is shown. */
  open(reference: string): Promise<void>
  /** The incident's line in the list. */
  line(reference: string): Locator
  /** Goes to the form of a reassessment. */
  openForm(reference: string): Promise<void>
  /** Fills in a reassessment that counts. */
  reassess(): Promise<void>
}

/** As root, Chromium runs only without its sandbox; it loads nothing but our own page. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })

/** @param as the role whose key signs in; the person says the same of themselves. */
export async function signIn(
  browser: Browser,
  place: Place,
  server: Server,
  as: Role = 'supervisor',
  name = 'sup-9',
): Promise<Supervisor> {
  // A context that takes more tabs of the same person.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (said) => {
    // A refusal is a 4xx that the page asked for and shows; the browser writes that down too.
    if (said.type() === 'error' && !said.text().startsWith('Failed to load resource')) complaints.push(said.text())
  })
  await enter(page, place, server, as, name)

  return {
    page,
    complaints,
    line: (reference) => page.locator(`[data-incident="${reference}"]`),
    open: async (reference) => {
      await page.goto(`${server.url}/incidents/${encodeURIComponent(reference)}`)
    },
    openForm: async (reference) => {
      await page.goto(`${server.url}/incidents/${encodeURIComponent(reference)}/reassess`)
    },
    reassess: () => fillReassessment(page),
  }
}

/** Signs in on a page where nobody is signed in. */
export async function enter(page: Page, { dataDir }: Place, { url }: Server, as: Role, name: string): Promise<void> {
  await page.goto(url)
  const keys = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')) as Readonly<Record<Role, string>>
  await page.getByLabel('API key').fill(keys[as])
  await page.getByLabel('Your name or number').fill(name)
  await page.getByLabel('Your role').selectOption(as)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('body[data-live]').waitFor()
}

/** Fills in a reassessment that counts. */
export async function fillReassessment(page: Page): Promise<void> {
  const answer = (name: string) => page.locator(`[data-answer="${name}"]`)
  await answer('suspect').getByLabel('Nearby').check()
  await answer('victim').getByLabel('At the address').check()
  for (const who of ['suspect', 'victim']) {
    await answer(who).getByLabel('The victim', { exact: true }).check()
    await answer(who).getByRole('button', { name: 'Now' }).click()
  }
  await answer('canReach').getByLabel('Yes').check()
  await answer('changed').getByLabel('Threats').check()
  await page.getByLabel('What is new').fill('Messages since 20:50 threatening to return.')
  await answer('protects').getByLabel('Somebody is there too').check()
  await page.getByLabel('What else keeps the victim safe').fill('Handler stays on the line')
  await page.getByLabel('Yes, just now').check()
  await page.getByLabel('What came of it').fill('Rang her safe number: he has sent fourteen messages that he is coming.')
  await page.getByRole('button', { name: 'All the same' }).click()
  const threat = page.locator('[data-element="threat"]')
  await threat.getByLabel('Higher').check()
  await threat.getByLabel('Why').fill('He writes that he is coming to sort it out.')
  await page.getByLabel('What could happen before officers arrive').fill('He could arrive before officers do.')
  await page.getByLabel('Neighbouring area asked').check()
  await page.getByLabel('Why this grade now').fill('The threat is up; she is locked in with a neighbour.')
  await page.getByRole('radio', { name: '30 min' }).check()
}
