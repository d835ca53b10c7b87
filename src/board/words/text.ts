/** Text of a page: words, and among them times and links, which the view marks up. Made where the time is known, so that a test reads it. */
import type { Piece, Text } from '../../frame/said.ts'
import { type Clock, lengthOf, shortTime, untilWords } from '../../frame/times.ts'

export type { Text }

type Part = Piece | Text | number | null

/** A sentence with times and links in it: say`Asked for since ${at(raisedAt)}.` */
export const say = (strings: TemplateStringsArray, ...parts: readonly Part[]): Text =>
  strings.flatMap((words, place) => [...(words === '' ? [] : [words]), ...piecesOf(parts[place] ?? null)])

function piecesOf(part: Part): readonly Piece[] {
  if (part === null || part === '') return []
  if (typeof part === 'number') return [String(part)]
  return typeof part === 'string' || !isText(part) ? [part] : part
}

const isText = (part: Exclude<Part, string | number | null>): part is Text => Array.isArray(part)

/** Several sentences as one text. */
export const joined = (texts: readonly Text[], between = ' '): Text =>
  texts.flatMap((text, place) => (place === 0 ? text : [between, ...text]))

export const strong = (text: string): Piece => ({ text, strong: true })
export const link = (href: string, text: string): Piece => ({ href, text })

/** What a text says, without its marks. */
export const spoken = (text: Text): string => text.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')

export interface Times {
  readonly now: number
  /** `21:04`, or with its day. */
  at(instant: string): Piece
  /** `45 min`: how long ago. */
  since(instant: string): Piece
  /** `in 12 min` or `4 min overdue`. */
  until(instant: string): Piece
  isPast(instant: string): boolean
}

export function timesOf(clock: Clock): Times {
  const now = clock.now()
  const ago = (instant: string): number => now - Date.parse(instant)
  return {
    now,
    at: (instant) => ({ text: shortTime(instant, clock), datetime: instant }),
    since: (instant) => ({ text: lengthOf(ago(instant)), datetime: instant, live: 'since' }),
    until: (instant) => ({ text: untilWords(-ago(instant)), datetime: instant, live: 'until' }),
    isPast: (instant) => ago(instant) >= 0,
  }
}

/** From one instant to another, in words. */
export const lasted = (from: string, to: string): string => lengthOf(Date.parse(to) - Date.parse(from))
