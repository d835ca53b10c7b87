import { policyText } from '../support/policies.ts'

const LADDER = ['supervisor', 'force-incident-manager', 'duty-superintendent']

/**
 * A policy that is seconds long, for a night in which things break. P1 and P2 are late almost at once and escalate fast; in
 * the country P2 leaves time to set many clocks to one instant; P3 keeps running through everything.
 */
export const TORTURE = policyText({
  id: 'torture',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT2S, rural: PT60S }, answerWithin: PT2S, repeatEvery: PT2S }',
    'P2: { rank: 2, attendWithin: { urban: PT3S, rural: PT60S }, answerWithin: PT3S, repeatEvery: PT3S }',
    'P3: { rank: 3, attendWithin: { urban: PT24H, rural: PT60S }, answerWithin: PT1H, repeatEvery: PT4H }',
  ],
  escalation: LADDER,
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})
/** The same without its haste: thousands that are late at once ask again in an hour, not each two seconds. */
export const CALM = TORTURE.replace('id: torture', 'id: calm')
  .replaceAll(/answerWithin: PT\dS/g, 'answerWithin: PT1H')
  .replaceAll(/repeatEvery: PT\dS/g, 'repeatEvery: PT1H')

/** How many roles the ladder has. */
export const TOP = LADDER.length
