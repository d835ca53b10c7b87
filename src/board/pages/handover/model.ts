/** Hand-overs of the shift as their pages show them: the list of them, and the items of each, with why they are on it. */
import { samePerson } from '../../../../machines/rules/person.ts'
import type { handover, handoverAhead, handoverHead } from '../../../engine/answers/handover.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { incidentAt } from '../../address.ts'
import { alertWords, capital, words } from '../../words/words.ts'

export type Ahead = Answer<typeof handoverAhead>
export type Head = Answer<typeof handoverHead>
export type Handover = Answer<typeof handover>
type Item = Handover['items'][number]

type Person = { readonly id: string } | null

interface Line {
  /** The reader handed it over, and so does not accept it. */
  readonly isOwn: boolean
  readonly href: string
  readonly title: string
  readonly by: string
  readonly at: string
  readonly left: string
  readonly isDone: boolean
  /** Until when all of it should have been accepted. */
  readonly acceptBy: string
  readonly isLate: boolean
}

const many = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`
const titleOf = ({ from, to }: Pick<Head, 'from' | 'to'>): string => `from ${from} to ${to}`
const isBy = ({ by }: Pick<Head, 'by'>, person: Person): boolean => person !== null && samePerson(by.id, person.id)
const isLate = ({ left, acceptBy }: Pick<Head, 'left' | 'acceptBy'>, now: number): boolean =>
  left > 0 && Date.parse(acceptBy) <= now

export const linesOf = (heads: readonly Head[], now: number, person: Person): readonly Line[] =>
  heads.map((head) => ({
    href: `/handover/${encodeURIComponent(head.handover)}`,
    title: capital(titleOf(head)),
    isOwn: isBy(head, person),
    ...{ by: head.by.id, at: head.at, acceptBy: head.acceptBy, isDone: head.left === 0, isLate: isLate(head, now) },
    left:
      head.left === 0
        ? `All ${many(head.count, 'item')} accepted or ended`
        : `${many(head.left, 'item')} of ${head.count} to accept`,
  }))

interface Shown {
  readonly id: string
  /** Null for an alert about the system itself. */
  readonly incident: string | null
  /** Where it is looked at; null for a restricted incident, which opens for its readers alone. */
  readonly href: string | null
  readonly why: string
  readonly dueAt: string | null
  readonly isLate: boolean
  readonly status: 'left' | 'accepted' | 'settled'
  readonly acceptedBy: string | null
  readonly acceptedAt: string | null
}

interface Group {
  readonly title: string
  readonly hint: string
  readonly items: readonly Shown[]
}

export interface One {
  readonly title: string
  readonly by: string
  readonly madeAt: string
  readonly acceptBy: string
  readonly note: string | null
  readonly left: number
  readonly count: number
  readonly isLate: boolean
  readonly told: readonly string[]
  readonly groups: readonly Group[]
  readonly next: string | null
  /** Whoever handed over accepts nothing. */
  readonly isOwn: boolean
}

const GROUPS: Readonly<Record<Item['what'], Pick<Group, 'title' | 'hint'>>> = {
  open: { title: 'Open', hint: 'Incidents that ask for something now, and high alerts that nobody has.' },
  taken: { title: 'Taken', hint: 'Alerts that somebody has. Whoever accepts one has it from then on.' },
  doubtful: {
    title: 'Waiting for a second person',
    hint: 'Reassessments and decisions that somebody else has to read or decide.',
  },
  due: { title: 'Due in the next hours', hint: 'Deadlines that fall in the shift that begins.' },
}

export function handoverOf(read: Handover, person: Person, now: number): One {
  const { by, at, acceptBy, note = null, left, count, shiftChanged, demandCount, items, next } = read
  return {
    ...{ title: titleOf(read), by: by.id, madeAt: at, acceptBy, note, left, count, next, isLate: isLate(read, now) },
    told: toldOf(shiftChanged, demandCount),
    groups: (Object.keys(GROUPS) as Item['what'][]).flatMap((what) => {
      const of = items.filter((item) => item.what === what)
      return of.length === 0 ? [] : [{ ...GROUPS[what], items: of.map((item) => shownOf(item, now)) }]
    }),
    isOwn: isBy(read, person),
  }
}

function toldOf({ incidents, recorded, refused }: Head['shiftChanged'], demands: number): readonly string[] {
  if (incidents === 0) return ['No incident had to be told of the change of shift.']
  const open = incidents - recorded - refused
  return [
    `${many(recorded, 'incident')} of ${incidents} told of the change of shift. A reassessment was asked for ${many(demands, 'time')}.`,
    ...(refused === 0 ? [] : [`${many(refused, 'incident')} closed meanwhile.`]),
    ...(open === 0 ? [] : [`${many(open, 'incident')} will be told within seconds.`]),
  ]
}

function shownOf(item: Item, now: number): Shown {
  const { id, incident, dueAt = null, status, acceptedAt = null } = item
  return {
    ...{ id, incident: incident === '' ? null : incident, dueAt, status, acceptedAt, why: whyOf(item) },
    href: 'restricted' in item ? null : incident === '' ? '/' : incidentAt(incident),
    isLate: status === 'left' && dueAt !== null && Date.parse(dueAt) <= now,
    acceptedBy: 'restricted' in item ? null : (item.acceptedBy?.id ?? null),
  }
}

const RESTRICTED = 'The incident is restricted: what it is about is shown to its readers'

/** Why it is on the list, and how far it has gone. */
function whyOf(item: Item): string {
  const level = item.level === undefined || item.level <= 1 ? '' : `, passed up ${many(item.level - 1, 'time')}`
  if ('restricted' in item) return `${RESTRICTED}${level}`
  const { kind, alert, has } = item
  const what = alert === undefined ? capital(words(kind)) : alertWords(kind)
  return `${what}${level}${has === undefined ? '' : `, ${has.id} had it`}`
}

/** What a hand-over does, said before it is made. */
export const aheadOf = ({ items, incidents, demands }: Ahead): readonly string[] => [
  items === 0 ? 'The list will be empty.' : `The list will have ${many(items, 'item')}.`,
  ...(incidents === 0 ? [] : [`${many(incidents, 'incident')} will be told of the change of shift.`]),
  demands === 0
    ? 'No reassessment will be asked for.'
    : `A reassessment will be asked for of ${many(demands, 'incident')} that nobody has attended, also where somebody has just reassessed: a supervisor has to answer each.`,
]
