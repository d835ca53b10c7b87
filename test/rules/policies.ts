/** The least that a policy can say; everything else has its default. */
export const smallPolicy = {
  schema: 'reassess/policy/v1',
  id: 'small',
  version: 1,
  timezone: 'Europe/London',
  priorities: { P1: { rank: 1, attendWithin: { urban: 'PT2S', rural: 'PT3S' }, answerWithin: 'PT2S', repeatEvery: 'PT4S' } },
  escalation: ['supervisor'],
}
