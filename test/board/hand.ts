/** A hand that counts what it does: every character and key, and a click, is one. */
import type { Locator } from 'playwright-core'

export interface Hand {
  readonly count: () => number
  click(what: Locator): Promise<void>
  /** Gets into the field, by a click or the tabulator, and writes. */
  write(field: Locator, text: string): Promise<void>
  /** Opens a list and clicks a line of it. */
  choose(list: Locator, line: string): Promise<void>
}

export function createHand(): Hand {
  let count = 0
  return {
    count: () => count,
    click: async (what) => {
      count += 1
      await what.click()
    },
    write: async (field, text) => {
      count += 1 + [...text].length
      await field.click()
      await field.pressSequentially(text)
    },
    choose: async (list, line) => {
      count += 2
      await list.selectOption(line)
    },
  }
}
