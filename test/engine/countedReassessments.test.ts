/** Reassessments, their checks and the blind sample are counted as they were recorded and read. */
import { countingNight, inWords } from '../support/counting.ts'
import * as happens from '../support/happenings.ts'
import { policyWith } from '../support/incident.ts'

const P2 = happens.gradedP2('20:00')
/** The call is line 4, the reassessment line 5. */
const answered = [...P2, happens.callReceived('20:10'), happens.reassessed('20:12', 'd1')]
const doubted = [...P2, happens.callReceived('20:10'), happens.doubtful(happens.reassessed('20:12', 'd1'))]

async function counted(sample: number, ...story: readonly happens.Happening[]) {
  const { night, rows } = countingNight(
    policyWith({ victimTold: undefined, reassessment: { doubtBelow: 0.7, sample, sampleWithin: 'PT24H' } }),
  )
  for (const happening of story) {
    const outcome = await night.go(happening)
    if (outcome?.status === 'refused') throw new Error(JSON.stringify(outcome.problem))
  }
  return rows
}
const readings = async (sample: number, ...story: readonly happens.Happening[]) =>
  inWords(await counted(sample, ...story), 'reassessment', 'blind-reading')

it.each([
  ['passed, and nobody reads it', answered, ['reassessment passed']],
  ['doubted, and waits for a reader', doubted, ['reassessment doubted']],
  ['doubted, and found to assess', [...doubted, happens.read('20:20', 5, 'assesses')], ['reassessment doubted-assesses']],
  ['doubted, and found to explain', [...doubted, happens.read('20:20', 5, 'explains')], ['reassessment doubted-explains']],
  [
    'found to explain, also where the victim was seen since',
    [...doubted, happens.arrived('20:15'), happens.read('20:20', 5, 'explains')],
    ['reassessment doubted-explains'],
  ],
  [
    'counted beside the reassessment that follows it',
    [...doubted, happens.read('20:20', 5, 'explains'), happens.reassessed('20:25', 'd2')],
    ['reassessment doubted-explains', 'reassessment passed'],
  ],
])('a reassessment is %s', async (_, story, expected) => expect(await readings(0, ...story)).toEqual(expected))

it.each([
  ['not read yet', [], ['blind-reading not-read', 'reassessment passed']],
  ['read in time', [happens.read('20:20', 5, 'assesses')], ['blind-reading in-time', 'reassessment passed-assesses']],
  ['on its last instant', [happens.read('21 20:12', 5, 'assesses')], ['blind-reading in-time', 'reassessment passed-assesses']],
  ['read late', [happens.read('21 20:13', 5, 'explains')], ['blind-reading late', 'reassessment passed-explains']],
])('a drawn reassessment is %s', async (_, then, expected) => expect(await readings(1, ...answered, ...then)).toEqual(expected))

it('counts a reassessment when it was made and a blind reading when it was due, before the verdict and after', async () => {
  const late = [...P2, happens.callReceived('20:10'), happens.entered('20:14', happens.reassessed('20:12', 'd1'))]
  const dates = async (...story: readonly happens.Happening[]) => {
    const rows = await counted(1, ...story)
    return ['reassessment 5', 'blind-reading 5'].map((name) => rows.get(name)?.at)
  }
  const expected = [happens.instant('20:12'), happens.instant('21 20:14')]
  expect(await dates(...late)).toEqual(expected)
  expect(await dates(...late, happens.read('20:20', 5, 'assesses'))).toEqual(expected)
})

it('counts a drawn one like one that was not drawn, but for the blind reading, until somebody has read it', async () => {
  const story = [...answered, happens.callCutOff('20:14'), happens.reassessedDown('20:15', 'd2', 'P3'), happens.until('21:30')]
  const [none, all] = [await counted(0, ...story), await counted(1, ...story)]
  const others = [...all].filter(([, { what }]) => what !== 'blind-reading')
  expect(others).toEqual([...none])
  expect(all.size - none.size).toBe(2)
})

it('counts a check that is done in time, late, and not done', async () => {
  const checks = async (...then: readonly happens.Happening[]) => inWords(await counted(0, ...doubted, ...then), 'deadline')
  expect(await checks(happens.read('20:20', 5, 'assesses'))).toEqual(['deadline reassessment-check in-time'])
  expect(await checks(happens.until('20:30'))).toEqual(['deadline reassessment-check not-done'])
  expect(await checks(happens.until('20:30'), happens.read('20:31', 5, 'assesses'))).toEqual(['deadline reassessment-check late'])
})
