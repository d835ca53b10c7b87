/** The labels of the catalogue's words, for the page, and the words that a form offers: so that no word has to be listed there again. */
import { ALERTS } from '../../machines/rules/catalogue/alerts.ts'
import { DEADLINES } from '../../machines/rules/catalogue/deadlines.ts'
import { SITUATION_WORDS } from '../../machines/rules/catalogue/incident/situation.ts'
import { EVENTS } from '../../machines/rules/catalogue/index.ts'
import { REASONS } from '../../machines/rules/catalogue/reasons.ts'
import { REGISTERS } from '../../machines/rules/catalogue/registers.ts'

const labelsOf = (records: Readonly<Record<string, { readonly label: string }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(records).map(([name, { label }]) => [name, label]))

/** `words` holds what is not an event, alert or register: a deadline, why a demand is open. */
export const LABELS = {
  events: labelsOf(EVENTS),
  alerts: labelsOf(ALERTS),
  registers: labelsOf(REGISTERS),
  words: { ...labelsOf(DEADLINES), ...labelsOf(REASONS) },
  situation: SITUATION_WORDS,
}

const PLACE = '<script type="application/json" id="labels"></script>'

/** The page with the labels in it, as data that no browser runs. @throws RangeError when the page has no place for them. */
export function withLabels(page: Buffer): Buffer {
  const [before, after, ...more] = page.toString().split(PLACE)
  if (before === undefined || after === undefined || more.length > 0) throw new RangeError(`the page needs one ${PLACE}`)
  // So that no label can end the element around it.
  const data = JSON.stringify(LABELS).replaceAll('<', '\\u003c')
  return Buffer.from(before + PLACE.replace('><', `>${data}<`) + after)
}
