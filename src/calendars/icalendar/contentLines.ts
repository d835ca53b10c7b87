/** The lines of a file as ical.js can read them, or the line that is wrong. */
import { BadFile, type TextFile, unusable } from '../../files/byHand.ts'

/** Ten years of a busy school are a quarter of it. */
const MOST_CHARACTERS = 4 * 1024 * 1024
/** ical.js takes minutes for a line of very many parameters. */
const MOST_OF_A_LINE = 50_000

/** What is read of an event or its calendar; other lines are not handed on, however long. */
const READ =
  /^(?:BEGIN|END|METHOD|UID|DTSTAMP|SEQUENCE|STATUS|SUMMARY|CATEGORIES|DESCRIPTION|COMMENT|LOCATION|DTSTART|DTEND|DURATION|RECURRENCE-ID|RRULE|EXRULE|RDATE|EXDATE)[;:]/i

/**
 * Unfolds lines (RFC 5545 3.1) and checks what ical.js passes over: that each BEGIN has its own END (3.6), because the properties
 * of an event without a BEGIN would belong to the calendar, and that no rule has the interval 0 (3.3.10). Names in a rule are in
 * capitals for ical.js, in any case for the RFC (2.1).
 *
 * @throws BadFile
 */
export function contentLines({ file, text }: TextFile): string {
  if (text.length > MOST_CHARACTERS) throw unusable(file, `has more than ${MOST_CHARACTERS} characters`)
  const open: string[] = []
  return unfolded(text)
    .flatMap(({ written, line }) => {
      const wrong = (message: string) => new BadFile([{ file, line, column: 1, message }])
      // A line that was broken in two has lost a part of what it says.
      if (!/^[A-Z0-9-]+[;:]/i.test(written)) {
        if (written.trim() === '') return []
        if (open.length === 0) throw unusable(file, 'is not an iCalendar file (it does not begin with BEGIN:VCALENDAR)')
        throw wrong('is not an iCalendar file here: a line begins with a name and a colon, or with a blank')
      }
      const [, mark, name = ''] = /^(BEGIN|END):(.*)$/.exec(written.slice(0, 100).trimEnd().toUpperCase()) ?? []
      if (mark === 'BEGIN') open.push(name)
      if (mark === 'END' && open.pop() !== name) throw wrong(`END:${name} ends nothing that began: a line is missing before it`)
      if (!READ.test(written)) return []
      if (written.length > MOST_OF_A_LINE) throw wrong(`is longer than ${MOST_OF_A_LINE} characters`)
      if (NO_INTERVAL.test(written)) throw wrong(`${written}: an INTERVAL is a whole number from 1`)
      return [forICal(written)]
    })
    .join('\r\n')
}

const NO_INTERVAL = /^(?:RRULE|EXRULE)[;:].*\bINTERVAL=(?!\+?0*[1-9])/i

/** Each with the number of the line on which it begins. */
function unfolded(text: string): { written: string; line: number }[] {
  const lines: { written: string; line: number }[] = []
  for (const [index, written] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const last = lines.at(-1)
    if (last !== undefined && /^[ \t]/.test(written)) last.written += written.slice(1)
    else lines.push({ written, line: index + 1 })
  }
  return lines
}

/** ical.js drops the hours of a value that is called a DATE and has them. */
const forICal = (line: string): string =>
  /^(?:RRULE|EXRULE)[;:]/i.test(line) ? line.toUpperCase() : line.replace(/;VALUE=DATE(?=[;:][^:]*:?\d{8}T)/i, ';VALUE=DATE-TIME')
