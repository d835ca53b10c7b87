import { describe, expect, it } from '@jest/globals'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { type Assessment, judgeTexts, speaksOfResources } from '../../machines/rules/reassessment/judgeTexts.ts'
import { ELEMENTS } from '../../machines/rules/vocabulary.ts'
import { policyWith } from '../support/incident.ts'
import { NOBODY_KNOWS, reassessment, thrive } from './examples.ts'

const { policy } = policyWith()
type Reassessment = CaseEventData['risk.reassessed']
type Said = {
  readonly decision?: string
  readonly interim?: string
  readonly each?: string
  readonly change?: 'unchanged' | 'increased' | 'decreased' | 'unknown'
  readonly elements?: Reassessment['elements']
  readonly situation?: Reassessment['situation']
}
const record = ({ decision = '', interim = '', each = '', change = 'unchanged', elements, situation }: Said): Reassessment => ({
  ...reassessment,
  decision: { priority: 'P2', rationale: decision, approvedBy: undefined },
  interimRisk: interim,
  thrive: Object.fromEntries(ELEMENTS.map((name) => [name, { change, rationale: each }])),
  ...(elements && { elements }),
  ...(situation && { situation }),
})
const judged = (said: Said, { gradeRises = false, last = null as Assessment | null, of = policy } = {}) =>
  judgeTexts(record(said), { policy: of, gradeRises, last })
const refusal = (said: Said, facts = {}) => {
  const { refused } = judged(said, facts)
  return refused === null ? null : refused.map(({ code, pointer, start, end }) => [code, pointer, start, end])
}
const doubts = (said: Said, facts = {}) => {
  const found = judged(said, facts)
  if (found.refused !== null) return 'refused'
  expect(found.reading.verdict).toBe(found.warnings.length > 0 ? 'doubtful' : 'assesses')
  return found.warnings.map(({ code, pointer }) => `${code} ${pointer}`)
}
const sound = 'He is at his brother’s in Rugby and his van is still there; she is locked in with her sister.'
const explained = { decision: 'No units available.', interim: 'Will resource when available.', each: 'All units committed.' }

describe('the explanation is refused in any of its costumes', () => {
  it('in every box, each sentence by its place', () =>
    expect(refusal({ ...explained, decision: 'No units available. High demand.' })?.slice(0, 3)).toEqual([
      ['resource-or-procedure', '/data/decision/rationale', 0, 19],
      ['resource-or-procedure', '/data/decision/rationale', 20, 32],
      ['resource-or-procedure', '/data/interimRisk', 0, 29],
    ]))
  it('names every sentence, however many', () =>
    expect(refusal({ ...explained, decision: 'No units available. '.repeat(60) })).toHaveLength(67))
  it.each<[string, Said]>([
    ['padded with forms of words', { decision: 'No units available.', interim: 'As before', each: 'No change.' }],
    [
      'sent to another record',
      { decision: 'Delay due to high demand and a firearms job in Nuneaton', each: 'See original', interim: 'See original' },
    ],
    [
      'as procedure',
      { decision: 'Reviewed in line with policy, grade remains appropriate.', interim: 'Risk considered.', each: 'Reviewed.' },
    ],
    [
      'as the queue',
      { decision: 'Nineteen incidents in the queue and four units on.', interim: 'Awaiting a unit.', each: 'Unchanged.' },
    ],
    [
      'as the other job',
      {
        decision: 'All units tied up with a stabbing in the town centre.',
        interim: 'Cars will clear after the stabbing.',
        each: 'As above.',
      },
    ],
    [
      'told to the victim',
      { decision: 'Victim told of the delay and is happy to wait.', interim: 'No units.', each: 'No change.' },
    ],
    ['with elements that decreased', { ...explained, change: 'decreased' }],
    [
      'under an element that the policy adds',
      { ...explained, elements: { prevention: { change: 'unchanged', rationale: 'No units.' } } },
    ],
  ])('%s', (_, said) => expect(refusal(said)).not.toBeNull())

  it('never when the grade rises: it is taken, and nobody is asked to read it', () =>
    expect(doubts(explained, { gradeRises: true })).toEqual([]))
  it('never when an element has increased: another supervisor reads it', () => {
    expect(doubts({ ...explained, change: 'increased' })).toContain('reassessment-doubtful /data/decision/rationale')
    expect(doubts({ ...explained, elements: { prevention: { change: 'increased', rationale: 'No units.' } } })).not.toBe(
      'refused',
    )
  })
  it('never where a single sentence may speak of the people', () =>
    expect(refusal({ ...explained, interim: 'He could be back within the hour.' })).toBeNull())
})

describe('a reassessment is doubted', () => {
  it('where its texts say little, each sentence that does so by its place', () => {
    const found = judged({ ...explained, interim: 'He may be back.' })
    expect(found.refused).toBeNull()
    expect(found.refused === null && found.reading.doubts).toContainEqual({
      pointer: '/data/decision/rationale',
      start: 0,
      end: 19,
    })
  })
  it('where nothing is known of either person', () => {
    const situation = NOBODY_KNOWS
    expect(doubts({ decision: sound, interim: sound, situation })).toContain('reassessment-doubtful /data/situation')
    const boxes: Reassessment['situation'] = { ...situation, changed: ['', 'unknown'], protects: ['', 'unknown'] }
    expect(doubts({ decision: sound, interim: sound, situation: boxes })).toContain('reassessment-doubtful /data/situation')
    expect(doubts({ decision: sound, interim: sound, situation: { ...situation, canReach: 'no' } })).not.toContain(
      'reassessment-doubtful /data/situation',
    )
  })
  it('where a text stands word for word in the last assessment', () => {
    const last = { ...thrive, harm: { level: 'high', rationale: `Earlier: ${sound.toUpperCase()} Since nine.` } } as Assessment
    const fresh = 'He has texted her twice from the pub since then.'
    expect(doubts({ decision: sound, interim: fresh }, { last })).toEqual(['reassessment-doubtful /data/decision/rationale'])
    expect(
      doubts({ decision: 'Still asleep.', interim: fresh }, { last: { ...thrive, interimRisk: 'Still asleep.' } as Assessment }),
    ).toEqual([])
  })
  it('where the decision stands in another box', () =>
    expect(doubts({ decision: sound, interim: sound })).toContain('reassessment-doubtful /data/interimRisk'))
  it('not where an unchanged element only says so', () => {
    const same = 'There is no change since the last assessment.'
    const last = { ...thrive, harm: { level: 'high', rationale: same } } as Assessment
    expect(
      doubts({ decision: sound, interim: 'He could drive back in ten minutes and he has a key.', each: same }, { last }),
    ).toEqual([])
  })
  it('never when the grade rises', () => expect(doubts({ decision: sound, interim: sound }, { gradeRises: true })).toEqual([]))
  it('always by a policy without a detector, which refuses nothing', () =>
    expect(doubts(explained, { of: { ...policy, detector: undefined } })).toContain(
      'reassessment-doubtful /data/decision/rationale',
    ))
})

it.each([
  'he has key, she is out at sister’s, kids with her',
  'Rang safe number, she answered: he has sent 14 messages and says he is coming.',
  'Suspect in custody at Leamington until the morning, victim at her mother’s.',
  'Neighbour has her and the baby, he left on foot towards the station.',
])('the terse real one is taken: %s', (text) =>
  expect(
    doubts({ decision: text, interim: `${text.slice(0, 12)} could change within the hour if he comes back to her.` }),
  ).toEqual([]),
)

it('records the score, the weights and the verdict, and no text', () => {
  const found = judged({ decision: sound, interim: 'He could drive back in ten minutes and he has a key.' })
  expect(found.refused === null && found.reading).toEqual({
    weights: policy.detector?.id,
    score: expect.any(Number),
    verdict: 'assesses',
    doubts: [],
  })
})

it('tells a text of resources from any other, for a grade and for a resolution by telephone', () => {
  const speaks = ['No unit free, queue of twelve.', 'No change.', 'She has agreed and is with her mother.', '', undefined].map(
    (text) => speaksOfResources(text, policy),
  )
  expect(speaks).toEqual([true, false, false, false, false])
})
