import { BOUNDED } from '../../effects.ts'
import { activity } from '../../incident/hau/tellings.ts'
import { earlier } from '../../rules/time/instants.ts'
import { riskOf } from '../lookedAtAgain.ts'
import { matter } from '../matter.ts'
import {
  breach,
  check,
  checkBy,
  checked,
  countNotSeen,
  endChecks,
  ending,
  endingKnown,
  endOf,
  endWithSuspect,
  evidenceOver,
  extend,
  grant,
  inTime,
  isOlderThanKnown,
  keepCharging,
  keepCheck,
  older,
  remember,
  sawNobody,
  scheduleCheck,
  tellHer,
  vary,
  weigh,
} from './actions.ts'
import { bailSetup, type Public } from './setup.ts'
import type { BailContext } from './shapes.ts'
import { bailIssues, bailWarnings } from './terms.ts'

/**
 * A release on bail before charge. It ends by the rank that authorised it, is told before it does, and lapses into an alert that
 * stays until somebody says what was decided. Conditions are checked; a breach is news about the risk.
 * Source: docs/sources.md#investigation (seed 89-95), #calendars.
 */
const machine = bailSetup.createMachine({
  id: 'bail',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    suspect: null,
    risk: null,
    arrestedAt: null,
    grantedAt: null,
    extendedAt: null,
    authorisedBy: null,
    endsAt: null,
    warnAt: null,
    conditions: [],
    variedAt: null,
    viewsSought: false,
    checkedAt: null,
    checkResult: null,
    notSeen: 0,
    checkBy: null,
    charging: null,
    chargingRequestedAt: null,
    chargingBy: null,
    evidenceUntil: null,
    breaches: 0,
    breachedAt: null,
    endedBecause: null,
  }),
  initial: 'none',
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
          { guard: sawNobody, actions: [countNotSeen, activity] },
          { actions: [checked, keepCheck, scheduleCheck, activity] },
        ],
        'bail.breached': { actions: breach },
        'bail.ended': endOf('standing'),
        'suspect.dealt': endWithSuspect,
        'investigation.changed': { actions: weigh },
        'risk.changed': {
          actions: [
            remember(({ event }) => ({ risk: riskOf(event.incident) })),
            { type: 'bringForward', params: (it) => ({ ...check(it), dueAt: checkBy(it) }) },
            remember((it) => ({ checkBy: it.context.checkBy === null ? null : earlier(it.context.checkBy, checkBy(it)) })),
          ],
        },
      },
      states: {
        running: { after: { 'bail-warning': { target: 'ending', actions: { type: 'raiseAlert', params: ending } } } },
        ending: {},
      },
    },
    /**
     * Nothing binds the suspect any more, and nobody has said what was decided. What was done before the end counts though it is
     * entered after it: bail that was extended in time stands, and she is told of it.
     */
    lapsed: {
      entry: [endChecks, endingKnown, remember(() => ({ checkBy: null })), ...evidenceOver, tellHer('bail-ended')],
      on: {
        'bail.extended': [
          { ...older, guard: (it) => inTime(it) && isOlderThanKnown(it) },
          { guard: inTime, target: 'standing', actions: [...extend, scheduleCheck, tellHer('bail')] },
        ],
        'bail.varied': [
          { ...older, guard: (it) => inTime(it) && isOlderThanKnown(it) },
          { guard: inTime, actions: [vary, tellHer('conditions'), activity] },
        ],
        'bail.checked': [
          { ...older, guard: (it) => inTime(it) && isOlderThanKnown(it) },
          { guard: (it) => inTime(it) && sawNobody(it), actions: [countNotSeen, activity] },
          { guard: inTime, actions: [keepCheck, activity] },
        ],
        'bail.breached': { actions: breach },
        'bail.ended': endOf('lapsed'),
        'investigation.changed': { actions: keepCharging },
        'suspect.dealt': endWithSuspect,
      },
    },
    /** News of a breach before the end is still news. */
    ended: { tags: 'over', on: { 'bail.breached': { actions: breach } } },
  },
})

export const bail = matter<Public['type'], BailContext>({
  machine,
  about: 'A release on bail before charge: ends by the rank that authorised it, its conditions checked, its breaches counted.',
  field: 'bail',
  issues: bailIssues,
  warnings: bailWarnings,
  shown: true,
})
