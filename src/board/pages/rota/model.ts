/** Who is on duty now and in the next days, in words. Times are those of the rota's zone, as clocks on a wall show them. */
import { DateTime } from 'luxon'
import { DAYS } from '../../../../machines/rules/delivery/plan.ts'
import { shownAt, wallTimeAt } from '../../../../machines/rules/time/wallTime.ts'
import type { dutyPage, rotaPage } from '../../../engine/answers/duty.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { lengthOf } from '../../../frame/times.ts'

type Duties = Answer<typeof dutyPage>['items']
type Rota = Answer<typeof rotaPage>
type RotaOfRole = Rota['items'][number]
type Span = RotaOfRole['spans'][number]
type OnDuty = Span['people'][number]

const DAY_NAMES: Readonly<Record<string, string>> = {
  ...{ mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
}

/** `Sun 25 Oct 01:00 GMT`: the name of the clock only in the hour that comes twice. */
export function wallTime(instant: string, zone: string): string {
  const at = DateTime.fromISO(instant, { zone }).setLocale('en-GB')
  const { first, last } = shownAt(wallTimeAt(at.toMillis(), zone), zone)
  return at.toFormat(first === last ? 'ccc d MMM HH:mm' : 'ccc d MMM HH:mm ZZZZ')
}

/** `every day`, `Mon to Fri`, `Sat, Sun`. */
export function daysInWords(days: readonly string[]): string {
  if (days.length === DAYS.length) return 'every day'
  const places = days.map((day) => DAYS.indexOf(day as (typeof DAYS)[number])).sort((one, other) => one - other)
  const [first = 0, last = 0] = [places[0], places.at(-1)]
  const name = (place: number) => DAY_NAMES[DAYS[place] ?? ''] ?? ''
  if (places.length > 2 && last - first === places.length - 1) return `${name(first)} to ${name(last)}`
  return places.map(name).join(', ')
}

function whyInWords({ why }: OnDuty, zone: string): string {
  if (why.by === 'pattern') return `${daysInWords(why.days)} ${why.from} to ${why.to}`
  const time = `${wallTime(why.from, zone)} to ${wallTime(why.to, zone)}`
  const instead = why.instead === null ? '' : ` in place of ${why.instead.join(', ')}`
  return why.decidedBy === undefined
    ? `exception of the delivery file, ${time}${instead}`
    : `put on by ${why.decidedBy.id}, ${time}${instead}`
}

/** What a span of clock time hides. */
function clockChange({ from, to }: Pick<Span, 'from' | 'to'>, zone: string): string {
  const offset = (instant: string) => DateTime.fromISO(instant, { zone }).offset
  const change = offset(to) - offset(from)
  if (change === 0) return ''
  return change < 0 ? 'The clocks go back in this time.' : 'The clocks go forward in this time.'
}

export interface SpanSeen {
  readonly from: string
  readonly to: string
  readonly fromWords: string
  readonly toWords: string
  readonly lasts: string
  readonly note: string
  readonly people: readonly { readonly person: string; readonly name: string; readonly why: string }[]
}

function spanSeen(span: Span, zone: string): SpanSeen {
  const { from, to } = span
  return {
    ...{ from, to, fromWords: wallTime(from, zone), toWords: wallTime(to, zone), note: clockChange(span, zone) },
    lasts: lengthOf(Date.parse(to) - Date.parse(from)),
    people: span.people.map((one) => ({ person: one.person, name: one.name, why: whyInWords(one, zone) })),
  }
}

function fallsInWords(falls: Duties[number]['falls'], role: string): string {
  if (falls === null) return ''
  const people = falls.people.join(', ')
  return falls.role === null
    ? `No role above has anybody on duty either. Everybody who is a ${role.toLowerCase()} is told at once${people === '' ? ': nobody is' : `: ${people}`}.`
    : `Alerts go at once to the ${ROLE_LABELS[falls.role].toLowerCase()}: ${people}.`
}

export interface RoleSeen {
  readonly role: string
  readonly label: string
  readonly zone: string
  readonly now: SpanSeen['people']
  readonly falls: string
  readonly spans: readonly SpanSeen[]
  readonly holes: number
  readonly everybody: RotaOfRole['people']
  /** Those who have a shift in the days shown: the others nobody can stand in for. */
  readonly standing: RotaOfRole['people']
}

export function rolesSeen(duties: Duties, rota: Rota): readonly RoleSeen[] {
  return rota.items.map(({ role, zone, spans, holes, people }) => {
    const duty = duties.find((one) => one.role === role)
    const label = ROLE_LABELS[role]
    const onShift = new Set(spans.flatMap((span) => span.people.map(({ person }) => person)))
    return {
      ...{ role, label, zone, holes: holes.length, everybody: people },
      now: (duty?.people ?? []).map((one) => ({ person: one.person, name: one.name, why: whyInWords(one, zone) })),
      falls: fallsInWords(duty?.falls ?? null, label),
      spans: spans.map((span) => spanSeen(span, zone)),
      standing: people.filter(({ person }) => onShift.has(person)),
    }
  })
}

/** People that one form of the page names in their order; the API takes more. */
export const PLACES_OF_FORM = ['Told first', 'Then', 'Then, third', 'Then, fourth'] as const

export interface Typed {
  readonly from: string
  readonly to: string
  readonly people: readonly string[]
  readonly instead: readonly string[]
  readonly reason: string
}

export const NOTHING_TYPED: Typed = { from: '', to: '', people: [], instead: [], reason: '' }

export const typedIn = (form: URLSearchParams): Typed => ({
  ...{ from: form.get('/from')?.trim() ?? '', to: form.get('/to')?.trim() ?? '' },
  people: PLACES_OF_FORM.map((_, place) => form.get(`/people/${place}`) ?? ''),
  instead: form.getAll('/instead').filter((person) => person !== ''),
  reason: form.get('/reason') ?? '',
})

/** What is posted, and which field of the form each of its people stands in. */
export function overrideOf(role: string, { from, to, people, instead, reason }: Typed) {
  const places = people.flatMap((person, place) => (person === '' ? [] : [place]))
  return {
    body: {
      ...{ role, from, to, people: people.filter((person) => person !== '') },
      ...(instead.length > 0 && { instead }),
      ...(reason.trim() !== '' && { reason }),
    },
    nameOf: (pointer: string): string => {
      if (pointer === '/people') return '/people/0'
      const [, list, place] = /^\/(people|instead)\/(\d+)$/.exec(pointer) ?? []
      if (list === 'instead') return '/instead'
      return list === 'people' ? `/people/${places[Number(place)] ?? 0}` : pointer
    },
  }
}
