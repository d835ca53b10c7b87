import { activity } from '../../incident/hau/tellings.ts'
import {
  breach,
  checked,
  countNotSeen,
  endChecking,
  endChecks,
  endFrom,
  endingKnown,
  endWithSuspect,
  evidenceOver,
  extend,
  grant,
  hasten,
  inTime,
  keepCharging,
  keepCheck,
  older,
  olderInTime,
  sawNobody,
  scheduleCheck,
  tellHer,
  vary,
  warn,
  weigh,
} from './actions.ts'
import { lifecycle, type OnBail } from './setup.ts'
import { extendedIssues, extendedWarnings, grantedIssues, grantedWarnings, olderWarnings } from './terms.ts'

/**
 * A release on bail before charge. It ends by the rank that authorised it, is told before it does, and lapses into an alert that
 * stays until somebody says what was decided. Conditions are checked; a breach is news about the risk.
 * Source: docs/sources.md#investigation (seed 89-95), #calendars.
 */
export const bail = lifecycle({
  states: {
    none: { on: { 'bail.granted': { target: 'standing', actions: grant } } },
    standing: {
      initial: 'running',
      after: { 'bail-expiry': 'lapsed' },
      on: {
        'bail.extended': [older, { target: 'standing', reenter: true, actions: extend }],
        'bail.varied': [older, { actions: [endChecks, vary, scheduleCheck, tellHer('conditions'), activity] }],
        'bail.checked': [
          older,
          { guard: sawNobody, actions: countNotSeen },
          { actions: [checked, keepCheck, scheduleCheck, activity] },
        ],
        'bail.breached': { actions: breach },
        'bail.ended': endFrom('standing'),
        'suspect.dealt': endWithSuspect,
        'investigation.changed': { actions: weigh },
        'risk.changed': { actions: hasten },
      },
      states: { running: { after: { 'bail-warning': { target: 'ending', actions: warn } } }, ending: {} },
    },
    /**
     * Nothing binds the suspect any more, and nobody has said what was decided. What was done before the end counts though it is
     * entered after it: bail that was extended in time stands, and she is told of it.
     */
    lapsed: {
      entry: [...endChecking, endingKnown, evidenceOver, tellHer('bail-ended')],
      on: {
        'bail.extended': [olderInTime, { guard: inTime, target: 'standing', actions: [extend, scheduleCheck, tellHer('bail')] }],
        'bail.varied': [olderInTime, { guard: inTime, actions: [vary, tellHer('conditions'), activity] }],
        'bail.checked': [
          olderInTime,
          { guard: (it: OnBail<'bail.checked'>) => inTime(it) && sawNobody(it), actions: countNotSeen },
          { guard: inTime, actions: [keepCheck, activity] },
        ],
        'bail.breached': { actions: breach },
        'bail.ended': endFrom('lapsed'),
        'investigation.changed': { actions: keepCharging },
        'suspect.dealt': endWithSuspect,
      },
    },
    /** News of a breach before the end is still news. */
    ended: { tags: 'over', on: { 'bail.breached': { actions: breach } } },
  },
  issues: { 'bail.granted': grantedIssues, 'bail.extended': extendedIssues },
  warnings: {
    'bail.granted': grantedWarnings,
    'bail.extended': extendedWarnings,
    'bail.varied': olderWarnings,
    'bail.checked': olderWarnings,
  },
})
