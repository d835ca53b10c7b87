/** What the page of an incident says: its titles, and the words of what the API tells as a code. */
import type { Blocker } from '../../../machines/incident/closure/blocker.ts'
import type { EventName } from '../../../machines/rules/events.ts'
import type { DELIVERY_STATUSES } from '../../engine/answers/deliveries.ts'
import type { DeadlineItem } from '../../engine/views/views.ts'
import { words } from './words.ts'

/** The question that each panel answers. */
export const QUESTIONS = {
  asked: 'What is asked now',
  waited: 'How long has the victim waited',
  known: 'Where are they, and what protects the victim',
  alerts: 'Who is on it, and who was told',
  risk: 'How high is the risk',
  due: 'What is late or due',
  matters: 'What goes on for longer',
  closing: 'What keeps it from closing',
  second: 'What waits for a second person',
  happened: 'What happened',
} as const

export const NOTHING = {
  asked: 'No reassessment is asked for.',
  situation: 'Nobody has said yet where the suspect and the victim are. The next assessment asks for it.',
  units: 'No unit has been sent.',
  alerts: 'No alert is open.',
  told: 'Nobody was told by message: this force has no delivery file, or no alert was raised.',
  due: 'Nothing is due.',
  matters: 'There are no referrals, orders, bail or tasks.',
  closing: 'Nothing keeps it from closing.',
  second: 'Nothing waits for a second person.',
  now: 'Nothing is asked of you now.',
  reads: 'You read this incident and change nothing in it.',
  lines: 'There is no such line.',
} as const

/** Of what the role may record, once something else has happened. */
export const NOT_YET = 'It cannot be recorded yet.'

/** What was not said yet, before anything can be right. */
export const UNASSESSED = {
  both: 'No reassessment is asked for yet, but the THRIVE and the grade are missing.',
  thrive: 'No reassessment is asked for yet, but the THRIVE is missing.',
  grade: 'No reassessment is asked for yet, but the grade is missing.',
} as const

export const LEVELS = {
  first: (role: string) => `Level 1: told to the ${role}, and to nobody above.`,
  higher: (level: number, role: string) => `Level ${level}: nobody answered in time, so it went up to the ${role}.`,
  again: (count: number) => `Asked ${count} times: at the top it is asked again each time that nobody answers in time.`,
} as const

interface BlockerWords {
  /** @param named whom or what the API's sentence names. */
  readonly says: (named: string) => string
  /** Finds that name in the API's sentence. */
  readonly names?: RegExp
  /** What mends it, the usual way first. */
  readonly mends: readonly EventName[]
}
const always = (sentence: string) => () => sentence

export const BLOCKER_WORDS: Readonly<Record<Blocker['code'], BlockerWords>> = {
  'thrive-missing': { says: always('No THRIVE assessment is recorded.'), mends: ['thrive.assessed'] },
  'thrive-inadequate': { says: always('The THRIVE assessment has gaps.'), mends: ['thrive.assessed'] },
  'not-graded': { says: always('It has no grade.'), mends: ['incident.graded'] },
  'not-attended': {
    says: (original) =>
      original === ''
        ? 'Nobody has attended.'
        : `Nobody has attended. To close it as a duplicate of ${original}, ${original} has to say first that this is its duplicate.`,
    names: /as a duplicate of (\S+?)[,:]/,
    mends: ['unit.arrived', 'incident.resolved-by-telephone', 'incident.linked'],
  },
  'victim-not-seen-yet': {
    says: always('A unit is at the scene and has not seen the victim yet.'),
    mends: ['unit.arrived', 'unit.cleared'],
  },
  'demand-open': {
    says: (reason) => `A reassessment is asked for: ${words(reason)}.`,
    names: /\(([a-z-]+)\)/,
    mends: ['risk.reassessed'],
  },
  'history-not-reviewed': {
    says: always('It has come to light who called before, and nobody has looked at the risk since.'),
    mends: ['risk.reassessed', 'dash.reviewed'],
  },
  'dash-missing': { says: always('No DASH is recorded.'), mends: ['dash.submitted', 'dash.excepted'] },
  'transfer-not-acknowledged': {
    says: (to) => `${to} has not said that it has taken the incident over.`,
    names: /^(.+?) has not said/,
    mends: ['transfer.acknowledged'],
  },
  'dash-not-reviewed': { says: always('The DASH waits for a supervisor who did not write it.'), mends: ['dash.reviewed'] },
  'dash-returned': { says: always('The DASH was returned and has not been mended.'), mends: ['dash.submitted'] },
  'dash-mode-exception-missing': {
    says: always('The DASH was not done as the policy asks, and nobody has recorded why.'),
    mends: ['dash.submitted'],
  },
  'referral-not-made': {
    says: (partner) => `No referral to ${partner} has been made.`,
    names: /^No referral to (.+?) has/,
    mends: ['referral.made'],
  },
  'referral-not-acknowledged': {
    says: (partner) => `${partner} has not said that it has the referral.`,
    names: /^(.+?) has not acknowledged/,
    mends: ['referral.acknowledged'],
  },
  'school-not-notified': {
    says: (child) => `The school of child ${child} has not been told.`,
    names: /of child (.+?) has/,
    mends: ['school.notified'],
  },
  'marac-not-referred': {
    says: always('The risk is high, and it has not been referred to a MARAC.'),
    mends: ['marac.referred', 'marac.excepted'],
  },
  'hau-not-received': { says: always('The harm assessment unit has not received it.'), mends: ['hau.received'] },
  'hau-checks-open': {
    says: (systems) => `The harm assessment unit still has to check ${systems}.`,
    names: /check on (.+?): post/,
    mends: ['hau.checked', 'hau.not-checked'],
  },
  'risk-not-confirmed': {
    says: (risk) => `The harm assessment unit still has to confirm the risk, which is ${risk}.`,
    names: /which is (\w+)/,
    mends: ['hau.risk-confirmed', 'dash.submitted'],
  },
  'safeguarding-not-complete': {
    says: always('The harm assessment unit has not said that its part is complete.'),
    mends: ['hau.completed'],
  },
  'crime-undecided': {
    says: always('Nobody has decided whether this is a crime.'),
    mends: ['crime.recorded', 'crime.not-recorded'],
  },
  'investigation-not-allocated': {
    says: always('A crime is recorded, and no team has it.'),
    mends: ['investigation.allocated'],
  },
}

export const DEADLINE_STATUS: Readonly<Record<DeadlineItem['status'], string>> = {
  pending: 'running',
  met: 'done in time',
  missed: 'missed',
  cancelled: 'no longer runs',
}

/** Of a warning whose time has come. */
export const WARNED = 'was given'

export const DELIVERY_WORDS: Readonly<Record<(typeof DELIVERY_STATUSES)[number], string>> = {
  pending: 'is being sent',
  sent: 'was sent, nobody has said that it arrived',
  delivered: 'arrived',
  failed: 'failed and is tried again',
  dead: 'did not arrive: ring them',
  withdrawn: 'was not needed any more',
}

/** Where each part of the work is; a state of attendance is in `words.ts`. */
export const DASH_STATES: Readonly<Record<string, string>> = {
  notDue: 'not due yet',
  due: 'due, not recorded',
  excepted: 'left out by a recorded decision',
  submitted: 'recorded, waits for its review',
  returned: 'returned, has to be mended',
  accepted: 'recorded and accepted',
}
export const HAU_STATES: Readonly<Record<string, string>> = {
  waiting: 'not received',
  received: 'received',
  checking: 'checks under way',
  referring: 'referrals under way',
  complete: 'complete',
}
export const INVESTIGATION_STATES: Readonly<Record<string, string>> = {
  unallocated: 'no team has it',
  allocated: 'a team has it',
  outcome: 'has an outcome',
}

export const DONE = {
  title: 'Recorded',
  unknown: 'It is recorded.',
  take: 'You have the alert. It stays until what it asks for is done.',
  'take-all': 'You have all alerts of this incident. They stay until what they ask for is done.',
  release: 'You have given the alert back.',
} as const

export const FILTERS = {
  people: 'What people recorded',
  all: 'Everything',
  contacts: 'Calls and contact',
  units: 'Units and arrival',
  risk: 'Risk and grade',
} as const
export type Filter = keyof typeof FILTERS

export const RESTRICTED = {
  says: 'This incident is restricted: its content is shown to the people who are named for it.',
  taken: 'What you sent has arrived. To see what has become of it, say why you read the incident.',
  ask: 'Ask a force incident manager who may read it.',
  reader: 'You are named to read it. Say why you read it: the access log keeps your reason, for the auditors.',
  glass:
    'You are not named to read it. Your rank may open it: the record keeps your name and your reason, an alert tells the rank above you, and somebody else looks into it.',
  notTaken: 'Say why you open it, in at least 3 letters or digits and at most 500 characters',
} as const
