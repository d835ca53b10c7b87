/**
 * One person is one person, however the id was typed: every rule that asks for a second person is asked with each spelling.
 * What was written is kept as it was written.
 */
import { readFileSync } from 'node:fs'
import { parseData } from '../../machines/rules/events.ts'
import { personKey, samePerson } from '../../machines/rules/person.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { PinnedPolicy } from '../../src/engine/step/live.ts'
import * as happens from '../support/happenings.ts'
import { as, but, type Happening, type Posted } from '../support/happenings.ts'
import { KEY, type Night, policyWith, startNight } from '../support/incident.ts'

const { same, other, nothing } = JSON.parse(
  readFileSync(new URL('../fixtures/samePersonSpellings.json', import.meta.url), 'utf8'),
) as { same: [string, string][]; other: [string, string][]; nothing: string[] }

const person = (id: string) => ({ id, role: 'inspector' })
const breached = [...happens.gradedP2('20:00'), happens.until('21:01')]
const attended = [...happens.gradedP2('20:00'), happens.arrived('20:20')]
const byDefault = policyWith()
const onTelephone = policyWith({ telephoneResolution: { allowed: true, override: ['force-incident-manager'] } })
// Every other pair the other way round.
const pairs = [['fim-1', 'fim-1'], ...same].map(([one = '', two = ''], place) => (place % 2 === 0 ? [one, two] : [two, one])) as [
  string,
  string,
][]

interface Rule {
  readonly policy?: PinnedPolicy
  /** What the first person did before, where that is an event of its own. */
  readonly before: (first: string) => readonly Happening[]
  readonly asked: (first: string, second: string) => Posted
  readonly code: string
  /** Where it says so; the code of a blocker for a rule that has blockers. */
  readonly at: string
}

const RULES: Readonly<Record<string, Rule>> = {
  'a grade lowered after a breach': {
    before: () => breached,
    asked: (first, second) => but(happens.downgraded('21:02', 'P3'), { by: person(first), approvedBy: person(second) }),
    code: 'downgrade-not-approved',
    at: '/data/approvedBy',
  },
  'a grade lowered in a reassessment': {
    before: () => breached,
    asked: (first, second) => {
      const lowered = happens.reassessedDown('21:02', 'd1', 'P3')
      const { decision } = lowered.data as { decision: object }
      return but(lowered, { assessor: person(first), decision: { ...decision, approvedBy: person(second) } })
    },
    code: 'downgrade-not-approved',
    at: '/data/decision/approvedBy',
  },
  'a reassessment of a THRIVE': {
    before: (first) => [
      happens.reported('20:00'),
      happens.thriveAssessed('20:00', { assessor: person(first) }),
      happens.graded('20:00', 'P2'),
      happens.until('21:01'),
    ],
    asked: (_, second) => happens.reassessed('21:02', 'd1', { assessor: person(second) }),
    code: 'reassessment-incomplete',
    at: '/data/assessor/id',
  },
  'a DASH reviewed': {
    before: (first) => [...attended, happens.dashSubmitted('20:30', 'medium', { author: person(first) })],
    asked: (_, second) => happens.dashReviewed('20:40', 'accepted', { reviewer: person(second) }),
    code: 'invalid-event',
    at: '/data/reviewer/id',
  },
  'a DASH reviewed after a later form by somebody else': {
    before: (first) => [
      ...attended,
      happens.dashSubmitted('20:30', 'medium', { author: person(first) }),
      happens.dashSubmitted('20:35', 'medium', { author: person('later-1') }),
    ],
    asked: (_, second) => happens.dashReviewed('20:40', 'accepted', { reviewer: person(second) }),
    code: 'invalid-event',
    at: '/data/reviewer/id',
  },
  'a high risk lowered by a review': {
    before: () => [...attended, happens.dashSubmitted('20:30', 'high')],
    asked: (first, second) =>
      happens.dashReviewed('20:40', 'regraded-down', {
        grade: 'standard',
        reviewer: person(first),
        approvedBy: person(second),
      }),
    code: 'downgrade-not-approved',
    at: '/data/approvedBy',
  },
  'no DASH at all': {
    before: () => attended,
    asked: (first, second) => but(happens.dashExcepted('21:00'), { by: person(first), approvedBy: person(second) }),
    code: 'invalid-event',
    at: '/data/approvedBy',
  },
  'a grave incident resolved on the telephone': {
    policy: onTelephone,
    before: () => [...happens.gradedP2('20:00'), happens.until('20:46')],
    asked: (first, second) => happens.resolvedByTelephone('20:46', { by: person(first), approvedBy: person(second) }),
    code: 'telephone-resolution-blocked',
    at: 'second-person-missing',
  },
  'a THRIVE scored by its author': {
    before: (first) => [happens.reported('20:00'), happens.thriveAssessed('20:00', { assessor: person(first) })],
    asked: (_, second) => happens.thriveScored('20:30', { scorer: person(second) }),
    code: 'invalid-event',
    at: '/data/scorer/id',
  },
  'a THRIVE scored again': {
    before: (first) => [...happens.gradedP2('20:00'), happens.thriveScored('20:30', { scorer: person(first) })],
    asked: (_, second) => happens.thriveScored('20:31', { scorer: person(second) }),
    code: 'invalid-event',
    at: '/data/scorer/id',
  },
  'an investigation ended on the victim’s wish': {
    before: () => [...attended, happens.crimeRecorded('20:30')],
    asked: (first, second) =>
      as('supervisor', {
        ...happens.logNoted('20:40'),
        type: 'crime.outcome',
        data: {
          ...(exampleEvent('crime.outcome').data as object),
          ...{ crimeRef: 'CR-1', by: person(first), agreedBy: person(second) },
        } as Posted['data'],
      }),
    code: 'invalid-event',
    at: '/data/agreedBy',
  },
}

async function startedWith({ policy = byDefault, before }: Rule, first: string): Promise<Night> {
  const night = startNight(policy)
  for (const happening of before(first)) {
    const outcome = await night.go(happening)
    if (outcome?.status === 'refused') throw new Error(JSON.stringify(outcome.problem))
  }
  return night
}

describe.each(Object.entries(RULES))('%s', (_, rule) => {
  it('is not done by one person under two spellings', async () => {
    for (const [first, second] of pairs) {
      const night = await startedWith(rule, first)
      const outcome = await night.go(rule.asked(first, second))
      const problem = outcome?.status === 'refused' ? outcome.problem : undefined
      const where = [
        ...(problem?.errors ?? []).map(({ pointer }) => pointer),
        ...(problem?.blockers ?? []).map(({ code }) => code),
      ]
      expect([first, second, problem?.code, where]).toEqual([first, second, rule.code, [rule.at]])
    }
  })

  it('is not done with nobody as the other person', async () => {
    const night = await startedWith(rule, 'fim-1')
    for (const blank of ['', ...nothing]) {
      const asked = rule.asked('fim-1', blank)
      const read = parseData(asked.type, asked.data)
      const outcome = read.ok ? await night.go({ ...asked, data: read.data }) : { status: 'refused' }
      expect([blank, outcome?.status]).toEqual([blank, 'refused'])
    }
  })

  it.each(other)('is done by %j and %j, and both stay as they were written', async (first, second) => {
    const night = await startedWith(rule, ` ${first.toUpperCase()}`)
    expect(await night.go(rule.asked(` ${first.toUpperCase()}`, second))).toMatchObject({ status: 'accepted' })
    const kept = JSON.stringify(night.store.entries(KEY).map(({ content }) => JSON.parse(content ?? '{}') as unknown))
    expect(kept).toContain(`"id":" ${first.toUpperCase()}"`)
    expect(kept).toContain(`"id":"${second}"`)
  })
})

it('an alert taken again under another spelling of the same id is no news; taken by another it is', async () => {
  const night = await startedWith(RULES['a grade lowered after a breach'] as Rule, 'fim-1')
  const alert = night.store.alerts(KEY).find(({ status }) => status === 'open')
  const take = (id: string) =>
    night.engine.acknowledge(alert?.id ?? '', KEY, person(id), { key: 'key-supervisor', role: 'supervisor' })
  for (const [one, two] of same) {
    await take('somebody-else')
    await take(one)
    const before = night.store.entries(KEY).length
    expect(await take(two)).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: one } })
    expect(night.store.entries(KEY)).toHaveLength(before)
  }
  expect(await take('fim-2')).toMatchObject({ acknowledgedBy: { id: 'fim-2' } })
})

it('who is told of the author of a form names the author in any spelling, and nobody else', async () => {
  const night = await startedWith(
    {
      ...(RULES['a DASH reviewed'] as Rule),
      before: (id) => [...attended, happens.dashSubmitted('20:30', 'high', { author: person(id) })],
    },
    'fim-1',
  )
  const feedback = (id: string) => night.go(happens.hauFeedback('20:50', 'good', { author: person(id) }))
  await night.go(happens.dashReviewed('20:40'))
  expect(await feedback(' FIM-1')).toMatchObject({ status: 'accepted' })
  expect(await feedback('fim-11')).toMatchObject({ status: 'refused' })
})

it('each spelling has one key, and keying it again changes nothing', () => {
  for (const [one, two] of [
    ...same,
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['e\u200b\u0301', 'é'],
    ['ﬁm-1', 'FIM-1'],
    ['𝐅𝐈𝐌-1', 'fim-1'],
  ] as const)
    expect([one, samePerson(one, two)]).toEqual([one, true])
  for (const dash of '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u058a\ufe58\ufe63\uff0d')
    expect([dash, personKey(`fim${dash}1`)]).toEqual([dash, 'fim-1'])
  // Neither a letter of another alphabet, nor a digit that looks like a letter, nor other punctuation.
  for (const two of ['fi\u043c-1', 'fim-l', 'fim_1', 'fim.1', 'fim1', 'fim~1'])
    expect([two, samePerson('fim-1', two)]).toEqual([two, false])
  for (const [one, two] of other) expect(samePerson(one, two)).toBe(false)
  for (const blank of nothing) expect(personKey(blank)).toBe('')
})
