import { expect, it } from '@jest/globals'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { dashIssues, dashWarnings, toSee } from '../../machines/rules/hau/dash.ts'
import { readDash } from '../../machines/rules/hau/sheets.ts'
import { parsePolicy } from '../../machines/rules/policy/policy.ts'
import { shippedTools } from '../../src/tools/readTools.ts'
import { smallPolicy } from './policies.ts'

type Form = CaseEventData['dash.submitted']

const policyOf = (part: object) => {
  const read = parsePolicy({ ...smallPolicy, ...part })
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  return read.policy
}
const tools = shippedTools()
const policy = policyOf({ tools })
const topics = tools['dash-2009']?.topics ?? []

const no = { answer: 'no' }
const yes = { answer: 'yes', comment: 'Said so.' }
const answered = (answer: Form['answers'][string]) => Object.fromEntries(topics.map(({ key }) => [key, answer]))
const form: Form = {
  tool: 'DASH',
  mode: 'face-to-face',
  answers: answered(no),
  grade: 'standard',
  judgement: 'Standard.',
  author: { id: 'pc-1', role: 'officer' },
}
const codes = (dash: Form, by = policy) => dashWarnings(dash, by).map(({ code, pointer }) => `${code} ${pointer}`)
const pointers = (dash: Form, by = policy) => dashIssues(dash, by).map(({ pointer }) => pointer)

it('ships the 27 topics of the police form in its order, 22 of them with a star', () => {
  expect(topics.map(({ number }) => number)).toEqual(Array.from({ length: 27 }, (_, index) => index + 1))
  expect([topics[0]?.key, topics[17]?.key, topics[26]?.key]).toEqual(['injury', 'strangulation', 'criminal-history'])
  expect(topics.filter(({ star }) => star)).toHaveLength(22)
})

it('says nothing of a whole form', () => expect([codes(form), pointers(form), toSee(form, policy)]).toEqual([[], [], []]))

it('tells "not asked" from "no", and "refused" and "not known" from both', () => {
  const { strangulation: _, ...rest } = form.answers
  const answers = { ...rest, weapons: { answer: 'refused' }, breach: { answer: 'not-known', comment: 'PNC was down.' } }
  expect(codes({ ...form, answers })).toEqual(['missing /data/answers/strangulation'])
  expect(readDash({ ...form, answers }, policy)?.sheet.missing.map(({ key }) => key)).toEqual(['strangulation'])
})

it('asks what was found where that has to be said, and why a key topic is not known', () => {
  const answers = {
    ...form.answers,
    injury: { answer: 'yes', comment: ' ' },
    breach: { answer: 'not-known' },
    financial: { answer: 'not-known' },
  }
  expect(codes({ ...form, answers })).toEqual([
    'comment-missing /data/answers/injury/comment',
    'comment-missing /data/answers/breach/comment',
  ])
  expect(toSee({ ...form, answers }, policy)).toEqual(['key-topics-open'])
})

it('refuses a tool or an answer that there is not', () => {
  expect(pointers({ ...form, tool: 'DASH 2031' })).toEqual(['/data/tool'])
  expect(pointers({ ...form, answers: { 'shoe/size': yes, injury: { answer: 'often' } } })).toEqual([
    '/data/answers/injury/answer',
  ])
  expect(pointers({ ...form, followUps: { 's-dash': { injury: no, visits: { answer: 'often' } }, toString: {} } })).toEqual([
    '/data/followUps/s-dash/visits/answer',
    '/data/followUps/toString',
  ])
})

it('keeps an answer beside the form, with a warning, and counts it for nothing', () => {
  const answers = { ...form.answers, 'shoe/size': yes }
  expect(codes({ ...form, answers })).toEqual(['unknown-topic /data/answers/shoe~1size'])
  expect(readDash({ ...form, answers }, policy)?.sheet.present).toEqual([])
})

it('takes a scale of frequency where the tool has one, and any topic where none are known', () => {
  expect(pointers({ ...form, tool: 'DARA', answers: { fear: { answer: 'all-the-time' }, harm: yes } })).toEqual([])
  expect(pointers({ ...form, tool: 'DARA', answers: { fear: { answer: 'sometimes' } } })).toEqual(['/data/answers/fear/answer'])
})

it('opens a follow-up by an answer: stalking the stalking questions, a threat from the family the honour-based ones', () => {
  const stalking = { ...form, answers: { ...form.answers, 'stalking-harassment': yes } }
  expect(codes(stalking)).toEqual(['follow-up-missing /data/followUps/s-dash'])
  expect(toSee(stalking, policy)).toEqual(['follow-up-missing'])
  const asked = {
    ...stalking,
    followUps: { 's-dash': Object.fromEntries((tools['s-dash']?.topics ?? []).map(({ key }) => [key, no])) },
  }
  expect([codes(asked), toSee(asked, policy)]).toEqual([[], []])
  const family = { ...form, answers: { ...form.answers, isolation: yes, 'third-party-threat': yes } }
  expect(codes(family)).toEqual(['follow-up-missing /data/followUps/hba'])
  expect(codes({ ...family, followUps: { hba: { truanting: no } } })).toContain('missing /data/followUps/hba/self-harm')
})

const found = (count: number): Form => ({
  ...form,
  followUps: { 's-dash': {}, hba: {} },
  answers: { ...form.answers, ...Object.fromEntries(topics.slice(0, count).map(({ key }) => [key, yes])) },
})

it('sees a high risk from the count of the policy on, of what was found and nothing else', () => {
  expect([13, 14, 27].map((count) => toSee(found(count), policy).includes('visible-high-risk'))).toEqual([false, true, true])
  expect(toSee({ ...form, answers: answered({ answer: 'refused' }) }, policy)).toEqual([])
})

it('compares no counts of different tools: each has its own or none', () => {
  const dara: Form = { ...found(27), grade: 'medium', tool: 'DARA', followUps: {} }
  const theirs = policyOf({ tools: { ...tools, dara: { ...tools['dash-2009'], id: 'dara', name: 'DARA' } } })
  expect(toSee(dara, theirs)).not.toContain('visible-high-risk')
  const counted = { ...theirs, dash: { ...theirs.dash, visibleHighRiskByTool: { DARA: 27 } } }
  expect(toSee(dara, counted)).toContain('visible-high-risk')
})

it.each(['strangulation', 'weapons', 'threat-to-kill'])('questions a standard grade beside %s, and no other grade', (factor) => {
  const alone = (grade: Form['grade']): Form => ({
    ...form,
    grade,
    answers: { ...answered(no), [factor]: { answer: 'yes', comment: 'Last night.' } },
  })
  expect(toSee(alone('standard'), policy)).toEqual(['visible-high-risk'])
  expect(codes(alone('standard'))).toEqual([`high-risk-factor /data/answers/${factor}`])
  expect([toSee(alone('medium'), policy), codes(alone('medium'))]).toEqual([[], []])
})

it('names a mode that the policy does not take, and whether somebody allowed it', () => {
  const telephone: Form = { ...form, mode: 'telephone' }
  expect(codes(telephone)).toEqual(['mode-not-in-policy /data/mode', 'mode-exception-missing /data/modeException'])
  expect(toSee(telephone, policy)).toEqual(['mode-exception-missing'])
  const allowed = { ...telephone, modeException: { reason: 'She asked for it.', by: { id: 'sup-1', role: 'supervisor' } } }
  expect([codes(allowed), toSee(allowed, policy)]).toEqual([['mode-not-in-policy /data/mode'], []])
})

it('judges a case whose policy pinned no tools as before: two tools, any topic, one scale, nothing to see', () => {
  const older = policyOf({})
  const full: Form = { ...form, mode: 'telephone', answers: answered(yes) }
  expect([codes(full, older), pointers(full, older), toSee(full, older)]).toEqual([['mode-not-in-policy /data/mode'], [], []])
  expect(pointers({ ...form, tool: 'S-DASH' }, older)).toEqual(['/data/tool'])
  expect(pointers({ ...form, answers: { fear: { answer: 'often' } } }, older)).toEqual(['/data/answers/fear/answer'])
})
