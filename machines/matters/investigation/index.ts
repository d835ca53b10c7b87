import { isOlder, passedBy } from '../matter.ts'
import {
  active,
  begin,
  charged,
  comesNearer,
  decide,
  expect,
  handOver,
  hasten,
  leaveOutcome,
  raiseQuiet,
  recordAgain,
  returned,
  submit,
  supervise,
  takeUpAgain,
} from './actions.ts'
import { allocate, getsThisTeam } from './allocating.ts'
import {
  chargedWith,
  countAgain,
  isOfThisCrime,
  keepStatement,
  namesThisCrime,
  runsForOthers,
  settleLimit,
  startsLimit,
  startsLimitOfOthers,
} from './chargeLimit.ts'
import { askCharging, decideCharging, isAskedAnew, isPending } from './charging.ts'
import { investigationIssues, investigationWarnings } from './issues.ts'
import { lifecycle } from './setup.ts'

/**
 * The investigation of a crime, from its record to its outcome. It is allocated, supervised with a direction, handed over whole; what
 * was sent for examination is counted by age, and the prosecutors' decision has its time; it must be charged within the law's time, and may not lie without anything happening.
 * Source: docs/sources.md#investigation (seed 44-47, 80-83, 95-101, 108, 110, 111).
 */
export const investigation = lifecycle({
  states: {
    none: { on: { 'crime.recorded': { target: 'open', actions: begin } } },
    open: {
      initial: 'active',
      on: {
        activity: { target: '.active', actions: [settleLimit, active] },
        'crime.recorded': { target: '.active', actions: recordAgain },
        'investigation.allocated': { guard: getsThisTeam, target: '.active', actions: [allocate, active] },
        'investigation.supervised': [
          { guard: ({ context, event }) => isOlder(event, context.supervisedAt), target: '.active', actions: active },
          { target: '.active', actions: supervise },
        ],
        'investigation.handed-over': { target: '.active', actions: handOver },
        'evidence.submitted': { target: '.active', actions: submit },
        'evidence.expected': { target: '.active', actions: expect },
        'evidence.returned': { target: '.active', actions: [returned, active] },
        'charging.requested': { guard: isAskedAnew, target: '.active', actions: [askCharging, active] },
        'charging.decided': { guard: isPending, target: '.active', actions: [decideCharging, active] },
        'statement.taken': { guard: startsLimit, target: '.active', actions: [...countAgain, active] },
        'suspect.charged': { guard: isOfThisCrime, target: '.active', actions: charged },
        'risk.changed': { guard: comesNearer, actions: hasten },
        'crime.outcome': { target: 'outcome', actions: decide },
      },
      states: {
        active: { after: { 'no-activity': { target: 'idle', actions: raiseQuiet } } },
        /** Nothing has happened for as long as the policy bears. */
        idle: {},
      },
    },
    /** Finished; another outcome may take the place of this one, and recording the crime again takes it up again. */
    outcome: {
      tags: 'over',
      on: {
        'crime.outcome': [
          { guard: ({ context, event }) => isOlder(event, context.outcomeAt), actions: leaveOutcome },
          { actions: decide },
        ],
        /** Somebody was charged, and the limit runs on for whoever else is suspected. */
        activity: { guard: runsForOthers, actions: settleLimit },
        'suspect.charged': { guard: namesThisCrime, actions: chargedWith },
        'evidence.returned': { actions: returned },
        /** Taken up again, its limit is counted from her statement. */
        'statement.taken': [
          { guard: startsLimitOfOthers, actions: countAgain },
          { guard: startsLimit, actions: keepStatement },
        ],
        'crime.recorded': { target: 'open', actions: takeUpAgain },
      },
    },
  },
  passed: ({ idleAt }, state) => (state === 'open.idle' ? passedBy('no-activity', idleAt) : null),
  issues: investigationIssues,
  warnings: investigationWarnings,
})
