import { activity } from '../../incident/hau/tellings.ts'
import {
  askCourt,
  breach,
  breachElsewhere,
  checked,
  countNotSeen,
  endChecking,
  endChecks,
  endFrom,
  endingKnown,
  endTakenBack,
  endWithSuspect,
  evidenceOver,
  extend,
  grant,
  hasten,
  inTime,
  isElsewhere,
  keepCharging,
  keepCheck,
  keepRefusal,
  keepRefusalOfFirst,
  older,
  olderInTime,
  resume,
  sawNobody,
  scheduleCheck,
  suspend,
  tellHer,
  vary,
  warn,
  weigh,
} from './actions.ts'
import { refusedIssues } from './courtAsked.ts'
import { isAskedAgain, isAskedInTime, isBack, isOverByRefusal, isSent, isSuspended, isWithCourt } from './running.ts'
import { lifecycle, type OnBail } from './setup.ts'
import { extendedIssues, extendedWarnings, grantedIssues, grantedWarnings, olderWarnings } from './terms.ts'

const lapses = { target: '#bail.lapsed' }
/** Bail has not ended after all: nobody has to tell her of an end, and whoever did tells her of the bail. */
const standsAfterAll = [scheduleCheck, endTakenBack, tellHer('bail')]

/**
 * A release on bail before charge. It ends by the rank that authorised it, is told before it does, and lapses into an alert that
 * stays until somebody says what was decided. While the prosecutors have the file, and while a court has to decide, it does not end.
 * Conditions are checked; a breach is news about the risk.
 * Source: docs/sources.md#investigation (seed 89-95), #calendars.
 */
export const bail = lifecycle({
  states: {
    none: {
      on: {
        'bail.granted': { target: 'standing', actions: grant },
        'bail.breached': { guard: isElsewhere, target: 'elsewhere', actions: breachElsewhere },
      },
    },
    standing: {
      initial: 'beginning',
      on: {
        'bail.extended': [older, { target: 'standing', reenter: true, actions: extend }],
        'bail.extension-applied': { guard: isAskedInTime, target: 'standing', reenter: true, actions: askCourt },
        'bail.extension-refused': [
          { guard: isAskedAgain, actions: keepRefusalOfFirst },
          { guard: isOverByRefusal, ...lapses, actions: keepRefusal },
          { target: 'standing', reenter: true, actions: keepRefusal },
        ],
        'bail.varied': [older, { actions: [endChecks, vary, scheduleCheck, tellHer('conditions'), activity] }],
        'bail.checked': [
          older,
          { guard: sawNobody, actions: countNotSeen },
          { actions: [checked, keepCheck, scheduleCheck, activity] },
        ],
        'bail.breached': { actions: breach },
        'bail.ended': endFrom('standing'),
        'suspect.dealt': endWithSuspect,
        'investigation.changed': [
          { guard: isSent, target: 'standing', reenter: true, actions: suspend },
          { guard: isBack, target: 'standing', reenter: true, actions: resume },
          { actions: weigh },
        ],
        'risk.changed': { actions: hasten },
      },
      states: {
        beginning: {
          always: [
            { guard: isSuspended, target: 'suspended' },
            { guard: isWithCourt, target: 'withCourt' },
            { target: 'running' },
          ],
        },
        running: { after: { 'bail-warning': { target: 'ending', actions: warn }, 'bail-expiry': lapses } },
        ending: { after: { 'bail-expiry': lapses } },
        /** The prosecutors have the file (s.47ZL). */
        suspended: {},
        /** A court was asked in time and has not decided (s.47ZJ(3)). */
        withCourt: {},
      },
    },
    /**
     * Nothing binds the suspect any more, and nobody has said what was decided. What was done before the end counts though it is
     * entered after it: bail that was extended in time stands, and she is told of it.
     */
    lapsed: {
      entry: [...endChecking, endingKnown, evidenceOver, tellHer('bail-ended')],
      on: {
        'bail.extended': [olderInTime, { guard: inTime, target: 'standing', actions: [extend, ...standsAfterAll] }],
        'bail.extension-applied': { guard: isAskedInTime, target: 'standing', actions: [askCourt, ...standsAfterAll] },
        'bail.varied': [olderInTime, { guard: inTime, actions: [vary, tellHer('conditions'), activity] }],
        'bail.checked': [
          olderInTime,
          { guard: (it: OnBail<'bail.checked'>) => inTime(it) && sawNobody(it), actions: countNotSeen },
          { guard: inTime, actions: [keepCheck, activity] },
        ],
        'bail.breached': { actions: breach },
        'bail.ended': endFrom('lapsed'),
        'investigation.changed': [
          { guard: isSent, target: 'standing', actions: [suspend, ...standsAfterAll] },
          { actions: keepCharging },
        ],
        'suspect.dealt': endWithSuspect,
      },
    },
    /** News of a breach before the end is still news. */
    ended: { tags: 'over', on: { 'bail.breached': { actions: breach } } },
    /** Another force's: its breaches are known here, and that force watches its end. */
    elsewhere: { tags: 'over', on: { 'bail.breached': { actions: breach } } },
  },
  issues: { 'bail.granted': grantedIssues, 'bail.extended': extendedIssues, 'bail.extension-refused': refusedIssues },
  warnings: {
    'bail.granted': grantedWarnings,
    'bail.extended': extendedWarnings,
    'bail.varied': olderWarnings,
    'bail.checked': olderWarnings,
  },
})
