/** One step of a scenario: what happens, when, with its data filled in and its times worked out. */
import { parseData } from '../../../machines/rules/events.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { ByHand, Mistake, Path } from '../../files/byHand.ts'
import { FIXTURES } from '../fixtures.ts'
import { eventData } from './eventData.ts'
import type { Expected, Happening, Step } from './scenario.ts'
import type { RawStep } from './schema.ts'
import { BadTime, instantOf, type Night } from './times.ts'

/** Fields that belong to an event step, and expectations that only an event can answer. */
const OF_AN_EVENT = ['use', 'data', 'without'] as const
const OF_AN_OUTCOME = ['refused', 'pending', 'warnings', 'nothing'] as const

/** Stops the reading of a step at the first thing that is wrong with it. */
class Wrong extends Error {
  readonly code = 'wrong-step'
  readonly path: Path
  constructor(path: Path, message: string) {
    super(message)
    this.path = path
  }
}

/** @param path where the step stands in its file. */
export function readStep(raw: RawStep, path: Path, night: Night, yaml: ByHand): Step | { mistakes: Mistake[] } {
  const time = (written: string, under: Path): Instant => {
    try {
      return instantOf(written, night)
    } catch (error) {
      if (error instanceof BadTime) throw new Wrong(under, `${written} ${error.message}`)
      throw error
    }
  }
  try {
    const at = atOf(raw, path, time)
    const recordedAt = raw.recorded === undefined ? at : time(raw.recorded, [...path, 'recorded'])
    const happens = happeningOf(raw, path, at, time)
    if (recordedAt < at) throw new Wrong([...path, 'recorded'], 'recorded comes before it happened')
    const expect = raw.expect === undefined ? null : expectedOf(raw.expect, path, time)
    checkData(happens, expect, path)
    const incident = raw.incident ?? null
    return { line: yaml.placeOf(path).line, at, recordedAt, incident, happens, note: raw.note ?? null, expect }
  } catch (error) {
    if (error instanceof Wrong) return { mistakes: [{ ...yaml.placeOf(error.path), message: error.message }] }
    throw error
  }
}

type ReadTime = (written: string, under: Path) => Instant

function atOf({ at, 'advance to': until }: RawStep, path: Path, time: ReadTime): Instant {
  if (at !== undefined && until !== undefined) throw new Wrong(path, 'says both `at` and `advance to`: one time is enough')
  if (at !== undefined) return time(at, [...path, 'at'])
  if (until !== undefined) return time(until, [...path, 'advance to'])
  throw new Wrong(path, 'needs a time: `at`, or `advance to` when nothing happens but time')
}

/** What a person does that is no event. */
const ACTS = ['acknowledge', 'take', 'release', 'break glass', 'dismiss', 'approve'] as const

function happeningOf(raw: RawStep, path: Path, at: Instant, time: ReadTime): Happening {
  const said = (['event', ...ACTS, 'workers'] as const).filter((kind) => raw[kind] !== undefined)
  if (said.length > 1) throw new Wrong(path, `says ${said.join(' and ')}: a step is one of them`)
  if (raw['advance to'] !== undefined && said.length > 0) throw new Wrong(path, `${said[0]} happens \`at\` a time`)
  if (raw.incident !== undefined && said.some((kind) => kind !== 'event'))
    throw new Wrong([...path, 'incident'], 'incident belongs to an event, or to what is expected when time has passed')
  if (raw.event === undefined) {
    const stray = [...OF_AN_EVENT, ...(raw.approve === undefined ? (['recorded'] as const) : [])].find(
      (field) => raw[field] !== undefined,
    )
    if (stray !== undefined) throw new Wrong([...path, stray], `${stray} belongs to an event step`)
    const asked = raw.approve === undefined ? OF_AN_OUTCOME.find((field) => raw.expect?.[field] !== undefined) : undefined
    if (asked !== undefined) throw new Wrong([...path, 'expect', asked], `${asked} belongs to an event step`)
  }
  const role = raw.role ?? 'supervisor'
  const by = { id: raw.by ?? 'sup-1', role }
  const taken = raw.take ?? raw.acknowledge
  if (taken !== undefined) return { kind: 'take', alert: taken, role, by }
  if (raw.release !== undefined) return { kind: 'release', alert: raw.release, role, by }
  if (raw['break glass'] !== undefined) return { kind: 'break glass', reason: raw['break glass'], role, by }
  if (raw.dismiss !== undefined) return { kind: 'dismiss', alert: raw.dismiss, role, by }
  if (raw.approve !== undefined) {
    const { decision = 'approved', reason = null, asks = null } = raw.approve ?? {}
    return { kind: 'approve', role, by: { id: raw.by ?? 'sup-2', role }, decision, reason, asks }
  }
  return otherwise(raw, path, at, time)
}

/** An event, the workers, or only time. */
function otherwise(raw: RawStep, path: Path, at: Instant, time: ReadTime): Happening {
  if (raw.event === undefined) {
    const stray = (['role', 'by'] as const).find((field) => raw[field] !== undefined)
    if (stray !== undefined) throw new Wrong([...path, stray], `${stray} belongs to a step in which somebody acts`)
    return raw.workers === undefined ? { kind: 'time' } : { kind: 'workers', awake: raw.workers === 'awake' }
  }
  const fixture = FIXTURES.get(raw.use ?? raw.event)
  if (fixture === undefined || fixture.event !== raw.event)
    throw new Wrong([...path, 'use'], `${raw.use} is not a fixture of ${raw.event}, which has: ${fixturesOf(raw.event)}`)
  const role = raw.role ?? fixture.role
  const data = eventData({ ...raw, event: raw.event, role }, fixture, at, {
    time: (written, way) => time(written, [...path, 'data', ...way]),
    missing: (part) => {
      throw new Wrong([...path, 'without'], `there is no ${part} to leave out`)
    },
  })
  return { kind: 'event', event: raw.event, role, data }
}

const fixturesOf = (event: string): string => [...FIXTURES].flatMap(([name, of]) => (of.event === event ? [name] : [])).join(', ')

/** A slip in an event's data is a mistake of the file, unless the scenario is about what the schema refuses. */
function checkData(happens: Happening, expect: Expected | null, path: Path): void {
  if (happens.kind !== 'event' || expect?.refused?.code === 'invalid-event') return
  const parsed = parseData(happens.event, happens.data)
  const [issue] = parsed.ok ? [] : parsed.issues
  if (issue === undefined) return
  const way = issue.pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  throw new Wrong([...path, ...way], `${issue.pointer} ${issue.detail}`)
}

function expectedOf(expect: NonNullable<RawStep['expect']>, path: Path, time: ReadTime): Expected {
  const due = <Item extends { due?: string | undefined }>(item: Item, ...under: Path): Item =>
    item.due === undefined ? item : { ...item, due: time(item.due, [...path, 'expect', ...under]) }
  const { deadlines, demands, delivered } = expect
  return {
    ...expect,
    ...(demands && { demands: demands.map((demand, index) => due(demand, 'demands', index)) }),
    ...(delivered && {
      delivered: delivered.map((message, index) => ({
        ...message,
        at: time(message.at, [...path, 'expect', 'delivered', index, 'at']),
      })),
    }),
    ...(deadlines && {
      deadlines: Object.fromEntries(Object.entries(deadlines).map(([name, item]) => [name, due(item ?? {}, 'deadlines', name)])),
    }),
  }
}
