/** What officers have to know at the door: warnings first, then what nobody knows, then each fact with its age. */
import { findWord } from '../../../../machines/rules/catalogue/labels/index.ts'
import type { briefing } from '../../../engine/answers/briefing.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { lengthOf } from '../../../frame/times.ts'
import { checkWords } from '../../words/checks.ts'
import { valuesOf } from '../../words/facts.ts'
import { capital, counted, eventWords, listed, plain, small, words } from '../../words/words.ts'

export type Briefing = Answer<typeof briefing>

export interface Fact {
  readonly term: string
  readonly text: string
  /** When it was said or known; empty where nobody knows. */
  readonly at: string
  /** `12 min`; empty without `at`. */
  readonly age: string
  /** Too long for paper. */
  readonly isLong: boolean
}

/** Characters of a text that one sheet of paper has room for. */
const LONG = 400
/** Rows of each list that one sheet has room for; a screen shows all of them. */
const ON_PAPER = { standing: 4, people: 4, since: 3, earlier: 2 } as const

/** What a word of an answer is called. */
const answer = (field: string, word: string): string => findWord('risk.reassessed', field, word)?.value ?? capital(plain(word))
const answers = (field: string, given: readonly string[]): string => listed(given.map((word) => answer(field, word)))
const isText = (text: string | null | undefined): text is string => text !== null && text !== undefined && text.trim() !== ''

function factsOf(now: number) {
  const age = (at: string): string => (at === '' ? '' : lengthOf(now - Date.parse(at)))
  return (term: string, text: string | null | undefined, at: string | null | undefined = ''): Fact[] =>
    isText(text) ? [{ term, text, at: at ?? '', age: age(at ?? ''), isLong: text.length > LONG }] : []
}
type FactOf = ReturnType<typeof factsOf>

function whereabouts(who: 'suspect' | 'victim', { situation }: Briefing, fact: FactOf): Fact[] {
  if (situation === null) return []
  const { where, source, knownAt } = situation[who]
  if (where === 'unknown') return []
  const by = source === 'none' ? '' : `, said by ${small(answer('source', source))}`
  return fact(
    who === 'suspect' ? 'Where the suspect is' : 'Where the victim is',
    answer('where', where) + by,
    knownAt ?? situation.at,
  )
}

/** What costs somebody their safety at the door. */
function warningsOf(one: Briefing, fact: FactOf): Fact[] {
  const { weapons, saidAt, children, flags, highRiskFlags, riskGrade, situation, interimRisk, peopleAtRisk } = one
  const others = flags.filter((flag) => !highRiskFlags.includes(flag))
  return [
    ...fact('Weapons', weapons, saidAt.weapons),
    ...fact('High risk because of', capital(highRiskFlags.map(flagWords).join(', '))),
    ...fact('Assessed risk', riskGrade === null ? '' : capital(words(riskGrade))),
    ...fact('The suspect can reach the victim', situation?.canReach === 'yes' ? 'Yes' : '', situation?.at),
    ...fact('What protects the victim', situation?.protects.includes('nothing') ? 'Nothing' : '', situation?.at),
    ...fact('Children', childrenWords(children), saidAt.childrenAnswer),
    ...peopleAtRisk.flatMap(({ who, from, where }) =>
      fact('At risk', [who, isText(from) ? `from ${from}` : '', where].filter(isText).join(', '), saidAt.peopleAtRisk),
    ),
    ...fact('Flags', capital(others.map(words).join(', '))),
    ...(interimRisk === null ? [] : fact('What could happen before you arrive', interimRisk.text, interimRisk.at)),
  ]
}

/** The heading says “High risk because of”. */
const flagWords = (flag: string): string => (flag === 'high-risk' ? 'flagged as high risk' : words(flag))

const childrenWords = ({ known, answer: said }: Briefing['children']): string =>
  [known === 0 ? '' : `${counted(known, 'child is', 'children are')} known`, said].filter(isText).join('. ')

export interface Offer {
  readonly href: string
  readonly label: string
}

export interface Unknown {
  readonly term: string
  readonly since: string
  readonly age: string
}

/** What nobody has said, or nobody knows any more. */
function unknownOf(one: Briefing, now: number): readonly Unknown[] {
  const { situation, unknownSince = {}, weapons, children, location, safeContact, attendBy, thrive } = one
  const never = (isUnknown: boolean, term: string): Unknown[] => (isUnknown ? [{ term, since: '', age: '' }] : [])
  const since = (part: keyof typeof unknownSince, term: string): Unknown[] => {
    const at = unknownSince[part]
    return at === undefined ? [] : [{ term, since: at, age: lengthOf(now - Date.parse(at)) }]
  }
  return [
    ...never(!isText(weapons), 'Weapons: nobody has said'),
    ...never(situation === null, 'Where the suspect and the victim are: nobody has said'),
    ...since('suspect', 'Where the suspect is'),
    ...since('victim', 'Where the victim is'),
    ...since('canReach', 'Whether the suspect can reach the victim'),
    ...since('protects', 'What protects the victim'),
    ...never(children.asked !== true && !isText(children.answer), 'Children: nobody has asked'),
    ...never(!isText(location?.address) && !isText(location?.what3words) && location?.lat === undefined, 'The address'),
    ...never(
      Object.values(safeContact).every((said) => !isText(said)),
      'How to reach the victim safely',
    ),
    ...never(thrive === null, 'The risk: nobody has assessed it'),
    ...never(attendBy === null && isDue(one), 'By when to be there: nobody has graded it'),
  ]
}

function knownOf(one: Briefing, fact: FactOf): Fact[] {
  const { situation, saidAt, suspect, safeContact, historyChecks, adviceLine, reassessed } = one
  return [
    ...whereabouts('suspect', one, fact),
    ...fact('About the suspect', suspect.whereabouts, saidAt.suspectWhereabouts),
    ...fact('The suspect', suspect.dealtWith === null ? '' : capital(words(suspect.dealtWith))),
    ...whereabouts('victim', one, fact),
    ...fact('The suspect can reach the victim', situation?.canReach === 'no' ? 'No' : '', situation?.at),
    ...fact('What protects the victim', protectsWords(situation), situation?.at),
    ...fact('What had changed', changedWords(situation), situation?.at),
    ...fact('Safe telephone of the victim', safeContact.phone, saidAt.safeContact),
    ...fact('Safe times', safeContact.safeTimes, saidAt.safeContact),
    ...fact('Codeword', safeContact.codeword, saidAt.safeContact),
    ...fact('How to speak with them', one.communicationNeeds, saidAt.communicationNeeds),
    ...fact('Advice that was given', one.safetyAdvice, saidAt.safetyAdvice),
    ...fact('What is done for their safety', (reassessed?.safeguarding ?? []).join('\n'), reassessed?.at),
    ...fact('Earlier records that were checked', checkWords(historyChecks?.done ?? []), saidAt.historyChecks),
    ...fact('Not checked', historyChecks?.notDoneReason, saidAt.historyChecks),
    ...fact(
      'Advice of another service',
      [adviceLine?.organisation, adviceLine?.advice].filter(isText).join(': '),
      adviceLine?.at,
    ),
  ]
}

const protectsWords = (situation: Briefing['situation']): string =>
  situation === null
    ? ''
    : answers(
        'protects',
        situation.protects.filter((word) => word !== 'unknown' && word !== 'nothing'),
      )
const changedWords = (situation: Briefing['situation']): string =>
  situation === null
    ? ''
    : answers(
        'changed',
        situation.changed.filter((word) => word !== 'unknown' && word !== 'nothing'),
      )

function placeOf({ location }: Briefing): string {
  if (location === null) return ''
  const { address, postcode, what3words, lat, lon } = location
  const position = lat === undefined || lon === undefined ? '' : `${lat}, ${lon}`
  return [address, postcode, isText(what3words) ? `///${what3words.replace(/^\/+/, '')}` : '', position]
    .filter(isText)
    .join(' · ')
}

/** Restricted earlier incidents are counted, and not named. */
function earlierOf({ repeat, links }: Briefing) {
  const { incidents, count, highestRisk, escalation, restricted = 0 } = repeat
  return {
    count: incidents.length + restricted,
    counting: count,
    ...{ highestRisk: highestRisk === null ? '' : words(highestRisk), escalation, restricted },
    rows: incidents.map(({ incident, reportedAt, by, risk, flags, closed }) => ({
      ...{ incident, reportedAt },
      text: [
        `the same ${by.map(words).join(', ')}`,
        risk === null ? '' : `${words(risk)} risk`,
        ...flags.map(words),
        closed ? '' : 'still open',
      ]
        .filter(isText)
        .join(' · '),
    })),
    links: links.map(({ incident, as, direction }) => ({
      incident,
      text: direction === 'to' ? words(as) : `says that this is ${words(as)}`,
    })),
  }
}

const standingOf = ({ standing, incident }: Briefing) =>
  standing.map(({ kind, name, state, facts, text, incident: of }) => ({
    name: `${capital(words(kind))} ${name}`,
    facts: [
      words(state),
      ...['reason', 'what', 'action']
        .map((key) => facts[key])
        .filter((fact) => typeof fact === 'string')
        .map(words),
    ]
      .filter(isText)
      .join(' · '),
    text: text ?? '',
    isLong: (text ?? '').length > LONG,
    from: of === incident ? '' : of,
  }))

const BIRTH = /^\d{4}-\d{2}-\d{2}$/
const peopleOf = ({ people }: Briefing) =>
  people.map(({ role, name, phone, personRef, dateOfBirth }) => ({
    role: findWord('incident.reported', 'role', role)?.value ?? capital(plain(role)),
    name: isText(name) ? name : 'Name not known',
    facts: [
      isText(dateOfBirth) ? `born ${BIRTH.test(dateOfBirth) ? dateOfBirth.split('-').reverse().join('/') : dateOfBirth}` : '',
      isText(phone) ? `telephone ${phone}` : '',
      isText(personRef) ? personRef : '',
    ]
      .filter(isText)
      .join(' · '),
  }))

/** Nobody is told to be there by a time at which nobody is due any more. */
const isDue = ({ attendedAt, resolvedByTelephoneAt, closed }: Briefing): boolean =>
  attendedAt === null && resolvedByTelephoneAt === null && !closed

/** @param offers what whoever reads it may record on the incident now. */
export function briefingSeen(one: Briefing, now: number, offers: readonly Offer[] = []) {
  const fact = factsOf(now)
  const { breaches, firstWords, since, reportedAt, corrected } = one
  return {
    incident: one.incident,
    ...{ place: placeOf(one), priority: one.priority ?? '', attendBy: one.attendBy ?? '', reportedAt },
    ...{ isDue: isDue(one), attendedAt: one.attendedAt ?? '', resolvedByTelephoneAt: one.resolvedByTelephoneAt ?? '' },
    ...{ isClosed: one.closed, offers: one.closed ? offers : [] },
    isLate: isDue(one) && one.attendBy !== null && Date.parse(one.attendBy) < now,
    waited: lengthOf(now - Date.parse(reportedAt)),
    late: breaches.length,
    warnings: warningsOf(one, fact),
    standing: standingOf(one),
    unknown: unknownOf(one, now),
    known: knownOf(one, fact),
    people: peopleOf(one),
    firstWords: fact('First words of the caller', firstWords, reportedAt),
    since: since.flatMap(({ at, by, text }) => fact(eventWords(by), text, at)),
    corrected: corrected.map(({ at, field, was }) => ({
      ...{ at, field: capital(plain(field)) },
      was: was === null || was === undefined ? [{ text: 'nothing', instant: null }] : valuesOf(was),
    })),
    earlier: earlierOf(one),
    asked: one.openDemands.map(({ reason }) => words(reason)),
    onPaper: ON_PAPER,
  }
}
