/**
 * Tables as CSV (RFC 4180), for spreadsheets. What stands in a cell came from whoever posted it, and a spreadsheet takes one that
 * begins like a formula for a formula: such a cell gets an apostrophe first. Source: OWASP, CSV injection; that the full width of
 * these signs counts too: [not verified].
 */

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
/** A semicolon parts cells where the comma is the decimal sign, and what follows it could be a formula. */
const TO_QUOTE = /[",;\t\r\n]/

/** @param cells null and undefined are empty; what is no text is written as JSON. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return TO_QUOTE.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
