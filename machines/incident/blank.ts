import type { IncidentContext } from './setup.ts'

/**
 * The fields that nothing has been said of yet. A snapshot leaves out each that is still as here: a tenth of its bytes. Every incident
 * begins with these very lists, so they are frozen: who wrote into one would write into all incidents.
 */
export const BLANK = deeplyFrozen({
  thrive: null,
  priority: null,
  grades: [],
  gradesGiven: 0,
  clock: 0,
  clockStart: null,
  waitStart: null,
  rankClocks: [],
  attendBy: null,
  warnBy: null,
  warnedOn: 0,
  breaches: [],
  notNeeded: [],
  units: [],
  firstAssignedAt: null,
  attendance: null,
  waitingSince: null,
  attendedAt: null,
  victimSeenAt: null,
  toldAt: null,
  failedVisits: { made: 0, at: null },
  telephone: null,
  transfers: {},
  duplicateOf: null,
  links: [],
  openDemands: [],
  demandsMade: 0,
  review: [],
  repeat: [],
  historyUnread: false,
  riskGrade: null,
  dash: null,
  dashException: null,
  assessed: { made: 0, authors: [], toSee: [] },
  received: false,
  systemsSettled: [],
  checksSettled: false,
  checksAgain: [],
  hauGrade: null,
  hauDone: null,
  feedback: [],
  referrals: {},
  referredInstead: {},
  childrenReferred: {},
  maracs: {},
  maracException: null,
  schoolsOwed: [],
  schoolsTold: [],
  crimes: 0,
  noCrime: null,
  team: null,
  suspect: null,
  firstContactAt: null,
  bodyWornVideo: null,
} as const satisfies Partial<IncidentContext>)

function deeplyFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) deeplyFrozen(part)
  return value
}
