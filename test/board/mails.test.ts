/** E-mails in a real browser, as a phone at night shows them: narrow, dark, and with nothing but what came with them. */
import type { Browser } from 'playwright-core'
import { mailPage } from '../../src/deliver/mailPage.ts'
import { contentOf } from '../../src/deliver/texts.ts'
import type { Message } from '../../src/deliver/way.ts'
import { item, message } from '../deliver/messages.ts'
import { findChromium } from './chromium.ts'
import { openBrowser } from './supervisor.ts'

const found = await findChromium()
const skipped = 'skipped' in found ? found.skipped : null

const MAILS: Readonly<Record<string, Partial<Message>>> = {
  'one alert': {},
  'the longest reference': { items: [item('order-breach-court-missed', { incident: 'X'.repeat(64), level: 3, count: 4 })] },
  'many alerts': { items: Array.from({ length: 25 }, (_, n) => item('attendance-overdue', { incident: `WK-${n}` })) },
  'an alert about the system': { items: [item('timers-stalled', { incident: '', dueAt: null })] },
  'what has ended': { about: 'ended' },
  'what was taken over': { about: 'taken-over' },
  'what was released': { about: 'released' },
  'a test': { about: 'test', items: [] },
}

/** In the page: whether it is wider than the screen, the least contrast of its texts (WCAG 1.4.3), and the order of its headings. */
const LOOK = `(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/\\d+/g).slice(0, 3).map(Number).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = light(getComputedStyle(document.body).backgroundColor)
  const contrasts = [...document.querySelectorAll('h1, h2, p, a')].map((element) => {
    const [a, b] = [light(getComputedStyle(element).color), behind].sort((x, y) => y - x)
    return (a + 0.05) / (b + 0.05)
  })
  return {
    overflows: document.documentElement.scrollWidth > innerWidth,
    contrast: Math.min(...contrasts),
    isDark: behind < 0.1,
    headings: [...document.querySelectorAll('h1, h2, h3')].map(({ tagName }) => tagName).join(' '),
    lang: document.documentElement.lang,
    title: document.title,
    links: [...document.links].map(({ href }) => href),
    smallest: Math.min(...[...document.querySelectorAll('p, a')].map((element) => parseFloat(getComputedStyle(element).fontSize))),
  }
})()`

interface Look {
  readonly overflows: boolean
  readonly contrast: number
  readonly isDark: boolean
  readonly headings: string
  readonly lang: string
  readonly title: string
  readonly links: readonly string[]
  readonly smallest: number
}

;(skipped === null ? describe : describe.skip)(`a mail${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser('path' in found ? found.path : '')
  })
  afterAll(() => browser?.close())

  describe.each(['light', 'dark'] as const)('in the %s', (colorScheme) => {
    it.each(Object.entries(MAILS))('is read on a phone: %s', async (_, more) => {
      const content = contentOf(message(more))
      const page = await browser.newPage({ viewport: { width: 320, height: 640 }, colorScheme })
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.setContent(mailPage(content))
      const look = (await page.evaluate(LOOK)) as Look
      expect(look).toMatchObject({ overflows: false, isDark: colorScheme === 'dark', lang: 'en-GB', title: content.subject })
      expect(look.contrast).toBeGreaterThanOrEqual(4.5)
      expect(look.smallest).toBeGreaterThanOrEqual(16)
      expect(look.headings).toMatch(/^H1( H2)+$/)
      expect(look.links).toEqual(content.blocks.map(({ link }) => link.href))
      // It loads nothing, so nobody learns when it is read.
      expect(asked).toEqual([])
      const folder = process.env.MAILS
      if (folder) await page.screenshot({ path: `${folder}/${_.replaceAll(' ', '-')}-${colorScheme}.png`, fullPage: true })
      await page.close()
    })
  })
})
