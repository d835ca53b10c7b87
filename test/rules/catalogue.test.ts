/** What the compiler cannot see of the catalogue: that its examples are taken, and that nothing in it is a word without a deed. */
import { readdirSync, readFileSync } from 'node:fs'
import { MATTERS } from '../../machines/matters/index.ts'
import { ALERT_KINDS, ALERTS, type AlertRecord } from '../../machines/rules/catalogue/alerts.ts'
import { DEADLINE_NAMES, DEADLINES, type DeadlineRecord } from '../../machines/rules/catalogue/deadlines.ts'
import type { AnyEventRecord } from '../../machines/rules/catalogue/event.ts'
import { DEMAND_REASONS, REASONS, type ReasonRecord } from '../../machines/rules/catalogue/reasons.ts'
import { REGISTERS, type RegisterRecord } from '../../machines/rules/catalogue/registers.ts'
import { demandReasonOf, EVENT_NAMES, EVENTS, type EventName, parseData, recordOf } from '../../machines/rules/events.ts'
import { alertWords, eventWords, registerWords, words } from '../../src/board/words/words.ts'

type MayBeLeftOut<Record> = { [Field in keyof Record]-?: object extends Pick<Record, Field> ? Field : never }[keyof Record]
const none = <Fields extends never>(): readonly Fields[] => []

it('has no field that a record may leave out: this file would not compile', () => {
  none<MayBeLeftOut<AnyEventRecord>>()
  none<MayBeLeftOut<DeadlineRecord>>()
  none<MayBeLeftOut<AlertRecord>>()
  none<MayBeLeftOut<ReasonRecord>>()
  none<MayBeLeftOut<RegisterRecord>>()
  // @ts-expect-error: whether measures count it, and what closing does to it
  none<MayBeLeftOut<Partial<Pick<DeadlineRecord, 'measured' | 'whenClosed'>>>>()
})

type Named<Name extends EventName> = (typeof EVENTS)[Name]['opens'] extends {
  readonly reasons: readonly (infer Reason)[]
  readonly reasonOf: (data: never) => infer Said
}
  ? [Said] extends [Reason | null]
    ? never
    : Name
  : never

it('names each reason that an event may open a demand for: this file would not compile', () => {
  // The region that opens demands uses the names.
  expect(none<{ [Name in EventName]: Named<Name> }[EventName]>()).toEqual([])
})

it('has an example of each event that its schema takes', () => {
  const refused = EVENT_NAMES.flatMap((name) => {
    const read = parseData(name, EVENTS[name].example)
    return read.ok ? [] : [`${name}: ${JSON.stringify(read.issues)}`]
  })
  expect(refused).toEqual([])
})

/** Everything that is compiled, without the catalogue. */
const sources = ['machines', 'src']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
  .filter((file) => /\.ts$/.test(file) && !file.includes('/catalogue/'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
const isNamed = (word: string): boolean => sources.includes(`'${word}'`)

it('has no deadline, alert or demand reason that nothing brings about', () => {
  const told = new Set<string | null>(
    DEADLINE_NAMES.filter(isNamed).flatMap((name) => [DEADLINES[name].asks, DEADLINES[name].late]),
  )
  const opened = new Set<string>(EVENT_NAMES.flatMap((name) => recordOf(name)?.opens?.reasons ?? []))
  expect({
    deadlines: DEADLINE_NAMES.filter((name) => !isNamed(name)),
    alerts: ALERT_KINDS.filter((kind) => !told.has(kind) && !isNamed(kind)),
    reasons: DEMAND_REASONS.filter((reason) => !opened.has(reason) && !isNamed(reason)),
  }).toEqual({ deadlines: [], alerts: [], reasons: [] })
})

it('has an event that begins each kind of matter, or a machine that does', () => {
  const begun = new Set<string>(EVENT_NAMES.flatMap((name) => recordOf(name)?.matter.begins ?? []))
  const heard = new Set<string>(EVENT_NAMES.flatMap((name) => recordOf(name)?.matter.hears ?? []))
  const told = Object.keys(MATTERS).filter((kind) =>
    new RegExp(`\\bt(ell|o<\\w+>)\\('${kind}'|kind: '${kind}',\\s+name|type: '${kind}\\.asked'`).test(sources),
  )
  expect(Object.keys(MATTERS).filter((kind) => !begun.has(kind) && !told.includes(kind))).toEqual([])
  expect([...begun].filter((kind) => !heard.has(kind))).toEqual([])
})

it('knows only the names in it', () => {
  for (const name of ['attendance.breached', 'constructor', '']) {
    expect(recordOf(name)).toBeUndefined()
    expect(demandReasonOf(name as EventName, {} as never)).toBeNull()
  }
})

it('gives the board a label of each word, and no two meanings of one', () => {
  const shown = [
    ...EVENT_NAMES.map((name) => [eventWords(name), EVENTS[name].label]),
    ...ALERT_KINDS.map((kind) => [alertWords(kind), ALERTS[kind].label]),
    ...Object.entries(REGISTERS).map(([name, { label }]) => [registerWords(name), label]),
    ...DEADLINE_NAMES.map((name) => [words(name), DEADLINES[name].label]),
    ...DEMAND_REASONS.map((reason) => [words(reason), REASONS[reason].label]),
  ]
  expect(shown.filter(([said, label]) => said !== label || said?.trim() === '')).toEqual([])
  expect(DEADLINE_NAMES.filter((name) => (DEMAND_REASONS as readonly string[]).includes(name))).toEqual([])
})
