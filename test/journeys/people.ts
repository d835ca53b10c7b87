/** People at browsers of their own: each signs in as a fictional person of the trial, follows what a page offers, fills in and records. */
import type { Browser, Locator, Page } from 'playwright-core'
import type { EventName } from '../../machines/rules/events.ts'
import { filledIn } from '../../src/board/forms/fill.ts'
import { shapesOfEvent } from '../../src/board/forms/formOf.ts'
import { findChromium } from '../board/chromium.ts'
import { openBrowser } from '../board/supervisor.ts'
import type { Server } from '../support/server.ts'

export interface AtBrowser {
  readonly id: string
  readonly page: Page
  /** What the page complained of: scripts that failed, content the policy of the page held back. */
  readonly complaints: string[]
  /** Types an address, as somebody does who begins; from there on they follow links. */
  goTo(path: string): Promise<void>
  /** The form on the page is filled in with an event's data; what is not named stays as the form has it. */
  fillIn(event: EventName, data: Readonly<Record<string, unknown>>): Promise<void>
  /** Presses the button that records, and is led on. @returns what the page says became of it. */
  record(): Promise<string>
}

const found = await findChromium()

/** One browser program for the tests of a file; skipped, with the reason, where no browser is installed. */
export function inBrowsers(what: string, tests: (browser: () => Browser) => void): void {
  const skipped = 'skipped' in found ? found.skipped : null
  ;(skipped === null ? describe : describe.skip)(`${what}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await openBrowser('path' in found ? found.path : '')
    })
    afterAll(() => browser?.close())
    tests(() => browser)
  })
}

export interface How {
  readonly width?: number
  readonly height?: number
  readonly javaScriptEnabled?: boolean
}

/** @param id of the trial's people, chosen by its button. */
export async function comesIn(browser: Browser, { url }: Pick<Server, 'url'>, id: string, how: How = {}): Promise<AtBrowser> {
  const { width = 1280, height = 800, javaScriptEnabled = true } = how
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (said) => {
    if (said.type() === 'error' && !said.text().startsWith('Failed to load resource')) complaints.push(said.text())
  })
  await page.goto(url)
  await page.getByRole('button', { name: new RegExp(`^${id} `) }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  return {
    ...{ id, page, complaints },
    async goTo(path) {
      await page.goto(url + path)
    },
    async fillIn(event, data) {
      for (const [name, values] of filledIn(shapesOfEvent(event), data)) await fill(page, name, values)
    },
    async record() {
      await page.locator('form.record').getByRole('button', { name: 'Record', exact: true }).last().click()
      const said = page.locator('.outcome, .govuk-error-summary').first()
      await said.waitFor()
      return (await said.textContent())?.replaceAll(/\s+/g, ' ').trim() ?? ''
    },
  }
}

/** Opens what the field is folded into, and adds a row where the form does not have the field yet. */
async function fill(page: Page, name: string, values: readonly string[]): Promise<void> {
  const fields = page.locator(`form.record [name="${name}"]`)
  if ((await fields.count()) === 0) await addRow(page, name)
  const field = fields.first()
  if ((await field.getAttribute('type')) === 'hidden') return
  await unfold(field)
  const kind = await field.evaluate((one) => (one as unknown as { type: string }).type)
  if (kind === 'radio' || kind === 'checkbox')
    for (const value of values.flatMap((lines) => lines.split('\n')))
      await page.locator(`form.record [name="${name}"][value="${value}"]`).check()
  else if (kind === 'select-one') await field.selectOption([...values])
  else await field.fill(values.join('\n'))
}

async function unfold(field: Locator): Promise<void> {
  const folded = field.locator('xpath=ancestor::details[not(@open)]/summary')
  while ((await folded.count()) > 0) await folded.first().click()
}

async function addRow(page: Page, name: string): Promise<void> {
  const rows = name.replace(/\/\d+\/[^/]+$/, '')
  const add = page.locator(`form.record button[name="add"][value="${rows}"]`)
  if (rows === name || (await add.count()) === 0) throw new Error(`the form has no field ${name}`)
  await unfold(add)
  await add.click()
  await page.locator(`form.record [name="${name}"]`).first().waitFor({ state: 'attached' })
}
