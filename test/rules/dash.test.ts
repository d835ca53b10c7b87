import { expect, it } from '@jest/globals'
import { dashWarnings, isHighRiskTopic, missingTopics } from '../../machines/rules/dash.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { parsePolicy } from '../../machines/rules/policy.ts'
import { smallPolicy } from './policies.ts'

const read = parsePolicy(smallPolicy)
if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
const { policy } = read

const yes = { answer: 'yes' } as const
const everyTopic = Object.fromEntries(missingTopics('DASH', {}).map((topic) => [topic, yes]))
const form: CaseEventData['dash.submitted'] = {
  tool: 'DASH',
  mode: 'face-to-face',
  answers: everyTopic,
  grade: 'high',
  judgement: 'High.',
  author: { id: 'pc-1', role: 'officer' },
}

it('has the 27 topics of the police form in its order', () => {
  const topics = missingTopics('DASH', {})
  expect(topics).toHaveLength(27)
  expect([topics[0], topics[17], topics[26]]).toEqual(['injury', 'strangulation', 'criminal-history'])
  expect(topics.filter(isHighRiskTopic)).toHaveLength(22)
  expect(isHighRiskTopic('toString')).toBe(false)
})

it('says nothing of a whole form', () => expect(dashWarnings(form, policy)).toEqual([]))

it('names topics without answer; "refused" and "not known" are answers', () => {
  const { strangulation: _, ...rest } = everyTopic
  const answers = { ...rest, weapons: { answer: 'refused' }, breach: { answer: 'not-known' } } as const
  expect(dashWarnings({ ...form, answers }, policy)).toEqual([
    { code: 'missing', pointer: '/data/answers/strangulation', detail: expect.any(String) },
  ])
})

it('names a topic that is none of the tool and a mode that the policy does not take', () => {
  const odd = { ...form, mode: 'telephone', answers: { ...everyTopic, 'shoe/size': yes } } as const
  expect(dashWarnings(odd, policy).map(({ code, pointer }) => [code, pointer])).toEqual([
    ['unknown-topic', '/data/answers/shoe~1size'],
    ['mode-not-in-policy', '/data/mode'],
  ])
})

it('knows no topics of DARA, so misses none', () =>
  expect(dashWarnings({ ...form, tool: 'DARA', answers: { fear: yes } }, policy)).toEqual([]))
