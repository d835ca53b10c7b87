import { policyText } from '../support/policies.ts'

/** Nothing falls due while a fuzzer runs but what it says is long ago. */
export const SLOW = policyText({
  id: 'slow',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT2H, rural: PT2H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P3: { rank: 3, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT2H, repeatEvery: PT4H }',
  ],
  escalation: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
})
