/** Several tabs of a browser show the same list: one of them reads it for all. */
import type { Page } from 'playwright-core'
import { event } from '../../support/client.ts'
import { onBoard } from '../ground.ts'
import { POLICY } from './fixture.ts'

const TABS = 4

onBoard('a list that several tabs show', POLICY, (ground) => {
  const report = (reference: string) => ground.server.post('control-room', event('incident.reported', reference))
  let tabs: readonly Page[] = []
  const isShown = (reference: string, pages = tabs) =>
    Promise.all(pages.map((page) => page.locator(`[data-incident="${reference}"]`).waitFor()))
  const quiet = () => tabs[0]?.waitForTimeout(1500)
  beforeAll(async () => {
    const { page } = ground.supervisor
    const others = Array.from({ length: TABS - 1 }, () => page.context().newPage())
    tabs = [page, ...(await Promise.all(others))]
    for (const tab of tabs) {
      await tab.goto(ground.server.url)
      await tab.locator('body[data-live="live"]').waitFor()
    }
    await quiet()
  })

  it('is read once for a change, and each tab shows it', async () => {
    let reads = 0
    for (const tab of tabs)
      tab.on('request', (request) => {
        if (request.url().includes('fragment=rows')) reads += 1
      })
    await report('WK-ONCE')
    await isShown('WK-ONCE')
    expect(reads).toBeLessThan(TABS)
  })

  it('is read by the other tabs when the tab that reads gets no answer', async () => {
    await quiet()
    const [hangs, ...others] = tabs
    await hangs?.route('**/*fragment=rows*', () => {})
    for (let number = 1; number <= 3; number++) {
      await report(`WK-HANG-${number}`)
      await isShown(`WK-HANG-${number}`, others)
    }
    await hangs?.unrouteAll()
  })

  it('leaves the rows alone that say the same', async () => {
    await quiet()
    const [page] = tabs
    // Text of a clock that ticks is no change of the row.
    await page?.evaluate(`
      new MutationObserver((changes) => {
        if (changes.some(({ target }) => target.nodeName !== 'TIME')) document.body.dataset.touched = ''
      }).observe(document.querySelector('[data-incident="WK-ONCE"]'), { subtree: true, childList: true, attributes: true })`)
    await report('WK-BESIDE')
    await isShown('WK-BESIDE')
    expect(await page?.locator('body[data-touched]').count()).toBe(0)
  })
})
