/** Each line says who did it: the person who signed in, or the person for whom they entered it afterwards (decision 0052). */
import fc from 'fast-check'
import { EVENT_NAMES, EVENTS, type EventName, recordOf } from '../../machines/rules/events.ts'
import { samePerson } from '../../machines/rules/person.ts'
import { ROLES } from '../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../machines/rules/whoActs.ts'
import type { ArrivedEvent } from '../../src/engine/engine.ts'
import { ENTERED_AFTERWARDS_MS, whoActs } from '../../src/engine/judge/yourself.ts'
import { replay } from '../../src/engine/replay.ts'
import { inWords } from '../support/atEight.ts'
import {
  arrived,
  callReceived,
  dashReviewed,
  dashSubmitted,
  doubtful,
  downgraded,
  gradedP2,
  instant,
  logNoted,
  type Posted,
  read,
  reassessed,
  thriveScored,
} from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'
import { postedBy, signedIn } from '../support/signedIn.ts'

const carol = signedIn('Carol', 'supervisor')
const dan = signedIn('Dan', 'supervisor')
const handler = { id: 'ch-1', role: 'call-handler' }
const bob = { id: 'Bob', role: 'supervisor' }
const NOW = '2026-11-20T21:30:00.000Z'

const example = (name: EventName, at: string, named: { id: string; role: string } | undefined, who = carol): ArrivedEvent => {
  const field = actingFieldOf(name)
  const { key, role, person } = who
  const data = field === null || named === undefined ? EVENTS[name].example : { ...EVENTS[name].example, [field]: named }
  return { ...KEY, source: 'urn:example', id: 'e1', type: name, at, data: data as never, actor: { key, role, person } }
}
const pointers = (found: ReturnType<typeof whoActs>) => found.problem?.errors?.map(({ pointer }) => pointer) ?? []
const LATE = '2026-11-20T21:28:00.000Z'

describe.each(EVENT_NAMES.filter((name) => actingFieldOf(name) !== null))('%s', (name) => {
  const at = `/data/${actingFieldOf(name)}`

  it('is taken from whoever it names, at once and afterwards', () => {
    for (const time of [NOW, LATE]) {
      const event = example(name, time, { id: ' cAROL', role: 'duty sergeant' })
      expect(whoActs(event, NOW)).toEqual({ problem: null, actor: event.actor })
    }
  })

  it('is refused with another name, and says where', () => {
    const found = whoActs(example(name, NOW, bob), NOW)
    expect(found.problem).toMatchObject({
      code: 'not-yourself',
      errors: [{ pointer: `${at}/id`, detail: expect.stringContaining('Carol') }],
    })
    expect(found.actor).not.toHaveProperty('enteredBy')
  })

  it('is refused with another of our roles, in whichever spelling', () => {
    for (const role of ['duty-superintendent', 'Duty Superintendent'])
      expect(pointers(whoActs(example(name, NOW, { id: 'Carol', role }), NOW))).toEqual([`${at}/role`])
  })

  it('entered afterwards it may name another, unless it is a second person’s act', () => {
    const found = whoActs(example(name, LATE, bob), NOW)
    if (recordOf(name)?.onlyByOneself) expect(pointers(found)).toEqual([`${at}/id`])
    else expect(found).toMatchObject({ problem: null, actor: { enteredBy: { id: 'Carol', role: 'supervisor' } } })
  })

  it('names whom it likes with a key', () => {
    const event = { ...example(name, NOW, bob), actor: { key: 'key-1', role: 'supervisor' as const } }
    expect(whoActs(event, NOW)).toEqual({ problem: null, actor: event.actor })
  })
})

it('is another’s only from two minutes on: just before, on it, just after', () => {
  const after = (ms: number) =>
    whoActs(example('log.noted', new Date(Date.parse(NOW) - ms).toISOString(), bob), NOW).problem?.code
  expect([119_999, 120_000, 120_001].map(after)).toEqual(['not-yourself', undefined, undefined])
  expect(ENTERED_AFTERWARDS_MS).toBe(120_000)
})

it('never lets a session act at once under another name, and never without saying who entered it', () => {
  const written = fc.record({
    name: fc.constantFrom(...EVENT_NAMES),
    id: fc.oneof(fc.constantFrom('Carol', 'CAROL ', 'Ｃarol', 'Bob', 'Carole'), fc.string({ minLength: 1 })),
    role: fc.oneof(fc.constantFrom(...ROLES, 'sergeant'), fc.string({ minLength: 1 })),
    ago: fc.oneof(fc.integer({ min: -120_000, max: 240_000 }), fc.integer({ min: 0, max: 10 * 86_400_000 })),
  })
  fc.assert(
    fc.property(written, ({ name, id, role, ago }) => {
      const field = actingFieldOf(name)
      const { problem, actor } = whoActs(example(name, new Date(Date.parse(NOW) - ago).toISOString(), { id, role }), NOW)
      if (field === null) return problem === null && actor.enteredBy === undefined
      if (samePerson(id, 'Carol')) return actor.enteredBy === undefined
      const isLate = ago >= ENTERED_AFTERWARDS_MS && !recordOf(name)?.onlyByOneself
      return isLate ? actor.enteredBy?.id === 'Carol' : problem?.code === 'not-yourself'
    }),
    { numRuns: 2_000 },
  )
})

/** An incident of a key, then what signed-in people post on it, each at its instant. */
async function night(...posts: readonly (readonly [recordedAt: string, event: ArrivedEvent])[]) {
  const { engine, store, go } = startNight()
  for (const posted of gradedP2('20:00')) await go(posted)
  const outcomes = []
  for (const [recordedAt, event] of posts) {
    await go({ kind: 'clock', at: instant(recordedAt) })
    outcomes.push((await engine.record([event]))[0])
  }
  const kept = store.caseOf(KEY)
  if (kept === null) throw new Error('nothing was reported')
  return { engine, store, go, outcomes, kept, said: outcomes.map(inWords), last: store.entries(KEY).at(-1) }
}

describe('the line', () => {
  it('says who signed in, and who entered it for whom, in its hashed bytes; a replay gives the same', async () => {
    const { store, kept, said, last } = await night(
      ['20:10', postedBy(carol, logNoted('20:10'), 'n1')],
      ['20:11', postedBy(carol, callReceived('20:01'), 'n2', handler)],
    )
    expect(said).toEqual(['accepted', 'accepted'])
    const actor = { key: 'session-of-carol', role: 'supervisor', person: carol.person }
    expect(store.entries(KEY).at(-2)?.actor).toEqual(actor)
    expect(last).toMatchObject({ type: 'call.received', actor: { ...actor, enteredBy: { id: 'Carol', role: 'supervisor' } } })
    expect(JSON.parse(last?.canonical ?? '')).toMatchObject({ actor: last?.actor })
    expect(await replay(kept, store.readEntries(KEY, kept.version), policyWith())).toMatchObject({
      replayed: true,
      differences: [],
    })
    const forged = async function* () {
      for await (const line of store.readEntries(KEY, kept.version))
        yield line.sequence === kept.version ? { ...line, actor: actor as typeof line.actor } : line
    }
    expect((await replay(kept, forged(), policyWith())).differences).toMatchObject([
      { detail: 'its actor differs from its bytes' },
    ])
  })

  it('counts the two minutes by the clock of the record, not by what the sender calls now', async () => {
    const on = (time: string) => postedBy(carol, logNoted('20:08'), `n-${time}`, handler)
    const { said } = await night(['20:09:59.999', on('before')], ['20:10', on('at')], ['20:10:00.001', on('after')])
    expect(said).toEqual(['not-yourself', 'accepted', 'accepted'])
  })
})

describe('the same event again', () => {
  const note = (who: typeof carol, as?: typeof bob) => postedBy(who, logNoted('20:10'), 'n1', as)

  it('is a duplicate whoever sends it again, also where whoever acted was left out', async () => {
    const { said, kept } = await night(['20:10', note(carol)], ['20:10', note(dan)], ['20:30', note(dan)], ['20:31', note(carol)])
    expect(said).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate'])
    expect(kept.version).toBe(4)
  })

  it('is a duplicate before anybody asks whose it is', async () => {
    const { said } = await night(['20:10', note(carol)], ['20:10', note(dan, { id: 'Carol', role: 'supervisor' })])
    expect(said).toEqual(['accepted', 'duplicate'])
  })

  it('is a reused id where somebody else says that they did it', async () => {
    const { said } = await night(['20:10', note(carol)], ['20:10', note(dan, { id: 'Dan', role: 'supervisor' })])
    expect(said).toEqual(['accepted', 'event-id-reused'])
  })

  it('is a duplicate inside one group, too', async () => {
    const { engine, store } = await night()
    store.setNow(instant('20:10'))
    expect((await engine.record([note(carol), note(dan)])).map(inWords)).toEqual(['accepted', 'duplicate'])
  })
})

it('is asked after the state, and before the content', async () => {
  const closed = postedBy(carol, { ...logNoted('20:10'), type: 'transfer.acknowledged', data: { to: 'x' } as never }, 'n1', bob)
  const { outcomes } = await night(
    ['20:10', postedBy(carol, reassessed('20:10', 'd9'), 'n2', bob)],
    ['20:10', { ...postedBy(carol, logNoted('20:10'), 'n3', bob), type: 'incident.reopened' }],
    ['20:10', closed],
  )
  expect(outcomes.map(inWords)).toEqual(['not-yourself', 'not-accepted-now', 'not-yourself'])
})

describe('whoever entered a line for another is no second person to it', () => {
  const entered = (posted: Posted, id: string, as = bob) => postedBy(carol, posted, id, as)

  it('does not approve the downgrade', async () => {
    const inspector = { id: 'fim-1', role: 'inspector' }
    const fim = signedIn('Fay', 'force-incident-manager')
    const lowered = (approvedBy: string): Posted => ({
      ...downgraded('20:50', 'P3'),
      data: { ...downgraded('20:50', 'P3').data, approvedBy: { id: approvedBy, role: 'superintendent' } } as Posted['data'],
    })
    const { said, outcomes } = await night(
      ['20:53', postedBy(fim, lowered('fay'), 'l1', inspector)],
      ['20:53', postedBy(fim, lowered('Sam'), 'l2', inspector)],
    )
    expect(said).toEqual(['not-yourself', 'accepted'])
    expect(outcomes[0]).toMatchObject({ problem: { errors: [{ pointer: '/data/approvedBy/id' }] } })
  })

  it('does not review the DASH', async () => {
    const officer = { id: 'pc-1', role: 'officer' }
    const { outcomes, said } = await night(
      ['20:20', postedBy(carol, arrived('20:15'), 'a1', officer)],
      ['20:40', entered(dashSubmitted('20:30'), 'd1', officer)],
      ['20:45', postedBy(carol, dashReviewed('20:45'), 'r1')],
      ['20:46', postedBy(carol, dashReviewed('20:30'), 'r2', bob)],
      ['20:47', postedBy(dan, dashReviewed('20:47'), 'r3')],
    )
    expect(said).toEqual(['accepted', 'accepted', 'invalid-event', 'not-yourself', 'accepted'])
    expect(outcomes[2]).toMatchObject({ problem: { errors: [{ pointer: '/data/reviewer/id' }] } })
  })

  it('does not read the reassessment, which is still taken for whoever made it', async () => {
    const { said, engine, store, kept } = await night(
      ['20:50', postedBy(carol, callReceived('20:50'), 'c1')],
      ['20:55', entered(doubtful(reassessed('20:52', 'd1')), 'r1')],
    )
    expect(said).toEqual(['accepted', 'accepted'])
    const sequence = store.entries(KEY).findLast(({ type }) => type === 'risk.reassessed')?.sequence ?? 0
    const verdict = (who: typeof carol, id: string) => postedBy(who, read('20:55', sequence, 'assesses'), id)
    expect((await engine.record([verdict(carol, 'v1'), verdict(dan, 'v2')])).map(inWords)).toEqual(['invalid-event', 'accepted'])
    expect(await replay(kept, store.readEntries(KEY, kept.version), policyWith())).toMatchObject({ differences: [] })
  })

  it('and whoever wrote the THRIVE enters no reassessment of it for another', async () => {
    const thrive = gradedP2('20:05')[1] as Posted
    const { said, outcomes } = await night(
      ['20:05', postedBy(carol, thrive, 't1')],
      ['20:50', postedBy(dan, callReceived('20:50'), 'c1')],
      ['20:55', entered(reassessed('20:52', 'd1'), 'r1')],
      ['20:55', postedBy(dan, reassessed('20:52', 'd1'), 'r2', bob)],
    )
    expect(said).toEqual(['accepted', 'accepted', 'reassessment-incomplete', 'accepted'])
    expect(outcomes[2]).toMatchObject({ problem: { errors: [{ pointer: '/data/assessor/id' }] } })
  })

  it('does not score the THRIVE', async () => {
    const thrive = gradedP2('20:05')[1] as Posted
    const { engine, store, go } = startNight()
    for (const posted of gradedP2('20:00')) await go(posted)
    await go({ kind: 'clock', at: instant('20:10') })
    expect((await engine.record([postedBy(carol, thrive, 't1', handler)])).map(inWords)).toEqual(['accepted'])
    const sequence = store.entries(KEY).findLast(({ type }) => type === 'thrive.assessed')?.sequence ?? 0
    const score = (who: typeof carol, id: string, as?: typeof bob) =>
      postedBy(who, thriveScored('20:05', { thrive: sequence }), id, as)
    const outcomes = await engine.record([score(carol, 's1'), score(dan, 's2', bob), score(dan, 's3')])
    expect(outcomes.map(inWords)).toEqual(['invalid-event', 'not-yourself', 'accepted'])
  })
})

it('takes the reading of a reassessment only from the person themselves, however late', async () => {
  const { engine, store, go } = await night(
    ['20:50', postedBy(carol, callReceived('20:50'), 'c1')],
    ['20:52', postedBy(carol, doubtful(reassessed('20:52', 'd1')), 'r1')],
  )
  await go({ kind: 'clock', at: instant('23:00') })
  const sequence = store.entries(KEY).findLast(({ type }) => type === 'risk.reassessed')?.sequence ?? 0
  const verdict = (who: typeof carol, id: string, as?: typeof bob) => postedBy(who, read('20:53', sequence, 'assesses'), id, as)
  const outcomes = await engine.record([
    verdict(carol, 'v1', { id: 'Dan', role: 'supervisor' }),
    verdict(carol, 'v2'),
    verdict(dan, 'v3'),
  ])
  expect(outcomes.map(inWords)).toEqual(['not-yourself', 'invalid-event', 'accepted'])
})
