import { expect, it } from '@jest/globals'
import type { Outcome } from '../../src/engine/engine.ts'
import { but, callReceived, graded, type Posted, read, reassessed, reported, thriveAssessed } from '../support/happenings.ts'
import { arrivedEvent, policyWith, startNight } from '../support/incident.ts'

const WORDS = 'He has a key and could be at her door within ten minutes.'
/** With these words in the box of the interim risk. */
const saying = (posted: Posted, interimRisk: string) => but(posted, { interimRisk })
const copied = (outcome: Outcome | undefined) =>
  outcome?.status === 'accepted' &&
  outcome.warnings.some(({ code, pointer }) => code === 'reassessment-doubtful' && pointer === '/data/interimRisk')

/** What was posted before, each by itself, then all of a group at once. */
async function answersTo(group: readonly Posted[], ...before: readonly Posted[]) {
  const night = startNight(policyWith({ victimTold: undefined, reassessment: { sample: 1 } }))
  for (const posted of before) await night.go(posted)
  await night.go({ kind: 'clock', at: group.at(-1)?.recordedAt ?? '' })
  return night.engine.record(group.map((posted, place) => arrivedEvent(posted, `group-${place}`)))
}
const first = [reported('20:00'), saying(thriveAssessed('20:01'), WORDS), graded('20:02', 'P2'), callReceived('20:05')]
const again = (time: string) => saying(reassessed(time, null), WORDS)
const fresh = (time: string) => saying(reassessed(time, null), `She has gone to her sister at ${time}, and he is at work.`)

it('a text of the THRIVE is a copy, whatever was loaded for it', async () => {
  const [outcome] = await answersTo([again('20:10')], ...first)
  expect(copied(outcome)).toBe(true)
})

it('the last assessment is the one before it, and not any', async () => {
  const [outcome] = await answersTo([again('20:20')], ...first, fresh('20:10'))
  expect(copied(outcome)).toBe(false)
})

it('the last assessment may come in the same group', async () => {
  const outcomes = await answersTo(
    [fresh('20:10'), saying(reassessed('20:11', null), 'She has gone to her sister at 20:10, and he is at work.')],
    ...first,
  )
  expect(outcomes.map(copied)).toEqual([false, true])
})

it('a verdict of the same group takes the last one away, and the one before it is the last again', async () => {
  const outcomes = await answersTo([read('20:20', 5, 'explains'), again('20:21')], ...first, fresh('20:10'))
  expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted'])
  expect(copied(outcomes[1])).toBe(true)
})
