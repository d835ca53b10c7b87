/**
 * Measures: what is counted over all incidents of a force, month by month, as data. A share is never without the numbers that it is
 * a share of, and each measure says what it does not show. Its sources: docs/sources.md#measures
 */
import type { CountedThing, Dimension } from './counted.ts'
import { OF, OWN, type Pick } from './views.ts'

type What = CountedThing | 'refused'
type Codes = readonly [What, ...string[]]

interface Measure {
  /** What it counts, by which instant, and what it does not show. */
  readonly about: string
  readonly source: string
  /** What shares are a share of: a thing, of these codes where some are named. */
  readonly of: Codes
  /** Each part by its name; `*` is one for each code that there is. */
  readonly parts: Readonly<Record<string, Codes>>
  readonly by: readonly Dimension[]
  /** What `kind` is, where there is one. */
  readonly kind?: string
  /** What lengths of time are, where they are measured. */
  readonly minutes?: string
  /** Only months that are over: the growth of the current month would tell what was drawn. */
  readonly onlyOver?: true
  /** Its parts are what the detector and the second person said of the same reassessments: how far they agree is worked out. */
  readonly agreement?: true
}

/** A part for each code, named after it. */
const each = (what: What, ...codes: readonly string[]): Readonly<Record<string, Codes>> =>
  Object.fromEntries(codes.map((code) => [code, [what, code]]))

export const MEASURES = {
  'breaches-reassessed': {
    about:
      'Waits for attendance that passed their deadline, by when that was, under the grade that they had: whether a complete reassessment answered the breach before its first answer time had passed (`reassessed`) or later, somebody saw the victim first, or it is open still. Late news of an arrival in time takes a breach out of it. A reassessment that a second person found to explain answered nothing, and what answers the breach after it counts as later. It does not say how good a reassessment was.',
    source: 'seed 1, 3; R12',
    of: ['breach', 'reassessed', 'reassessed-late', 'seen-first', 'seen-first-late', 'open', 'open-late'],
    parts: {
      ...each('breach', 'reassessed', 'reassessed-late', 'seen-first', 'seen-first-late'),
      open: ['breach', 'open', 'open-late'],
    },
    by: ['priority', 'area', 'risk'],
  },
  'reassessments-refused': {
    about:
      'The service refused these reassessments, because they explain a delay and not the risk, or leave something out. A month counts what was posted in it. Each attempt counts, so a person who tries three times is counted three times. `nothing-looked-at` is an issue of `reassessment-incomplete` and is not counted apart.',
    source: 'seed 3, 24',
    of: ['refused'],
    parts: each('refused', 'explains-delay-not-risk', 'reassessment-incomplete'),
    by: [],
  },
  'reassessments-recorded': {
    about:
      'Reassessments that were recorded, by when they were made: those that the detector `doubted`, and what a second person found in those that somebody has read, doubted or `passed`. `agreement` is that of the detector with these people, weighed so that the reassessments that were read stand for all of their kind. A drawn reassessment that nobody has read counts like any other. It does not say who was right.',
    source: 'seed 3, 24',
    of: ['reassessment'],
    parts: {
      doubted: ['reassessment', 'doubted', 'doubted-assesses', 'doubted-explains'],
      ...each('reassessment', 'doubted-explains', 'doubted-assesses', 'passed-explains', 'passed-assesses'),
    },
    by: ['area', 'risk'],
    agreement: true,
  },
  'reassessments-overturned': {
    about:
      'Doubted reassessments that a second person has read, by when they were made: found to explain (`overturned`) or to assess (`kept`). An overturned reassessment counts as no answer. A low share says that the detector doubts too much, or that readers let explanations through. Whether they read in time is in `deadlines-kept`, as `reassessment-check`.',
    source: 'seed 24',
    of: ['reassessment', 'doubted-assesses', 'doubted-explains'],
    parts: { overturned: ['reassessment', 'doubted-explains'], kept: ['reassessment', 'doubted-assesses'] },
    by: ['area', 'risk'],
  },
  'blind-readings': {
    about:
      'Reassessments that were drawn for a blind reading, by when the reading was due: read in time, read late, or not read. Only months that are over, and by nothing but months: before a verdict nobody can tell which was drawn.',
    source: 'seed 3, 24',
    of: ['blind-reading'],
    parts: each('blind-reading', 'in-time', 'late', 'not-read'),
    by: [],
    onlyOver: true,
  },
  'blind-finds': {
    about:
      'Drawn reassessments that a second person has read blind, by when they were made: found to explain, or to assess. They are a sample of those that the detector passed, so the share that explains estimates what it misses. Few readings say little: 20 without a find leave room for one explanation in seven.',
    source: 'seed 3, 24',
    of: ['reassessment', 'passed-assesses', 'passed-explains'],
    parts: { explains: ['reassessment', 'passed-explains'], assesses: ['reassessment', 'passed-assesses'] },
    by: ['area', 'risk'],
  },
  'attendance-in-time': {
    about:
      'Waits for attendance that ended in an arrival or passed their deadline, by when they were due, under the grade that they had then: an emergency grade beside a prompt one. A breach stays one whatever the grade becomes; a wait that ended otherwise (resolved on the telephone, closed, graded anew before its time) is not in it. What counts as an arrival is the policy’s `clock.stop`.',
    source: 'seed 17, 23',
    of: ['attendance', 'in-time', 'late'],
    parts: each('attendance', 'in-time', 'late'),
    by: ['priority', 'area'],
  },
  'time-on-scene': {
    about:
      'Units that left the scene, by when they left. A unit whose leaving nobody recorded is not in it, nor is the time that officers spend on the incident afterwards.',
    source: 'seed 19',
    of: ['on-scene'],
    parts: { [OWN]: ['on-scene'] },
    by: ['priority', 'area', 'risk'],
    minutes: 'From its arrival to when it left.',
  },
  'dash-made': {
    about:
      'Incidents by when they were received, and the state of their DASH now: made, excepted by name, owed and not made, or not due, because nobody has attended. An incident that another record carries is left out, unless it has a DASH of its own. It does not say how good they are.',
    source: 'seed 34, 36',
    of: ['incident', 'made', 'excepted', 'owed', 'not-due'],
    parts: each('incident', 'made', 'excepted', 'owed', 'not-due'),
    by: ['area'],
  },
  'dash-reviews': {
    about:
      'Reviews of a DASH by a supervisor, by when they were made: accepted, returned, regraded up or down. A DASH that was returned and mended was reviewed twice.',
    source: 'seed 33-35',
    of: ['dash-review'],
    parts: { [OWN]: ['dash-review'] },
    by: ['risk', 'team'],
    minutes:
      'From when the form waited for its review to when the record knew of it: how long the form waited, not how long a supervisor sat over it.',
  },
  'deadlines-kept': {
    about:
      'What was owed by an instant, by when it was due: done in time, done late, or not done. What was waived before its time is not in it, and what is due after now only if it is done. A missing DASH is `dash-submission` that was not done in time. THRIVE and grading are not in it: their clocks are shown with the incident.',
    source: 'seed 33, 34; R10, R12',
    of: ['deadline'],
    parts: each('deadline', 'in-time', 'late', 'not-done'),
    by: ['kind', 'priority', 'area', 'risk', 'team'],
    kind: 'the deadline, as `dash-submission`, `dash-review`, `hau-receipt`, `reassessment-check`, `referral`, `school`, `victim-told`',
  },
  outcomes: {
    about:
      'Crimes by the code of their current outcome, by when it was given; `evidential-difficulties` is 14, 15 and 16 together. A crime without an outcome is not in it.',
    source: 'seed 83, 99, 100',
    of: ['outcome'],
    parts: { [OWN]: ['outcome'], 'evidential-difficulties': ['outcome', '14', '15', '16'] },
    by: ['team', 'risk', 'kind'],
    kind: 'why she does not support it, by the force’s own code',
    minutes: 'From the report to the first contact with the victim, where there was one before the outcome.',
  },
  'arrests-and-charges': {
    about:
      'Incidents by when they were received, and of them those in which somebody was arrested (or bailed, which says that they were), interviewed by appointment or charged since then: each once, however many suspects. The last months still grow.',
    source: 'seed 98, 107, 109',
    of: ['incident', 'made', 'excepted', 'owed', 'not-due'],
    parts: each('incident-suspect', 'arrested', 'voluntary-attendance', 'charged'),
    by: ['area'],
  },
  'suspects-dealt-with': {
    about: 'What was done with suspects, by when it was done: each time that it was recorded.',
    source: 'seed 105, 109',
    of: ['dealt-with'],
    parts: { [OWN]: ['dealt-with'] },
    by: ['risk', 'area', 'team'],
  },
  'bail-and-release': {
    about:
      'Releases before charge, by when they began: on bail (each `bail.granted`), or under investigation without it (each suspect once). Bail that is only said by `suspect.dealt-with` is in `suspects-dealt-with`. The risk is that to the victim when it was recorded.',
    source: 'seed 89-94',
    of: ['release'],
    parts: each('release', 'bail', 'released-under-investigation'),
    by: ['risk', 'team'],
  },
  orders: {
    about:
      'Notices that were served and orders that were made, by when; and orders of courts and partners, by when they were recorded. Applications that came to nothing are not in it.',
    source: 'seed 74, 76, 77',
    of: ['order'],
    parts: { [OWN]: ['order'] },
    by: ['risk', 'kind'],
    kind: '`police`, or `others` for an order that a court or partner obtained',
  },
  'order-breaches': {
    about:
      'Breaches of notices and orders, by when they happened and by what was in force: each breach once. Only those that somebody recorded.',
    source: 'seed 74',
    of: ['order-breach'],
    parts: { [OWN]: ['order-breach'] },
    by: ['risk', 'kind'],
    kind: 'what was done with him: `arrested`, `summonsed`, `outstanding`, `no-action`',
  },
  'order-breaches-heard': {
    about: 'What courts made of breaches, by when that was: each breach once, as it was last heard.',
    source: 'seed 74',
    of: ['order-breach-heard'],
    parts: { [OWN]: ['order-breach-heard'] },
    by: ['kind'],
    kind: 'what was in force',
  },
} as const satisfies Readonly<Record<string, Measure>>

export type MeasureName = keyof typeof MEASURES
export const MEASURE_NAMES = Object.keys(MEASURES) as MeasureName[]

export const measureOf = (name: MeasureName): Measure => MEASURES[name]

/** What is to be counted for a measure: what its shares are a share of, and its parts. */
export function picksOf(name: MeasureName): Pick[] {
  const { of, parts } = measureOf(name)
  return [...picks(OF, of), ...Object.entries(parts).flatMap(([part, codes]) => picks(part, codes))]
}

const picks = (part: string, [what, ...codes]: Codes): Pick[] =>
  codes.length === 0 ? [{ part, what, code: null }] : codes.map((code) => ({ part, what, code }))
