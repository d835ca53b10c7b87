/**
 * Words that schools use for days without pupils. A name counts only if every word of it is in this list: "Holiday homework
 * due", "Main car park closed" and "Bank holiday fundraiser" mention such a day and close nothing. [derived]
 */
import type { Days } from '../../machines/rules/calendar/schema.ts'

const SHUT = /\b(half[- ]?term|holidays?|inset|training day|staff day|non[- ]pupil day|occasional day|bank holiday|closed)\b/i

const words = (text: string): readonly string[] => text.split(/\s+/)
const BESIDE = new Set([
  ...words('half term halfterm holiday holidays vacation break week weeks day days bank public may'),
  ...words('inset training staff teacher teachers professional development non pupil occasional closed closure'),
  ...words(
    'school schools academy college nursery all pupils pupil students children and for to the of on in is are no not only',
  ),
  ...words('autumn winter spring summer christmas easter whitsun whit michaelmas lent trinity new year years good early'),
  ...words('january february march april june july august september october november december'),
  ...words('monday tuesday wednesday thursday friday saturday sunday one two three four five six a b c i ii iii'),
])
const isBeside = (word: string): boolean => BESIDE.has(word) || /^\d+(st|nd|rd|th)?$/.test(word)

export const speaksOfClosedDays = (name: string): boolean => SHUT.test(name)

export const namesClosedDays = (name: string): boolean =>
  speaksOfClosedDays(name) &&
  (
    name
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).every(isBeside)

/** A fortnight with the weekends on both sides of it; the half of a term has five weeks and more. [derived] */
const MOST_OF_HALF_TERM = 16
/** Three weeks with their weekends, at Christmas or Easter. [derived] */
const MOST_OF_HOLIDAY = 23

/** "Autumn Half Term 1" means the first half of the term when it is as long as that; only the summer's holidays are. */
export function areTooLong(name: string, { from, to }: Days): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  if (/\bhalf[- ]?term\b/i.test(name)) return days > MOST_OF_HALF_TERM
  return days > MOST_OF_HOLIDAY && !/\bsummer\b/i.test(name)
}
