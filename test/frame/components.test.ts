/** Every component of the design systems that a page may use, in the frame: readable in both schemes, on a small screen, without a script. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Browser, Page } from 'playwright-core'
import { ASSETS, sendAssets } from '../../src/frame/assets.ts'
import { environment } from '../../src/frame/templates.ts'
import { faultsOn } from '../board/axe.ts'
import { findChromium } from '../board/chromium.ts'
import { openBrowser } from '../board/supervisor.ts'

const WHO = {
  ...{ name: 'sup-1', roleLabel: 'Supervisor', csrf: 'x' },
  places: ['Incidents', 'Reassessments to read', 'Approvals', 'Hand-over', 'Find', 'Daily meeting', 'On duty', 'Messages'].map(
    (label, index) => ({ label, href: `/${label}`, isHere: index === 0, count: index === 1 ? 3 : undefined }),
  ),
}
const found = await findChromium()
const skipped = 'skipped' in found ? found.skipped : null

;(skipped === null ? describe : describe.skip)(`the frame${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
  let server: Server
  let browser: Browser
  let page: Page
  let url: string
  beforeAll(async () => {
    const now = '2026-11-20T21:00:00.000Z'
    const clock = { zone: 'Europe/London', now: () => Date.parse(now) }
    const model = { assets: ASSETS, title: 'Components', who: WHO, now, clock }
    const text = environment.renderString(readFileSync('test/frame/components.njk', 'utf8'), model)
    const app = express()
    app.use(sendAssets)
    app.get('/', (_req, res) => void res.type('html').send(text))
    server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    browser = await openBrowser('path' in found ? found.path : '')
    page = await browser.newPage()
    await page.goto(url)
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  it('has no fault that the accessibility checker knows, in either scheme', async () => {
    expect(await faultsOn(page)).toEqual([])
  })

  it('has its own font, and asks for no file of another house', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.reload()
    expect(asked.filter((path) => path !== '/' && !path.startsWith(ASSETS))).toEqual([])
    const fonts = await page.evaluate(
      "[...new Set([...document.querySelectorAll('body *')].map((one) => getComputedStyle(one).fontFamily.split(',')[0]))]",
    )
    expect(fonts).not.toContain('"GDS Transport"')
    expect(await (await fetch(`${url.slice(0, -1)}${ASSETS}/govuk.css`)).text()).not.toMatch(/GDS Transport|@font-face/i)
  })

  it.each([
    [320, 1],
    [1280, 4],
  ])('needs no sideways scrolling at %d pixels, enlarged %d times', async (width, scale) => {
    await page.setViewportSize({ width: width / scale, height: 640 })
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('has no target smaller than 24 pixels that is not within a sentence', async () => {
    const small = await page.evaluate(`[...document.querySelectorAll('button, .places a, .brand, summary, select, input')]
      .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24)).map(([html]) => html)`)
    expect(small).toEqual([])
  })

  it('keeps every border of a field and a button where colours are forced, and moves nothing where motion is not wanted', async () => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    const bare = await page.evaluate(`[...document.querySelectorAll('.govuk-button, .govuk-input, .count, .plain')]
      .filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) === 0 && parseFloat(getComputedStyle(one).outlineWidth) === 0)
      .map((one) => one.className)`)
    expect(bare).toEqual([])
    await page.emulateMedia({ forcedColors: 'none', reducedMotion: null })
  })

  it('prints what matters, black on white', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const shown = await page.evaluate(
      "[...document.querySelectorAll('.places, .top .who')].map((one) => getComputedStyle(one).display)",
    )
    expect(shown).toEqual(['none', 'none'])
    expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).color")).toMatch(/^rgb\((0|11), (0|12), (0|12)\)$/)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    await page.emulateMedia({ media: null, colorScheme: null })
  })
})
