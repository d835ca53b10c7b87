/** How a page looks where Windows, or somebody, forces its colours: what colour alone would say has to be said otherwise. */
import type { Page } from 'playwright-core'

const IN_PAGE = `(() => {
  const shows = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 &&
    element.closest('.govuk-visually-hidden, .govuk-skip-link, .still') === null
  const nameOf = (element) => (element.className || element.nodeName) + ': ' + element.textContent.trim().slice(0, 40)
  const isSeen = (width, style, colour) => parseFloat(width) > 0 && style !== 'none' && !/^transparent$|^rgba.* 0\\)$/.test(colour)
  const hasEdge = (element) => {
    const { borderBottomWidth, borderBottomStyle, borderBottomColor, backgroundColor } = getComputedStyle(element)
    return isSeen(borderBottomWidth, borderBottomStyle, borderBottomColor) && borderBottomColor !== backgroundColor
  }
  const hasOutline = (element) => {
    const { outlineWidth, outlineStyle, outlineColor } = getComputedStyle(element)
    return isSeen(outlineWidth, outlineStyle, outlineColor)
  }
  const faults = []
  for (const button of document.querySelectorAll('button, .govuk-button, .act, .banner, .pulse'))
    if (shows(button) && !hasEdge(button) && !button.matches('p.act')) faults.push('no edge: ' + nameOf(button))
  for (const target of document.querySelectorAll('a[href], button, summary, input, select, textarea, .part[tabindex]')) {
    if (!shows(target)) continue
    target.focus({ focusVisible: true, preventScroll: true })
    const around = target.closest('.pick') ?? target
    if (document.activeElement === target && !hasOutline(target) && !hasOutline(around)) faults.push('no focus: ' + nameOf(target))
  }
  document.activeElement?.blur()
  const lookOf = (element) => {
    const style = getComputedStyle(element)
    return ['borderBottomWidth', 'borderBottomStyle', 'borderBottomColor', 'textDecorationLine'].map((name) => style[name]).join()
  }
  for (const chosen of document.querySelectorAll('[aria-current]')) {
    const other = [...chosen.closest('ul').querySelectorAll('a:not([aria-current])')][0]
    if (other && shows(chosen) && lookOf(chosen) === lookOf(other)) faults.push('not told from its neighbours: ' + nameOf(chosen))
  }
  for (const chosen of document.querySelectorAll('.pick:has(:checked)')) {
    const other = [...document.querySelectorAll('.pick:not(:has(:checked))')].find((one) => one.parentElement === chosen.parentElement)
    if (other && shows(chosen) && lookOf(chosen) === lookOf(other)) faults.push('not told from its neighbours: ' + nameOf(chosen))
  }
  return faults
})()`

/** What cannot be told on the page with forced colours: buttons and the banner by an edge, what has the focus, what is chosen. */
export async function lostInForcedColours(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ forcedColors: 'active' })
  const faults = (await page.evaluate(IN_PAGE)) as readonly string[]
  await page.emulateMedia({ forcedColors: null })
  return faults
}

/** What still moves on the page for somebody who wants nothing to move; a warning that fades in moves nothing. */
export async function movesAnyway(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const found = await page.evaluate(`[...document.querySelectorAll('*')].flatMap((element) =>
    [undefined, '::before', '::after'].flatMap((part) => {
      const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element, part)
      const isStill = /^(0s(, )?)+$/.test(transitionDuration) && /^(0s(, )?)+$/.test(animationDuration) && scrollBehavior === 'auto'
      return isStill ? [] : [element.className || element.nodeName]
    }))`)
  await page.emulateMedia({ reducedMotion: null })
  return found as readonly string[]
}
