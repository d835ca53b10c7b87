import { policyText } from '../support/policies.ts'

/**
 * A policy that is seconds long, so that a night passes while a test waits. Each priority is there for a kind of test:
 * P1 escalates within seconds; P2 is late at once and then leaves time to answer; P3 leaves time for everything.
 * In the country there is time to break something before a deadline comes.
 */
export const SECONDS = policyText({
  id: 'seconds',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1S, rural: PT5S }, answerWithin: PT1S, repeatEvery: PT1S }',
    'P2: { rank: 2, attendWithin: { urban: PT2S, rural: PT5S }, warnAt: 0.5, answerWithin: PT10S, repeatEvery: PT2S }',
    'P3: { rank: 3, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT1H, repeatEvery: PT4H }',
  ],
  escalation: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})

/** Data of a report from the country. */
export const IN_THE_COUNTRY = { location: { address: '1 Fictional Lane', area: 'rural' } }
