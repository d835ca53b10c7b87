/** A report as text: a night as a supervisor would read it, each expectation under the moment it is about. */
import type { Check } from './check.ts'
import { INCIDENT } from './fixtures.ts'
import { type Hole, inWords, type Message } from './messages.ts'
import { clockTime, dayOf } from './reading/times.ts'
import type { Report, TimelineItem } from './run.ts'

/** Colours are the caller's; a pipe gets no colours. */
export interface Paint {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly faint: (text: string) => string
}

export const PLAIN: Paint = { good: (text) => text, bad: (text) => text, faint: (text) => text }

/** Under the time of day: `20:00:30 GMT  `. */
const MARGIN = ' '.repeat(14)

export function printReport(file: string, report: Report, paint: Paint): string {
  const { name, mirrors, zone, policy, timeline, held } = report
  const checks = timeline.filter((item) => item.kind === 'check')
  const failed = checks.filter((item) => !item.held).length
  let day = ''
  let shown = ''
  const lines = timeline.flatMap((item) => {
    if (item.kind === 'note' || item.kind === 'check') return printed(item, zone, paint)
    const today = dayOf(item.kind === 'moment' ? item.recordedAt : item.at, zone)
    const heading = today === day ? [] : [paint.faint(today)]
    const isShown = item.at === shown
    day = today
    shown = item.at
    if (item.kind === 'moment') return [...heading, ...printed(item, zone, paint)]
    const margin = isShown ? MARGIN : clockTime(item.at, zone).padEnd(MARGIN.length)
    return [...heading, `${margin}${inWords(item, INCIDENT.reference)}`]
  })
  const sum = held
    ? paint.good(`✓ all ${checks.length} expectations held`)
    : paint.bad(`✗ ${failed} of ${checks.length} expectations did not hold`)
  return [
    name,
    ...(mirrors === null ? [] : [`mirrors: ${mirrors}`]),
    paint.faint(`${file}, policy ${policy}, ${zone}`),
    '',
    ...lines,
    '',
    sum,
    '',
  ].join('\n')
}

function printed(item: Exclude<TimelineItem, Message | Hole>, zone: string, paint: Paint): string[] {
  if (item.kind === 'note') return [`${MARGIN}# ${item.text.trim()}`]
  if (item.kind === 'check') return [`${MARGIN}${checked(item, paint)}`]
  const { at, recordedAt, role, what, followed } = item
  const late = at === recordedAt ? '' : paint.faint(` (recorded ${clockTime(recordedAt, zone, at)})`)
  const who = role === null ? '' : paint.faint(` [${role}]`)
  return [`${clockTime(at, zone).padEnd(MARGIN.length)}${what}${who}${late}`, ...followed.map((line) => `${MARGIN}  ${line}`)]
}

const checked = ({ held, line, about, expected, actual }: Check, { good, bad }: Paint): string =>
  held ? good(`✓ ${about}: ${expected}`) : bad(`✗ ${about}: ${expected}; instead ${actual} (line ${line})`)
