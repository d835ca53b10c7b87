/** What the accessibility checker says of a page as it is now, in both colour schemes. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG 2.2 AA, and what the checker knows besides. In the dark only colours differ. */
const ASKED = {
  light: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
} as const

/** @returns a line for each fault: scheme, rule, element. Empty for a page without faults. */
export async function faultsOn(page: Page): Promise<string[]> {
  const faults: string[] = []
  await page.evaluate(SOURCE)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const found = (await page.evaluate(`axe.run(document, ${JSON.stringify(ASKED[colorScheme])})`)) as Found
    for (const { id, nodes } of found.violations)
      for (const { target, failureSummary } of nodes) faults.push(`${colorScheme} ${id} ${target.join(' ')}: ${failureSummary}`)
  }
  await page.emulateMedia({ colorScheme: null })
  return faults
}

interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
  }[]
}
