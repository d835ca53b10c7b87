/** What a page says of a refusal: what happened, whether it is recorded, and what to do next. The one place of these sentences. */

import { EVENTS } from '../../../machines/rules/catalogue/index.ts'
import type { Issue } from '../../../machines/rules/issue.ts'
import { ROLES, type Role } from '../../../machines/rules/vocabulary.ts'
import type { ProblemCode } from '../../api/problems.ts'
import { ROLE_LABELS } from '../../frame/roles.ts'
import { type Clock, shortTime } from '../../frame/times.ts'
import type { Node } from '../forms/node.ts'
import { capital, eventWords } from './words.ts'

export interface Refusal {
  readonly title: string
  /** What to do next. */
  readonly next: string
}

const NOT_YET: Refusal = {
  title: 'Not recorded yet',
  next: 'The record could not be written. What you wrote is below and nothing is lost. Send it again: it is recorded once, however often you send it.',
}

/** Of what a form can be answered with; anything else is `NOT_KNOWN`. */
const REFUSALS: Partial<Record<ProblemCode, Refusal>> = {
  'record-unavailable': NOT_YET,
  'too-busy': NOT_YET,
  'not-accepted-now': {
    title: 'This cannot be recorded as the incident is now',
    next: 'Nothing is recorded. The incident may have changed since you opened this form: open the incident to see what can be recorded now. What you wrote is below.',
  },
  'event-id-reused': {
    title: 'This form was recorded before',
    next: 'What you first sent is in the record. What you changed since is not. To record the change too, open the form again from the incident.',
  },
  'unknown-incident': {
    title: 'No incident has this reference',
    next: 'Nothing is recorded. Check the reference, or report the incident first.',
  },
  'invalid-event': { title: 'Some answers have to be corrected', next: 'Nothing is recorded yet.' },
  'reassessment-incomplete': {
    title: 'The reassessment is not complete',
    next: 'Nothing is recorded yet. Answer what is named below. “Not known” is always an answer.',
  },
  'explains-delay-not-risk': {
    title: 'This explains the delay. It does not assess the risk again',
    next: 'Nothing is recorded yet. Say how the risk to the victim has changed. Why nobody has come is recorded as a delay.',
  },
  'downgrade-not-approved': {
    title: 'Lowering this grade needs a second person',
    next: 'Nothing is recorded. A force incident manager or duty superintendent has to decide, and name another person who agrees.',
  },
  'closure-blocked': { title: 'The incident cannot be closed yet', next: 'Nothing is recorded. This has to be done first:' },
  'telephone-resolution-blocked': {
    title: 'The incident cannot be resolved by telephone',
    next: 'Nothing is recorded. This stands in the way:',
  },
  'not-yourself': {
    title: 'This names somebody else than you',
    next: 'Nothing is recorded. Only what happened earlier can be entered for somebody else: give the time, or let them record it themselves.',
  },
  'too-many': {
    title: 'Too much is open on this incident',
    next: 'Nothing is recorded. End something of this kind first, then send it again.',
  },
  forbidden: {
    title: 'Your role may not record this',
    next: 'Nothing is recorded. Ask somebody whose role may, or record what you know as a note.',
  },
  restricted: {
    title: 'This incident is restricted',
    next: 'Nothing is recorded. Ask one of its readers to record it.',
  },
  'payload-too-large': { title: 'This is too long', next: 'Nothing is recorded. Shorten the longest texts and send it again.' },
}

/** Nobody can say whether it arrived. */
const NOT_KNOWN: Refusal = {
  title: 'Not known whether it was recorded',
  next: 'The answer was lost. What you wrote is below. Send it again: it is recorded once, however often you send it.',
}

/** Fields that cannot be read as they are. */
export const NOT_READ = REFUSALS['invalid-event'] as Refusal

export const refusalOf = (code: ProblemCode | null): Refusal => (code === null ? NOT_KNOWN : (REFUSALS[code] ?? NOT_KNOWN))

const BLANK = ['is required', 'must not be empty', 'needs at least one entry']
export const isBlank = ({ detail }: Pick<Issue, 'detail'>): boolean => BLANK.includes(detail)

const CHOICES: readonly Node['kind'][] = ['radios', 'select', 'checkboxes', 'ticks', 'yes-no']

/** An issue as its field says it, or as a sentence where it belongs to no field. */
export function saidOf({ detail }: Pick<Issue, 'detail'>, field: Pick<Node, 'label' | 'kind'> | null): string {
  if (field === null) return sentence(detail)
  const isChoice = CHOICES.includes(field.kind)
  if (isBlank({ detail }) || (isChoice && detail.startsWith('must be one of')))
    return isChoice ? `Choose an answer: ${field.label}` : `Enter an answer: ${field.label}`
  return `${field.label}: ${plainly(detail)}`
}

const sentence = (detail: string): string => capital(plainly(detail)).replace(/[^.?!]$/, '$&.')

const EVENT = /\b(?:uk\.police\.da\.)?([a-z]+(?:\.[a-z]+(?:-[a-z]+)*)+)(?:\.v1)?\b/g

const AHEAD = /^is (\d+) s ahead of the record's clock .*$/

/** Nobody reads thousands of seconds, nor a clock that is not London's. */
function inTheFuture(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  const hours = Math.floor(minutes / 60)
  const ahead = hours >= 48 ? `${Math.floor(hours / 24)} days` : hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`
  return `is ${ahead} in the future: check the date and the time`
}

/** Pointers and places, which programs read. */
const POINTERS = / \(\/data\/[^)]*\)/g
const PLACE = /^characters \d+ to \d+: /
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/g
const RANKS = new RegExp(`\\b(?:${ROLES.filter((role) => role.includes('-')).join('|')})\\b`, 'g')
/** Sentences of the API come without the page's clock. */
const LONDON: Clock = { zone: 'Europe/London', now: Date.now }

const timeWords = (instant: string): string => (Number.isNaN(Date.parse(instant)) ? instant : shortTime(instant, LONDON))

/** A sentence of the API for a person: events and ranks by their labels, times of London, and no marks of code. */
export const plainly = (detail: string): string =>
  detail
    .replace(POINTERS, '')
    .replace(PLACE, '')
    .replace(AHEAD, (_, seconds: string) => inTheFuture(Number(seconds)))
    .replaceAll('`', '')
    .replaceAll(INSTANT, timeWords)
    .replaceAll(/\btakes the key of (?=an? )/g, 'takes ')
    .replaceAll(RANKS, (role) => ROLE_LABELS[role as Role].toLowerCase())
    .replaceAll(EVENT, (written, name: string) => (Object.hasOwn(EVENTS, name) ? `“${eventWords(name)}”` : written))
    .replaceAll(/\bpost (?=“)/g, 'record ')
