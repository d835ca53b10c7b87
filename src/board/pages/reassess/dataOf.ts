/** The posted form as the event's data: what was typed, and nothing of what the last assessment said. */
import type { SITUATION_WORDS } from '../../../../machines/rules/catalogue/incident/situation.ts'
import { wordOf } from '../../../../machines/rules/catalogue/labels/index.ts'
import { type CaseEventData, EVENTS } from '../../../../machines/rules/events.ts'
import type { Issue } from '../../../../machines/rules/issue.ts'
import type { Person } from '../../../../machines/rules/vocabulary.ts'
import { isSaid } from '../../../../machines/rules/words.ts'
import { within } from '../../forms/names.ts'
import { readForm } from '../../forms/read.ts'
import { shapesOf } from '../../forms/shapeOf.ts'
import {
  ALSO,
  CAME,
  CHECKS,
  CONTACT,
  DEMAND,
  ID,
  JUST_NOW,
  OTHER_CHECKS,
  onlyHelps,
  PAST_TIMES,
  REVIEW,
  REVIEW_IN,
  read,
  SEEN,
  TRIED,
} from './names.ts'
import { lastShown, nextShown } from './shortTimes.ts'

type Data = CaseEventData['risk.reassessed']

export interface Posted {
  readonly id: string
  /** Milliseconds since 1970: when it was made. */
  readonly at: number
  readonly data: Data
  /** Of what could not be read. */
  readonly issues: readonly Issue[]
}

const SHAPES = shapesOf(EVENTS['risk.reassessed'].schema)
const MINUTE_MS = 60_000

/** @param now milliseconds since 1970; what was written as made now was made then. */
export function postedOf(
  form: URLSearchParams,
  { now: clock, assessor }: { readonly now: number; readonly assessor: Person },
): Posted {
  const now = notBefore(clock, Date.parse(form.get(CAME) ?? ''))
  const first = readForm(SHAPES, withTimes(form, now))
  const at = first.time === null ? now : Date.parse(first.time)
  const { data, issues } = first.time === null ? first : readForm(SHAPES, withTimes(form, now, at))
  return { id: form.get(ID) ?? '', at, data: eventOf(data as unknown as Partial<Data>, form, { at, assessor }), issues }
}

/** Two clocks differ by a little. Further ahead nothing is made (contract §2). */
const notBefore = (now: number, came: number): number => (came > now && came - now < 2 * MINUTE_MS ? came : now)

/** Times in full, and the words that only this form has taken out. @param at when it was made: what is `now` in it. */
function withTimes(form: URLSearchParams, now: number, at = now): URLSearchParams {
  const full = new URLSearchParams()
  const tried = form.get(`${CONTACT}/attempted`)
  for (const [name, value] of form) {
    if (PAST_TIMES.includes(name)) full.append(name, /^now$/i.test(value.trim()) ? lastShown(value, at) : lastShown(value, now))
    else if (name === REVIEW) full.append(name, nextShown(value, at))
    else if (name === `${CONTACT}/attempted`) full.append(name, value === JUST_NOW ? 'true' : value)
    else if (name === OTHER_CHECKS) full.append(CHECKS, value)
    else if (!onlyHelps(name)) full.append(name, value)
  }
  if (tried === JUST_NOW && !isSaid(form.get(`${CONTACT}/at`) ?? '')) full.set(`${CONTACT}/at`, new Date(at).toISOString())
  return full
}

function eventOf(
  data: Partial<Data>,
  form: URLSearchParams,
  { at, assessor }: { readonly at: number; readonly assessor: Person },
): Data {
  const [demand = null, ...alsoAnswers] = answeredIn(form)
  const {
    situation = {},
    interimSafeguarding = [],
    resourceAction = '',
    decision,
    alsoAnswers: _,
    causesSeen: __,
    ...said
  } = data
  const tried = [...form.getAll(TRIED).map(triedWords), ...(isSaid(resourceAction) ? [resourceAction] : [])]
  const { suspect, victim } = situation
  const review = reviewIn(form, at)
  return {
    ...said,
    demand,
    ...(alsoAnswers.length > 0 && { alsoAnswers }),
    ...(demand !== null && { causesSeen: seenIn(form) }),
    assessor,
    situation: {
      ...situation,
      ...(suspect !== undefined && { suspect: notAfter(suspect, at) }),
      ...(victim !== undefined && { victim: notAfter(victim, at) }),
    },
    ...(!isSaid(said.newInformation) && situation.changed?.includes('nothing') && { newInformation: 'None' }),
    interimSafeguarding: [...protectionIn(situation.protects ?? []), ...interimSafeguarding],
    ...(tried.length > 0 && { resourceAction: tried.join('; ') }),
    decision: { ...decision, priority: decision?.priority ?? '' } as Data['decision'],
    ...(said.nextReviewAt === undefined && review !== null && { nextReviewAt: review }),
  }
}

/** The demands that are ticked, in the order of the page. */
export const answeredIn = (form: URLSearchParams): readonly string[] =>
  [...form.getAll(DEMAND), ...form.getAll(ALSO)].filter((id) => id !== '')

/** How many causes the author had on screen of each demand that is answered. */
function seenIn(form: URLSearchParams): Record<string, number> {
  const seen = answeredIn(form).map((id) => [id, seenOf(form, id)] as const)
  return Object.fromEntries(seen.filter((one): one is [string, number] => one[1] !== null))
}

/** Null for a demand that was not on the form. */
export function seenOf(form: URLSearchParams, demand: string): number | null {
  const count = Number(form.get(read(demand)) ?? form.get(within(SEEN, demand)) ?? Number.NaN)
  return Number.isInteger(count) && count >= 0 ? count : null
}

const reviewIn = (form: URLSearchParams, at: number): string | null => {
  const minutes = Number(form.get(REVIEW_IN) ?? Number.NaN)
  return minutes > 0 && minutes <= 7 * 24 * 60 ? new Date(at + minutes * MINUTE_MS).toISOString() : null
}

type Whereabouts = NonNullable<NonNullable<Data['situation']>['suspect']> | NonNullable<NonNullable<Data['situation']>['victim']>
/** The button of a browser takes the second: what is known is not known after it was said. */
const notAfter = <Said extends Whereabouts>(said: Said, at: number): Said => {
  const known = Date.parse(said.knownAt ?? '')
  return known > at && known - at < 2 * MINUTE_MS ? { ...said, knownAt: new Date(at).toISOString() } : said
}

/** What somebody tried to get a unit; the words are what is recorded. */
export const RESOURCE_WORDS = {
  own: 'Own units asked',
  neighbour: 'Neighbouring area asked',
  agency: 'Another agency asked',
} as const
const triedWords = (tried: string): string => RESOURCE_WORDS[tried as keyof typeof RESOURCE_WORDS] ?? tried

type Protects = (typeof SITUATION_WORDS)['protects'][number]
const SAYS_NOTHING: readonly string[] = ['nothing', 'unknown', 'other', '']
/** What was ticked as protection, in words, for the record of what keeps the victim safe. */
const protectionIn = (protects: readonly (Protects | '')[]): readonly string[] =>
  protects.filter((word) => !SAYS_NOTHING.includes(word)).map((word) => wordOf('risk.reassessed', 'situation/protects', word))
