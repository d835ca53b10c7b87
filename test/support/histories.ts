/** Random histories of one incident: anything in any order, at any time, entered at once or long afterwards. */
import fc from 'fast-check'
import type { IncidentContext } from '../../machines/incident/setup.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { wholeContext } from '../../src/engine/step/live.ts'
import { EXPLAINING, INCOMPLETE, OF_ELEMENTS, type Reassessment, spoilt } from './fallsShort.ts'
import type { Posted } from './happenings.ts'
import * as happens from './happenings.ts'

/** What a step may be; a reassessment names an open demand, or a demand that is not open. */
const WORDS: Readonly<Record<string, (at: string, demand: string | null) => Posted>> = {
  identified: (at) => happens.identified(at),
  thrive: (at) => happens.thriveAssessed(at),
  'thrive with gaps': (at) => happens.thriveAssessed(at, { interimRisk: '' }),
  'thrive scored': (at) => happens.thriveScored(at),
  'thrive scored by another': (at) =>
    happens.thriveScored(at, { scorer: { id: 'sup-2', role: 'supervisor' }, adequate: false, missing: ['threat'] }),
  'graded P1': (at) => happens.graded(at, 'P1'),
  'graded P2': (at) => happens.graded(at, 'P2'),
  'graded P3': (at) => happens.graded(at, 'P3'),
  'lowered to P2': (at) => happens.downgraded(at, 'P2'),
  'lowered to P3': (at) => happens.downgraded(at, 'P3'),
  'lowered with the rank alone': (at) => happens.as('force-incident-manager', happens.graded(at, 'P3')),
  'lowered, and approved by who lowers': (at) => happens.approvedByThemselves(happens.downgraded(at, 'P3')),
  'lowered by a second person alone': (at) => happens.as('supervisor', happens.downgraded(at, 'P3')),
  note: (at) => happens.logNoted(at),
  news: (at) => happens.logNoted(at, true),
  delay: (at) => happens.delayNoted(at),
  call: (at) => happens.callReceived(at),
  'cut off': (at) => happens.callCutOff(at),
  shift: (at) => happens.shiftChanged(at),
  assigned: (at) => happens.assigned(at),
  'assigned another': (at) => happens.assigned(at, 'C07'),
  diverted: (at) => happens.diverted(at),
  arrived: (at) => happens.arrived(at),
  'arrived unseen': (at) => happens.arrived(at, { victimSeen: false }),
  'attendance failed': (at) => happens.attendanceFailed(at),
  'at the scene': (at) => happens.atScene(at),
  'another at the scene': (at) => happens.atScene(at, 'C07'),
  'another arrived': (at) => happens.arrived(at, { unit: 'C07' }),
  'stood down': (at) => happens.standsDown(at),
  cleared: (at) => happens.cleared(at),
  'another cleared': (at) => happens.cleared(at, 'C07'),
  cancelled: (at) => happens.cancelledByCaller(at),
  'in the country': (at) => happens.corrected(at, { location: { area: 'rural' } }),
  'in town': (at) => happens.corrected(at, { location: { area: 'urban' } }),
  'victim safe': (at) => happens.victimContacted(at, true),
  'victim unsafe': (at) => happens.victimContacted(at, false),
  'victim not reached': (at) => happens.victimContacted(at, null),
  'told of the delay': (at) => happens.but(happens.victimContacted(at, true), { toldOfDelay: true }),
  reassessed: (at, demand) => happens.reassessed(at, demand),
  'reassessed to P1': (at, demand) => happens.reassessed(at, demand, { priority: 'P1' }),
  'reassessed to P3': (at, demand) => happens.reassessed(at, demand, { priority: 'P3' }),
  'reassessed down': (at, demand) => happens.reassessedDown(at, demand ?? 'd1', 'P3'),
  'reassessed with doubt': (at, demand) => happens.doubtful(happens.reassessed(at, demand)),
  'reassessed down with doubt': (at, demand) => happens.doubtful(happens.reassessedDown(at, demand ?? 'd1', 'P3')),
  'found to assess': (at) => happens.read(at, 0, 'assesses'),
  'found to explain': (at) => happens.read(at, 0, 'explains'),
  approved: (at) => happens.decided(at, 0),
  'approved by a commander': (at) => happens.decided(at, 0, 'approved', { by: 'fim-2', role: 'force-incident-manager' }),
  'approved by who asked': (at) => happens.decided(at, 0, 'approved', { by: 'FIM-1', role: 'force-incident-manager' }),
  'approval refused': (at) => happens.decided(at, 0, 'refused'),
  'reassessed in part': (at, demand) => happens.reassessed(at, demand, { interimRisk: '' }),
  'dash standard': (at) => happens.dashSubmitted(at, 'standard'),
  'dash high': (at) => happens.dashSubmitted(at, 'high'),
  'dash by telephone': (at) => happens.dashSubmitted(at, 'medium', { mode: 'telephone' }),
  'dash with much found': (at) => happens.muchFound(at),
  'dash with less found': (at) => happens.muchFound(at, 3),
  'dash excepted': (at) => happens.dashExcepted(at),
  'dash excepted by a supervisor': (at) => happens.as('supervisor', happens.dashExcepted(at)),
  'dash accepted': (at) => happens.dashReviewed(at),
  'dash returned': (at) => happens.dashReviewed(at, 'returned', { missing: ['injury'] }),
  'dash down': (at) => happens.dashReviewed(at, 'regraded-down', { grade: 'standard' }),
  'dash down by two': (at) =>
    happens.dashReviewed(at, 'regraded-down', { grade: 'standard', approvedBy: { id: 'sup-2', role: 'supervisor' } }),
  'dash down by its author': (at) =>
    happens.dashReviewed(at, 'regraded-down', {
      ...{ grade: 'standard', reviewer: { id: 'off-1', role: 'supervisor' }, approvedBy: { id: 'sup-2', role: 'supervisor' } },
    }),
  'dash up': (at) => happens.dashReviewed(at, 'regraded-up', { grade: 'high' }),
  'hau received': (at) => happens.hauReceived(at),
  'hau checked': (at) => happens.hauChecked(at),
  'hau not checked': (at) => happens.hauNotChecked(at),
  'hau feedback': (at) => happens.hauFeedback(at),
  'hau sent back': (at) => happens.sentBackByUnit(at),
  'hau confirmed high': (at) => happens.riskConfirmed(at),
  'hau confirmed standard': (at) => happens.riskConfirmed(at, 'standard'),
  'hau completed': (at) => happens.hauCompleted(at),
  'dash by the unit': (at) =>
    happens.as(
      'hau',
      happens.dashSubmitted(at, 'high', { secondaryTo: `${happens.REFERENCE}-as1`, author: { id: 'hau-1', role: 'hau' } }),
    ),
  referred: (at) => happens.referred(at, 'idva'),
  'referral acknowledged': (at) => happens.referralAcknowledged(at, 'idva'),
  'school told': (at) => happens.schoolTold(at, 'P-3'),
  'referred to a MARAC': (at) => happens.maracReferred(at),
  'MARAC referral withdrawn': (at) => happens.maracWithdrawn(at),
  'MARAC excepted': (at) => happens.maracExcepted(at),
  crime: (at) => happens.crimeRecorded(at),
  'no crime': (at) => happens.noCrime(at),
  allocated: (at) => happens.allocated(at),
  charged: (at) => happens.suspectDealtWith(at, 'charged'),
  outstanding: (at) => happens.suspectDealtWith(at, 'outstanding'),
  'seen by video': (at) => happens.videoResponded(at),
  'resolved by telephone': (at) => happens.resolvedByTelephone(at),
  transferred: (at) => happens.transferred(at),
  'transfer acknowledged': (at) => happens.transferAcknowledged(at),
  restricted: (at) => happens.restricted(at, ['sup-1', 'hau-1']),
  'restricted by another': (at) => happens.restricted(at, ['sup-9'], 'sup-9'),
  unrestricted: (at) => happens.unrestricted(at),
  closed: (at) => happens.closed(at),
  reopened: (at) => happens.reopened(at),
}

export interface Step {
  readonly what: string
  /** Since the step before was recorded. */
  readonly afterSeconds: number
  /** Between happening and being recorded. */
  readonly lateSeconds: number
  /** Which open demand a reassessment names: counts round; every seventh names none. */
  readonly demand: number
  /** Whether the workers fire what falls due before this step. */
  readonly workers: boolean
  /** The number of an alert that somebody acknowledges first. */
  readonly acknowledges: number | null
  /** How a reassessment is filled in. */
  readonly filled?: Filled
}

const AS_ASKED: Filled = { short: null, also: 'nothing', seen: null }

interface Filled {
  /** How it falls short, by its name in `fallsShort.ts`; null for a complete one. */
  readonly short: string | null
  /** What it answers besides: every open demand, or the first that was made, open or not. */
  readonly also: 'nothing' | 'open' | 'first'
  /** How many causes of each demand its author had read; null where it does not say. */
  readonly seen: number | null
}

/** What a control room sends most, drawn more often than the rest. */
const OFTEN = [
  'graded P2',
  'assigned',
  'arrived',
  'arrived unseen',
  'at the scene',
  'reassessed',
  'reassessed',
  'delay',
  'diverted',
  'attendance failed',
]

const filledIn = (short: fc.Arbitrary<string | null>, also: readonly Filled['also'][]): fc.Arbitrary<Filled> =>
  fc.record({
    short,
    also: fc.constantFrom(...also),
    seen: fc.option(fc.nat(3), { freq: 8 }),
  })

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(fc.constantFrom(...OFTEN), fc.constantFrom(...Object.keys(WORDS))),
  afterSeconds: fc.oneof(fc.constantFrom(0, 60, 300, 900, 2700, 3600), fc.integer({ min: 0, max: 2400 })),
  lateSeconds: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -119, max: 5400 }) }),
  demand: fc.nat(13),
  workers: fc.boolean(),
  acknowledges: fc.option(fc.nat(9), { freq: 6 }),
  filled: filledIn(fc.constant(null), ['nothing', 'nothing', 'nothing', 'open']),
})

/** A reassessment, in two of three cases one that falls short. */
const reassessingStep: fc.Arbitrary<Step> = fc
  .tuple(
    step,
    fc.constantFrom('reassessed', 'reassessed', 'reassessed', 'reassessed', 'reassessed to P1'),
    filledIn(
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom(...Object.keys(OF_ELEMENTS)) },
        { weight: 4, arbitrary: fc.constantFrom(...Object.keys(INCOMPLETE)) },
        { weight: 2, arbitrary: fc.constantFrom(...Object.keys(EXPLAINING)) },
      ),
      ['nothing', 'nothing', 'open', 'open', 'first'],
    ),
  )
  .map(([any, what, filled]) => ({ ...any, what, filled }))

/** Grades and risks that go up and down, by whom they may and by whom they may not. */
const GRADES = Object.keys(WORDS).filter((word) => /^(graded|lowered|reassessed (to|down))/.test(word))
const RISKS = [
  'dash high',
  'dash down',
  'dash down by two',
  'dash down by two',
  'dash down by its author',
  'dash excepted by a supervisor',
]

/** Where a history begins: chance alone seldom gets as far as a closed incident. */
export const CHAPTERS: Readonly<Record<string, readonly Posted[]>> = {
  'just reported, with a child': [happens.reported('20:00', { children: ['P-3'] })],
  'graded P2': happens.gradedP2('20:00'),
  'two demands open': [...happens.gradedP2('20:00'), happens.diverted('20:10'), happens.callCutOff('20:12')],
  'settled on the telephone': [...happens.gradedP2('20:00'), happens.resolvedByTelephone('20:20')],
  'high risk attended': [...happens.gradedP2('20:00'), happens.arrived('20:20'), happens.dashSubmitted('20:30', 'high')],
  'with the harm assessment unit': [...happens.everythingDone, happens.hauReceived('20:41'), happens.referred('20:42', 'idva')],
  'a high risk with the harm assessment unit': [
    ...happens.gradedP2('20:00'),
    happens.arrived('20:20'),
    happens.dashSubmitted('20:30', 'high'),
    happens.dashReviewed('20:40'),
    happens.hauReceived('20:41'),
    happens.hauChecked('20:42'),
  ],
  'vulnerable, and no DASH': [...happens.gradedP2('20:00'), happens.arrived('20:20'), happens.dashExcepted('20:30')],
  'everything done': happens.everythingDone,
  closed: [...happens.everythingDone, happens.closed('20:50')],
}

export interface History {
  readonly chapter: string
  readonly steps: readonly Step[]
}

/** From one of the chapters, 1 to 25 steps. */
export const histories: fc.Arbitrary<History> = fc.record({
  chapter: fc.constantFrom(...Object.keys(CHAPTERS)),
  steps: fc.array(step, { minLength: 1, maxLength: 25, size: 'max' }),
})

/** From some of the chapters, with more than half of the steps of a kind. */
const mostly = (chapters: readonly string[], kind: fc.Arbitrary<Step>): fc.Arbitrary<History> =>
  fc.record({
    chapter: fc.constantFrom(...chapters),
    steps: fc.array(fc.oneof({ weight: 3, arbitrary: kind }, { weight: 2, arbitrary: step }), {
      ...{ minLength: 1, maxLength: 25, size: 'max' },
    }),
  })

export const reassessing = mostly(['two demands open', 'graded P2', 'high risk attended', 'everything done'], reassessingStep)

export const lowering = mostly(
  ['graded P2', 'two demands open', 'high risk attended', 'high risk attended'],
  fc.tuple(step, fc.oneof(fc.constantFrom(...GRADES), fc.constantFrom(...RISKS))).map(([any, what]) => ({ ...any, what })),
)

/** The reassessments that a verdict of a step may be about. */
export const unreadIn = (kept: Case): readonly number[] =>
  (wholeContext(kept) as unknown as IncidentContext).checks.map(({ reassessment }) => reassessment)

/** Doubtful reassessments, and what a second person finds. */
export const checking = mostly(
  ['two demands open', 'two demands open', 'graded P2', 'high risk attended', 'everything done'],
  fc
    .tuple(
      step,
      fc.constantFrom('reassessed with doubt', 'reassessed with doubt', 'reassessed down with doubt', 'found to explain'),
    )
    .map(([any, what]) => ({ ...any, what })),
)

/** What waits for a second person. */
export const waitingIn = ({ matters }: Case): readonly string[] =>
  Object.entries(matters).flatMap(([id, { value }]) =>
    id.startsWith('approval/') && value === 'waiting' ? [id.slice('approval/'.length)] : [],
  )

/** What one of two people asks for, and what the other decides. */
export const approving = mostly(
  ['graded P2', 'two demands open', 'two demands open', 'high risk attended'],
  fc
    .tuple(
      step,
      fc.oneof(
        fc.constantFrom(
          'approved',
          'approved by a commander',
          'approved by a commander',
          'approved by who asked',
          'approval refused',
          'approval refused',
        ),
        fc.constantFrom('lowered to P3', 'lowered by a second person alone', 'reassessed down', 'reassessed down with doubt'),
        fc.constantFrom(...GRADES, ...RISKS, 'found to explain'),
      ),
    )
    .map(([any, what]) => ({ ...any, what })),
)

/**
 * What a step posts, given when the record stands, which demands are open (`d1`, `d2`, …), which reassessments wait for a second
 * person, and which decisions do.
 */
export function postedBy(
  { what, lateSeconds, demand, filled = AS_ASKED }: Step,
  recordedAt: string,
  open: readonly string[],
  unread: readonly number[] = [],
  waiting: readonly string[] = [],
): Posted {
  const word = WORDS[what]
  if (word === undefined) throw new RangeError(`no step is called ${what}`)
  const names = demand % 7 === 6 ? null : (open[demand % Math.max(open.length, 1)] ?? 'd1')
  const posted = { ...word(new Date(Date.parse(recordedAt) - lateSeconds * 1000).toISOString(), names), recordedAt }
  if (posted.type === 'reassessment.checked')
    return happens.but(posted, { reassessment: unread[demand % Math.max(unread.length, 1)] ?? 4 })
  if (posted.type === 'approval.given')
    return happens.but(posted, { approval: waiting[demand % Math.max(waiting.length, 1)] ?? happens.demandId('a4') })
  if (posted.type !== 'risk.reassessed') return posted
  return { ...posted, data: filledAs(posted.data as Reassessment, filled, open) }
}

function filledAs(whole: Reassessment, { short, also, seen }: Filled, open: readonly string[]): Reassessment {
  const alsoAnswers = { nothing: [], open, first: ['d1'] }[also].map(happens.demandId)
  const named = [...new Set([whole.demand ?? [], alsoAnswers].flat())]
  const causesSeen = seen === null ? undefined : Object.fromEntries(named.map((id) => [id, seen]))
  const filled = { ...whole, alsoAnswers, ...(causesSeen && { causesSeen }) }
  return short === null ? filled : spoilt(filled, short)
}
