/** What a second person has to read, without what the reader program found; and, once there is a verdict, what it found and what follows. */

import { labelOf } from '../../../../machines/rules/catalogue/labels/index.ts'
import type { incident } from '../../../engine/answers/incident.ts'
import type { alert } from '../../../engine/answers/parts.ts'
import type { oneReassessment, reassessmentPage, restrictedReassessment } from '../../../engine/answers/reassessments.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { besideOf, type Question } from './beside.ts'

export type Listed = Answer<typeof reassessmentPage>
export type One = Answer<typeof oneReassessment>
export type Found = One | Answer<typeof restrictedReassessment>
export type Alert = Answer<typeof alert>
export type Incident = Answer<typeof incident>
type Item = Exclude<Listed['items'][number], { readonly restricted: true }>

interface Link {
  readonly incident: string
  readonly href: string
  readonly at: string
}

export interface List {
  readonly toRead: readonly Link[]
  readonly restricted: readonly string[]
  /** Of those on this part of the list that have to be read by a time: how many, by when the first, and who is told of it now. */
  readonly owed: { readonly count: number; readonly dueAt: string | null; readonly isLate: boolean; readonly told: string } | null
  readonly next: string | null
  readonly read: readonly (Link & { readonly by: string; readonly verdict: string; readonly readAt: string })[]
}

const hrefOf = ({ incident, sequence }: { readonly incident: string; readonly sequence: number }): string =>
  `/reassessments/${encodeURIComponent(incident)}/${sequence}`
const linkOf = (item: Item): Link => ({ incident: item.incident, href: hrefOf(item), at: item.at })
const isShown = (item: Listed['items'][number]): item is Item => !('restricted' in item)

interface Asked {
  readonly waiting: Listed
  readonly read: Listed
  /** That a second person has to read one: unanswered. */
  readonly alerts: readonly Pick<Alert, 'incident' | 'dueAt' | 'audience' | 'level'>[]
  readonly now: number
}

export function listOf({ waiting, read, alerts, now }: Asked): List {
  return {
    toRead: waiting.items.filter(isShown).map(linkOf),
    restricted: waiting.items.filter((item) => !isShown(item)).map(({ incident }) => incident),
    owed: owedOf(alertsOn(alerts, waiting.items.filter(isShown)), now),
    next: waiting.next,
    read: read.items
      .filter(isShown)
      .flatMap((item) =>
        item.check === null
          ? []
          : [{ ...linkOf(item), by: item.check.by.id, verdict: verdictWords(item.check.verdict), readAt: item.check.at }],
      ),
  }
}

/** Only of what this reader is shown: the others are for others, and of their own nobody is told that it has to be read. */
const alertsOn = (alerts: Asked['alerts'], listed: readonly Item[]): Asked['alerts'] =>
  alerts.filter((alert) => listed.some(({ incident }) => incident === alert.incident))

function owedOf(alerts: Asked['alerts'], now: number): List['owed'] {
  if (alerts.length === 0) return null
  const dueAt = alerts.flatMap((alert) => alert.dueAt ?? []).sort()[0] ?? null
  const highest = alerts.reduce((one, other) => (other.level > one.level ? other : one))
  return {
    count: new Set(alerts.map(({ incident }) => incident)).size,
    ...{ dueAt, isLate: dueAt !== null && Date.parse(dueAt) <= now },
    told: ROLE_LABELS[highest.audience].toLowerCase(),
  }
}

const verdictWords = (verdict: 'assesses' | 'explains'): string =>
  verdict === 'assesses' ? 'it assesses the risk' : 'it only explains the delay'

export interface Reading {
  readonly incident: string
  readonly madeAt: string
  readonly questions: readonly Question[]
  readonly isDestroyed: boolean
  /** When the assessment before it was made, and what it was; null before the first. */
  readonly before: { readonly at: string; readonly what: string } | null
  readonly verdict: Verdict | null
}

interface Verdict {
  readonly words: string
  readonly by: string
  readonly at: string
  readonly note: string | null
  /** What the reader program had found; null where that is not told. */
  readonly found: string | null
  readonly marked: readonly { readonly label: string; readonly text: string }[]
  readonly follows: readonly string[]
  /** The incident asks for a reassessment again: by when. */
  readonly askedBy: string | null
}

/** @param incident of which it is; null where it cannot be read here. */
export function readingOf(one: One, incident: Incident | null): Reading {
  const { reassessment, before } = one
  return {
    ...{ incident: one.incident, madeAt: one.at, isDestroyed: reassessment === null },
    questions: reassessment === null ? [] : besideOf(reassessment, before?.data ?? null),
    before:
      before === null
        ? null
        : { at: before.at, what: before.type === 'thrive.assessed' ? 'The THRIVE before it' : 'The reassessment before it' },
    verdict: one.check === null ? null : verdictOf(one, one.check, incident),
  }
}

const FOUND = {
  assesses: 'The reader program had found that it says how the risk is.',
  doubtful: 'The reader program had been in doubt whether it says how the risk is.',
} as const

function verdictOf(
  { reassessment, detector, sequence }: One,
  check: NonNullable<One['check']>,
  incident: Incident | null,
): Verdict {
  const asks = incident?.demands.find(({ reason, status }) => reason === 'reassessment-set-aside' && status === 'open')
  return {
    ...{ words: verdictWords(check.verdict), by: check.by.id, at: check.at, note: check.note },
    found: detector === null ? null : FOUND[detector.verdict],
    marked: (detector?.doubts ?? []).flatMap((passage) => markedIn(reassessment, passage)),
    follows:
      check.verdict === 'assesses' ? ['The reassessment stands, and its demand stays answered.'] : followsOf(incident, sequence),
    askedBy: check.verdict === 'explains' ? (asks?.dueAt ?? null) : null,
  }
}

function followsOf(incident: Incident | null, sequence: number): readonly string[] {
  if (incident === null) return ['Open the incident to see what follows.']
  const again = incident.demands.filter(({ reason }) => reason === 'reassessment-set-aside')
  const grade = incident.grades.find(({ setAside }) => setAside === sequence)
  const asked = again.some(({ status }) => status === 'open')
    ? 'It counts as no answer: the incident asks for a reassessment again.'
    : again.length > 0
      ? 'It counted as no answer. The incident asked for a reassessment again, and that has ended since.'
      : 'Nobody is asked again: the victim was seen after it was made.'
  return [asked, ...(grade === undefined ? [] : [`The grade that it had lowered is ${grade.priority} again.`])]
}

function markedIn(
  data: One['reassessment'],
  { pointer, start, end }: NonNullable<One['detector']>['doubts'][number],
): Verdict['marked'] {
  const path = pointer.replace(/^\/data\//, '')
  const text = path
    .split('/')
    .reduce((part: unknown, name) => (typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined), data)
  return typeof text === 'string' ? [{ label: calledAt(path), text: text.slice(start, end).trim() }] : []
}

/** An element is called by its name: each has its own “why”. */
function calledAt(path: string): string {
  const [, element] = /^thrive\/(\w+)\//.exec(path) ?? []
  const known = element === undefined ? path : `thrive/${element}`
  return labelOf('risk.reassessed', known.replace(/^elements\/[^/]+/, 'elements/*')).label
}
