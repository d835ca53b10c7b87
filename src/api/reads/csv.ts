/**
 * Tables as CSV (RFC 4180), for spreadsheets. Cells hold posted text, and a spreadsheet runs a cell that begins like a formula:
 * such a cell gets an apostrophe first. Source: OWASP, CSV injection; that the full width of these signs counts too: [not
 * verified].
 */

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
/** A semicolon separates cells where the comma is the decimal sign, and the next text could be a formula. */
const TO_QUOTE = /[",;\t\r\n]/

/** @param cells null and undefined are empty; other values that are not text are written as JSON. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return TO_QUOTE.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
