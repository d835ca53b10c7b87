/**
 * Takes the pictures of docs/board.md: starts the demo in a folder of its own, signs in as the people that the pages need, and
 * writes docs/board/*.png. Needs Chromium on PATH. `npm run board-pictures`
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import { indexedPng } from './indexedPng.mjs'
import { CannotPrepare, prepare, root } from './prepare.mjs'

const FOLDER = join(root, 'docs', 'board')
/** A picture of a page in a repository. Project default. */
const MOST_BYTES = 150_000
const WIDE = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
const EXCUSE = 'No units available. All units are committed to a public order incident.'

/** @returns {Promise<{ base: string, stop: () => Promise<void> }>} once the night is on record. */
async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'board-pictures-'))
  const env = { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, [join(root, 'bin', 'reassess.mjs'), 'start', '--demo'], { env })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  child.stderr.pipe(process.stderr)
  let said = ''
  const base = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text
      const address = /^ +Board +(http:\S+)\/$/m.exec(said)?.[1]
      if (address !== undefined && said.includes('The night is on record')) resolve(address)
    })
    ended.then(() => reject(new Error(`the demo ended: ${said}`)))
  })
  return { base, stop }
}

function chromiumOnPath() {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find(existsSync)
  if (found === undefined) throw new CannotPrepare('The pictures need Chromium on PATH.')
  return found
}

/** @returns a page on which this person of the trial has signed in. */
async function signedIn(browser, base, person, viewport = WIDE) {
  const page = await (await browser.newContext({ viewport, baseURL: base, reducedMotion: 'reduce' })).newPage()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: person }).click()
  await page.waitForURL('/')
  return page
}

/** @param clip how many pixels of the page's height; the viewport's where it is left out. */
async function picture(page, name, clip) {
  const { width, height } = page.viewportSize()
  if (clip !== undefined) await page.setViewportSize({ width, height: clip })
  await page.evaluate('document.activeElement?.blur()')
  await page.locator('body:not([data-live="stale"])').waitFor()
  const path = join(FOLDER, `${name}.png`)
  // Its animations go on: the banner of a page that has stopped is one, and is held back by the clock of the page.
  const png = await page.screenshot()
  const blank = await (await page.context().browser().newContext()).newPage()
  writeFileSync(path, await indexedPng(blank, png))
  await blank.context().close()
  if (clip !== undefined) await page.setViewportSize({ width, height })
  const bytes = statSync(path).size
  if (bytes > MOST_BYTES) throw new Error(`${path} has ${bytes} bytes: take less of the page`)
  process.stdout.write(`${name}.png ${Math.round(bytes / 1000)} kB\n`)
}

const isLive = (page) => page.locator('body[data-live="live"]').waitFor()
const scrollTo = (locator) => locator.evaluate((element) => element.scrollIntoView({ block: 'start' }))

/** Fills in a reassessment whose texts only explain why nobody came. */
async function explain(page) {
  const answer = (name) => page.locator(`[data-answer="${name}"]`)
  await answer('suspect').getByLabel('Not known', { exact: true }).check()
  await answer('victim').getByLabel('At the address').check()
  await answer('victim').getByLabel('The caller').check()
  await answer('victim').getByRole('button', { name: 'Now' }).click()
  await answer('canReach').getByLabel('Not known').check()
  await answer('changed').getByLabel('Nothing').check()
  await answer('protects').getByLabel('Behind locked doors').check()
  await page.getByLabel('What else keeps the victim safe').fill('Advised to lock the door')
  await page.getByLabel('Yes, just now').check()
  await page.getByLabel('What came of it').fill('No reply.')
  await page.getByLabel('Markers').check()
  await page.getByRole('button', { name: 'All the same' }).click()
  await page.getByLabel('What could happen before officers arrive').fill(EXCUSE)
  await page.getByLabel('Own units asked').check()
  await page.getByLabel('Why this grade now').fill(EXCUSE)
}

async function takeAll(browser, base) {
  const supervisor = await signedIn(browser, base, 'sup-1')
  await isLive(supervisor)
  const rows = supervisor.locator('[data-incident]')
  const longest = rows.filter({ hasText: 'Waited 3 h 1' }).filter({ hasText: 'diverted' }).first()
  await longest.getByText('Level 2 of 3').waitFor({ timeout: 60_000 })
  const worst = await longest.getAttribute('data-incident')
  const joined = await rows.filter({ hasText: 'another call came' }).first().getAttribute('data-incident')
  await picture(supervisor, 'wall')
  await supervisor.emulateMedia({ colorScheme: 'dark' })
  await picture(supervisor, 'wall-dark')
  await supervisor.emulateMedia({ colorScheme: 'light' })

  await supervisor.goto(`/incidents/${worst}`)
  await isLive(supervisor)
  await picture(supervisor, 'incident', 1150)

  await supervisor.goto(`/incidents/${worst}/reassess`)
  await isLive(supervisor)
  await explain(supervisor)
  await supervisor.locator('.read li').first().waitFor()
  await supervisor.locator('#missing').waitFor()
  await scrollTo(supervisor.getByRole('heading', { name: '5. Your decision' }))
  await picture(supervisor, 'reassess')
  await supervisor.getByRole('radio', { name: '30 min' }).check()
  await supervisor.getByRole('button', { name: 'Record this reassessment' }).click()
  await supervisor.locator('.govuk-error-summary').waitFor()
  await picture(supervisor, 'refused')

  await supervisor.goto('/reassessments')
  await supervisor.getByRole('link', { name: 'Read the reassessment' }).first().click()
  await picture(supervisor, 'reading')
  await supervisor.goto('/handover')
  await supervisor.getByRole('link', { name: 'From sup-2' }).click()
  await picture(supervisor, 'handover')
  await supervisor.goto('/find')
  await supervisor.getByLabel('Address or place').fill('Example Street')
  await supervisor.getByRole('button', { name: 'Find' }).click()
  await supervisor.waitForLoadState()
  await picture(supervisor, 'find')

  const manager = await signedIn(browser, base, 'fim-1')
  await manager.goto('/approvals')
  await picture(manager, 'approvals')
  const officer = await signedIn(browser, base, 'pc-1', PHONE)
  await officer.goto(`/incidents/${joined}/briefing`)
  await picture(officer, 'briefing', 1100)
}

try {
  await prepare()
  const { base, stop } = await startDemo()
  try {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const browser = await chromium.launch({ executablePath: chromiumOnPath(), args })
    await takeAll(browser, base).finally(() => browser.close())
  } finally {
    await stop()
  }
} catch (error) {
  if (!(error instanceof CannotPrepare)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
