/** Clare's Law beyond the scenario: late news, both routes, what is warned of, and danger now in whatever state the incident is. */
import type { EventName } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, startNight } from '../support/incident.ts'

const DAY = '2026-11-20T21:00:00.000Z'

async function applied(data: object = {}, before: readonly happens.Posted[] = happens.everythingDone) {
  const { engine, go } = startNight()
  for (const happened of before) expect(await go(happened)).toMatchObject({ status: 'accepted' })
  let posted = 0
  const post = async (type: EventName, at: string, changes: object = {}, recordedAt = at): Promise<Outcome> => {
    await go({ kind: 'clock', at: recordedAt })
    const whole = { ...(exampleEvent(type).data as object), ...changes }
    const event = { kind: 'event', type, at, recordedAt, role: 'hau', data: whole } as unknown as happens.Posted
    posted += 1
    const [outcome] = await engine.record([arrivedEvent(event, `${posted}`)])
    return outcome as Outcome
  }
  expect(await post('disclosure.applied', DAY, data)).toMatchObject({ status: 'accepted' })
  const statuses = async () =>
    Object.fromEntries(
      ((await engine.view(KEY))?.deadlines ?? [])
        .filter(({ name }) => name.startsWith('disclosure'))
        .map(({ name, status }) => [name, status]),
    )
  return { engine, go, post, statuses }
}
const codes = (outcome: Outcome): string[] => (outcome.status === 'accepted' ? outcome.warnings.map(({ code }) => code) : [])

it('a look in time that was entered late was in time', async () => {
  const { go, post, statuses, engine } = await applied()
  await go({ kind: 'clock', at: '2026-11-21T20:59:59.999Z' })
  expect(await statuses()).toMatchObject({ 'disclosure-check': 'pending' })
  await go({ kind: 'clock', at: '2026-11-21T21:00:00.000Z' })
  expect(await statuses()).toMatchObject({ 'disclosure-check': 'missed' })
  await post('disclosure.checked', '2026-11-21T20:00:00.000Z', {}, '2026-11-21T22:00:00.000Z')
  expect(await statuses()).toMatchObject({ 'disclosure-check': 'met', 'disclosure-meeting': 'pending' })
  const open = (await engine.view(KEY))?.alerts.filter(
    ({ kind, status }) => kind === 'disclosure-overdue' && status !== 'resolved',
  )
  expect(open).toEqual([])
})

it.each([
  ['right-to-ask', 'person-at-risk', true],
  ['right-to-ask', 'third-party', true],
  ['right-to-know', 'police', false],
  ['right-to-know', 'partner', false],
])('%s, begun by %s, has the clock of a meeting: %s', async (route, applicant, meets) => {
  const { statuses } = await applied({ route, applicant })
  expect(Object.hasOwn(await statuses(), 'disclosure-meeting')).toBe(meets)
})

it('comes back to the harm assessment unit until it is answered, and once withdrawn no more', async () => {
  const { go, post, engine } = await applied()
  const late = async () => (await engine.view(KEY))?.alerts.filter(({ kind }) => kind === 'disclosure-overdue')
  await go({ kind: 'clock', at: '2026-11-23T21:00:00.000Z' })
  expect(await late()).toMatchObject([{ audience: 'hau', count: 3, status: 'open' }])
  await post('disclosure.withdrawn', '2026-11-23T22:00:00.000Z')
  await go({ kind: 'clock', at: '2027-01-30T21:00:00.000Z' })
  expect(await late()).toMatchObject([{ count: 3, status: 'resolved' }])
})

it('warns when who applied for another is the one to be told, and of a high risk that no MARAC has seen', async () => {
  const high = [...happens.gradedP2('20:00'), happens.arrived('20:20'), happens.dashSubmitted('20:30', 'high')]
  const { post } = await applied({ applicant: 'third-party' }, high)
  await post('disclosure.checked', '2026-11-20T21:10:00.000Z')
  const decided = await post('disclosure.decided', '2026-11-20T21:20:00.000Z', { recipient: 'applicant' })
  expect(codes(decided)).toEqual(['third-party-told', 'high-risk-without-marac'])
})

it.each([
  ['disclosure.checked', happens.everythingDone],
  ['disclosure.checked', [...happens.everythingDone, happens.closed('20:50')]],
  ['disclosure.checked', [...happens.gradedP2('20:00'), happens.resolvedByTelephone('20:20')]],
  ['disclosure.met', [...happens.everythingDone, happens.closed('20:50')]],
] as const)(
  '%s with danger now demands a reassessment wherever the incident is; without it changes nothing there',
  async (type, before) => {
    for (const immediateRisk of [true, false]) {
      const { post, engine } = await applied({}, before)
      if (type === 'disclosure.met') await post('disclosure.checked', '2026-11-20T21:05:00.000Z')
      const was = await engine.view(KEY)
      await post(type, '2026-11-20T21:10:00.000Z', { immediateRisk })
      const is = await engine.view(KEY)
      expect(is?.demands.map(({ reason }) => reason)).toEqual(immediateRisk ? ['new-information'] : [])
      if (immediateRisk) expect(is?.state).toMatchObject({ closure: 'open', risk: 'demanded' })
      else expect(is?.state).toEqual(was?.state)
      expect(is?.state.attendance === 'resolvedByTelephone').toBe(
        !immediateRisk && was?.state.attendance === 'resolvedByTelephone',
      )
    }
  },
)

describe('what somebody asked for is told', () => {
  const told = async (before: readonly [EventName, object][], made: object = {}) => {
    const { post, engine } = await applied()
    let minutes = 10
    const next = () => `2026-11-20T21:${++minutes}:00.000Z`
    for (const [type, data] of before) expect(await post(type, next(), data)).toMatchObject({ status: 'accepted' })
    const outcome = await post('disclosure.made', next(), made)
    const state = (await engine.view(KEY))?.matters.find(({ kind }) => kind === 'disclosure')?.state
    return [outcome.status === 'refused' ? outcome.problem.errors?.map(({ pointer }) => pointer) : 'accepted', state]
  }
  const CHECKED = ['disclosure.checked', {}] as const
  const DECIDED = ['disclosure.decided', {}] as const
  const met = (identityProved: boolean, more: object = {}) => ['disclosure.met', { identityProved, ...more }] as const
  const REFUSED = [['/data/disclosure'], 'toDisclose']
  const TOLD = ['accepted', 'disclosed']

  it.each([
    ['when nobody met who asked', [CHECKED, DECIDED], REFUSED],
    ['when nobody saw who they are', [CHECKED, met(false), DECIDED], REFUSED],
    ['once they proved it', [CHECKED, met(true), DECIDED], TOLD],
    ['once they proved it at another meeting', [CHECKED, met(false), met(true), DECIDED], TOLD],
    ['once they proved it after the decision, and it stays proved', [CHECKED, DECIDED, met(true), met(false)], TOLD],
    ['at once where the first look found danger', [['disclosure.checked', { immediateRisk: true }], DECIDED], TOLD],
    ['at once where the meeting found danger', [CHECKED, met(false, { immediateRisk: true }), DECIDED], TOLD],
  ] as const)('%s: %j', async (_, before, expected) =>
    expect(await told(before as unknown as [EventName, object][])).toEqual(expected),
  )

  it('to another than was decided only after it was decided anew', async () => {
    const decidedAnew = ['disclosure.decided', { recipient: 'parent' }] as const
    const before = [CHECKED, met(true), DECIDED]
    expect(await told(before as unknown as [EventName, object][], { recipient: 'parent' })).toEqual([
      ['/data/recipient'],
      'toDisclose',
    ])
    expect(await told([...before, decidedAnew] as unknown as [EventName, object][], { recipient: 'parent' })).toEqual(TOLD)
  })
})

it('a decision to tell may be taken back until it is told', async () => {
  const { post, engine, statuses } = await applied()
  await post('disclosure.checked', '2026-11-20T21:10:00.000Z')
  await post('disclosure.decided', '2026-11-20T21:20:00.000Z')
  await post('disclosure.decided', '2026-11-20T21:30:00.000Z', { decision: 'decline', recipient: undefined })
  expect((await engine.view(KEY))?.matters.find(({ kind }) => kind === 'disclosure')).toMatchObject({
    ...{ state: 'declined', ended: true },
    facts: { decision: 'decline', recipient: null },
  })
  expect(await statuses()).toMatchObject({ 'disclosure-meeting': 'cancelled', 'disclosure-completion': 'met' })
})

it('whom nobody applied for is told without a meeting before', async () => {
  const { post } = await applied({ route: 'right-to-know', applicant: 'police' })
  await post('disclosure.checked', '2026-11-20T21:10:00.000Z')
  await post('disclosure.decided', '2026-11-20T21:20:00.000Z')
  expect(await post('disclosure.made', '2026-11-20T22:00:00.000Z')).toMatchObject({ status: 'accepted' })
})

it('logs who was told what they may do with it, and no word of what was said', async () => {
  const { post, engine } = await applied()
  await post('disclosure.checked', '2026-11-20T21:10:00.000Z', { result: 'A SECRET' })
  await post('disclosure.met', '2026-11-20T21:15:00.000Z', { identityProved: true, outcome: 'A SECRET' })
  await post('disclosure.decided', '2026-11-20T21:20:00.000Z', { reason: 'A SECRET' })
  await post('disclosure.made', '2026-11-20T22:00:00.000Z')
  const told = (await engine.view(KEY))?.matters.find(({ kind }) => kind === 'disclosure')
  expect(told).toMatchObject({
    ...{ state: 'disclosed', ended: true, deadlines: [] },
    facts: { recipient: 'person-at-risk', disclosedAt: '2026-11-20T22:00:00.000Z', undertaking: 'signed' },
  })
  expect(JSON.stringify(told)).not.toContain('SECRET')
})
