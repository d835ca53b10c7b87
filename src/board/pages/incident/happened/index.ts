/** What happened: what people recorded, each with its texts; what the engine did by itself in between is folded. */
import { GROUPS } from '../../../../../machines/rules/catalogue/labels/index.ts'
import type { TimelineItem } from '../../../../engine/views/views.ts'
import { ROLE_LABELS } from '../../../../frame/roles.ts'
import { DELIVERY_WORDS, type Filter } from '../../../words/incident.ts'
import { lasted, say, spoken, type Text } from '../../../words/text.ts'
import { alertWords, clockWords, words } from '../../../words/words.ts'
import type { Known, Row } from '../known.ts'
import { headline, rowsOf } from './said.ts'
import { clockOf, titleOf } from './title.ts'

export interface Line {
  readonly sequence: number
  readonly type: string
  readonly when: Text
  readonly title: Text
  readonly by: string | null
  /** Recorded a while after it happened. */
  readonly late: Text | null
  readonly said: readonly string[]
  readonly isDestroyed: boolean
  readonly rows: readonly Row[]
  readonly followed: readonly Text[]
}

export type Entry =
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'engine'; readonly summary: string; readonly lines: readonly Line[] }

type Beside = Pick<Known, 'view' | 'times'>

const eventsOf = (...labels: readonly string[]): ReadonlySet<string> =>
  new Set(GROUPS.filter(({ label }) => labels.includes(label)).flatMap(({ events }): readonly string[] => events))

const OF_FILTER: Readonly<Record<Exclude<Filter, 'all' | 'people'>, ReadonlySet<string>>> = {
  contacts: new Set([
    ...eventsOf('Calls, contact and notes', 'Keeping the victim informed', 'The report and its people'),
    'attendance.failed',
  ]),
  units: eventsOf('Units and arrival'),
  risk: eventsOf('Risk and grade', 'Assessment with the victim (DASH)'),
}

const isPeoples = ({ actor }: Pick<TimelineItem, 'actor'>): boolean => actor !== null

export const passes = (filter: Filter, line: Pick<TimelineItem, 'type' | 'actor'>): boolean => {
  if (filter === 'all') return true
  return filter === 'people' ? isPeoples(line) : OF_FILTER[filter].has(line.type)
}

/** @param lines in the order in which they are shown; lines of the engine that follow each other become one entry. */
export function entriesOf(lines: readonly TimelineItem[], beside: Beside): readonly Entry[] {
  const entries: Entry[] = []
  let engine: TimelineItem[] = []
  const foldEngine = () => {
    if (engine.length > 0) entries.push(engineEntry(engine, beside))
    engine = []
  }
  for (const line of lines) {
    if (isPeoples(line)) {
      foldEngine()
      entries.push({ kind: 'line', line: lineOf(line, beside) })
    } else engine.push(line)
  }
  foldEngine()
  return entries
}

const NAMED_IN_SUMMARY = 3

function engineEntry(lines: readonly TimelineItem[], beside: Beside): Entry {
  const names = [...new Set(lines.map(clockOf))]
  const more = names.length > NAMED_IN_SUMMARY ? ` and ${names.length - NAMED_IN_SUMMARY} more` : ''
  const what = `${names.slice(0, NAMED_IN_SUMMARY).join(', ')}${more}`
  const count = lines.length === 1 ? 'By itself' : `By itself, ${lines.length} times`
  return { kind: 'engine', summary: `${count}: ${what}`, lines: lines.map((line) => lineOf(line, beside)) }
}

/** A smaller difference between what happened and its recording is not shown. */
const LATE_MS = 60_000

function lineOf(line: TimelineItem, beside: Beside): Line {
  const { sequence, type, at, recordedAt, actor, data } = line
  const { times } = beside
  const isLate = Date.parse(recordedAt) - Date.parse(at) > LATE_MS
  const isEngines = actor === null
  const said = headline(line)
  return {
    ...{ sequence, type },
    when: [times.at(at)],
    title: titleOf(line, beside),
    by: actor === null ? null : byOf(line),
    late: isLate ? say`recorded at ${times.at(recordedAt)}, ${lasted(at, recordedAt)} later` : null,
    said,
    isDestroyed: data === null,
    rows: isEngines || type.startsWith('alert.') ? [] : rowsBeside(said, line, times),
    followed: followed(line, times),
  }
}

/** Without the texts that are shown open above them. */
const rowsBeside = (said: readonly string[], { type, data }: TimelineItem, times: Known['times']): readonly Row[] =>
  rowsOf(type, type === 'approval.asked' ? asked(data) : data, times).filter(({ text }) => !said.includes(spoken(text)))

/** What was asked for, without how it was sent. */
const asked = (data: unknown): unknown => (data as { readonly data?: unknown } | null)?.data ?? null

/** Who did it as the event says, and who typed it where that is somebody else. */
function byOf({ actor, data }: TimelineItem): string {
  const told = (data ?? {}) as Readonly<Record<string, { readonly id?: string } | undefined>>
  const named = (told.by ?? told.assessor ?? told.author ?? told.reviewer ?? told.scorer)?.id
  const who = named ?? actor?.person?.name
  const role = actor === null ? '' : ROLE_LABELS[actor.role].toLowerCase()
  const entered = actor?.enteredBy === undefined ? '' : `, entered by ${actor.enteredBy.id}`
  return who === undefined ? role : `${who}, ${role}${entered}`
}

function followed({ consequences, deliveries = [], moreDeliveries = 0 }: TimelineItem, times: Known['times']): readonly Text[] {
  const { alerts, demands, timersSet } = consequences
  return [
    ...demands.map(
      ({ reason, level, status }): Text => [`Reassessment asked for (${words(reason)}): ${words(status)}, level ${level}`],
    ),
    ...alerts.map(({ kind, level, status }): Text => [`${alertWords(kind)}: ${ALERT_STATUS[status] ?? status}, level ${level}`]),
    ...timersSet.map((timer) => say`Clock set, ${clockWords(timer)}: ${times.at(timer.dueAt)}`),
    ...deliveries.map(({ person = 'Somebody', way, status }): Text => [`${person} told by ${way}: ${DELIVERY_WORDS[status]}`]),
    ...(moreDeliveries === 0 ? [] : [[`And ${moreDeliveries} more messages`]]),
  ]
}

const ALERT_STATUS: Readonly<Record<string, string>> = { open: 'open', acknowledged: 'taken', resolved: 'over' }
