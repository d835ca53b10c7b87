/** A hand-over on record: what its list has, who is told of the change of shift, and what a crash or a locked row leaves to be done. */
import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import type { EventName } from '../../machines/rules/events.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { ArrivedEvent, Engine } from '../../src/engine/engine.ts'
import { createHandovers, type HandoverPorts, termsOf } from '../../src/engine/handover/handovers.ts'
import type { HandingOver, HandoverItem, HandoverRead } from '../../src/engine/handover/ports.ts'
import { CaseHeld } from '../../src/engine/ports.ts'
import type { PinnedPolicy } from '../../src/engine/step/live.ts'
import { exampleOf, NOBODY_KNOWS } from '../rules/examples.ts'
import { eventually } from '../support/eventually.ts'
import { policyWith } from '../support/incident.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const FORCE = 'warwickshire'
const page = { limit: 50 }
const LATE = { id: 'sup-late', role: 'supervisor' }
const SAID: HandingOver = {
  ...{ force: FORCE, from: 'late', to: 'night', by: LATE, note: null, sentId: null },
  actor: { key: 'key-1', role: 'supervisor' },
}

const failures: (readonly string[])[] = []
/** A process at work on the record. */
function atWork(pinned: PinnedPolicy = policyWith(), more: (engine: Engine) => Partial<HandoverPorts> = () => ({})) {
  const engine = createEngine({
    ...{ store: $.store, policy: pinned, alarms: { ring: () => {} } },
    salt: () => randomBytes(32).toString('hex'),
    failed: (error) => {
      throw error
    },
  })
  const handovers = createHandovers({
    ...{ engine, policy: pinned.policy, systemAlerts: $.store, rows: $.store.handoverRows, newId: randomUUID },
    failed: (_error, incidents) => void failures.push(incidents),
    ...more(engine),
  })
  return { engine, handovers }
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const posted = <Name extends EventName>(reference: string, type: Name, minutes: number, data: object = {}): ArrivedEvent => ({
  ...{ force: FORCE, reference, source: 'urn:test', id: randomUUID(), type, at: ago(minutes) },
  data: exampleOf(type, data),
  actor: { key: 'key-1', role: 'supervisor' },
})
/** Nobody and no place that another incident could be recognised by. */
const placeOf = (reference: string) => ({ persons: [], location: { address: `1 ${reference} Row`, area: 'urban' } })
/** Graded P2: overdue an hour after its report. */
async function graded(references: readonly string[], minutes: number, { engine } = atWork()): Promise<void> {
  const recorded = await engine.recordEach(
    references.flatMap((reference) => [
      posted(reference, 'incident.reported', minutes, { force: FORCE, receivedAt: ago(minutes), ...placeOf(reference) }),
      posted(reference, 'thrive.assessed', minutes - 1),
      posted(reference, 'incident.graded', minutes - 2, { priority: 'P2', approvedBy: undefined }),
    ]),
  )
  for (const outcome of recorded) if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
}
const named = (prefix: string, count: number) => Array.from({ length: count }, (_, place) => `${prefix}-${place}`)

async function read(handover: string): Promise<HandoverRead> {
  const found = await $.store.handover(FORCE, handover, { limit: 500 })
  if (found === null) throw new Error('it is on record')
  return found
}
const said = ({ incident, what, kind }: HandoverItem) => `${incident} ${what} ${kind}`
const changesOf = async (reference: string): Promise<number> =>
  (
    await $.database.query(`select from reassess.entries e join reassess.cases c on c.id = e.case_id
     where c.reference = '${reference}' and e.type = 'shift.changed'`)
  ).length
/** Another session has its row. @returns what ends that session. */
async function lockCase(reference: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: $.database.url })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from reassess.cases where reference = $1 for update', [reference])
  return () => holder.end()
}
const isDueAgain = () => $.database.query('update reassess.handover_changes set try_at = now() where try_at is not null')

beforeEach(async () => {
  failures.length = 0
  // Each test hands over its own incidents.
  await $.database.query('update reassess.cases set closed = true')
  await $.database.query('delete from reassess.timers')
  await $.database.query(`update reassess.alerts set status = 'resolved'`)
  await $.database.query(`update reassess.registers set state = 'over' where state = 'waiting'`)
})

describe('the list', () => {
  it('has a doubtful reassessment, and not one that was only drawn for a blind reading', async () => {
    const drawsAll = policyWith({ reassessment: { doubtBelow: 0.7, sample: 1, sampleWithin: 'PT24H' } })
    const process = atWork(drawsAll)
    await graded(['DRAWN', 'IN-DOUBT'], 5, process)
    const unasked = { demand: null, causesSeen: undefined, nextReviewAt: ago(-20) }
    await process.engine.record([
      posted('DRAWN', 'risk.reassessed', 0, unasked),
      posted('IN-DOUBT', 'risk.reassessed', 0, { ...unasked, situation: NOBODY_KNOWS }),
    ])
    expect((await $.store.reassessments(FORCE, 'waiting', { limit: 50 })).items).toHaveLength(2)
    const { handover } = await process.handovers.handOver(SAID)
    // Once: its alert, which nobody has, is not beside it.
    const [doubtful, ...others] = (await read(handover)).items.filter(({ what }) => what !== 'due')
    expect(doubtful).toMatchObject({ what: 'doubtful', incident: 'IN-DOUBT', kind: 'reassessment-check' })
    expect([doubtful?.dueAt, others]).toEqual([expect.any(String), []])
    await process.engine.record([
      posted('IN-DOUBT', 'reassessment.checked', 0, {
        ...{ reassessment: 4, by: { id: 'sup-9', role: 'supervisor' }, verdict: 'assesses', note: undefined },
      }),
    ])
    await $.store.handoverRows.watch('supervisor')
    const settled = (await read(handover)).items.filter(({ what }) => what === 'doubtful')
    expect(settled).toMatchObject([{ status: 'settled' }])
  })

  it('has what waits for a second person until somebody has decided', async () => {
    const process = atWork(policyWith({ approvals: { secondPerson: 'signed-in', within: 'PT15M' } }))
    await graded(['LOWER'], 50, process)
    const by = { id: 'fim-1', role: 'inspector' }
    const lowering = posted('LOWER', 'incident.graded', 0, { priority: 'P3', by, approvedBy: undefined })
    const commander = { key: 'key-2', role: 'force-incident-manager' } as const
    const [asked] = await process.engine.record([{ ...lowering, actor: commander }])
    expect(asked).toMatchObject({ status: 'pending' })
    const { handover } = await process.handovers.handOver(SAID)
    const ofIt = (await read(handover)).items.map(said)
    expect(ofIt.filter((one) => one.includes('doubtful'))).toEqual(['LOWER doubtful approval'])
    const approval = asked?.status === 'pending' ? asked.approval?.approval : undefined
    const decision = { approval, by: { id: 'fim-2', role: 'inspector' }, decision: 'refused', reason: 'He is at the address.' }
    const decided = { ...posted('LOWER', 'approval.given', 0, decision), actor: { ...commander, key: 'key-3' } }
    expect(await process.engine.record([decided])).toMatchObject([{ status: 'accepted' }])
    await $.store.handoverRows.watch('supervisor')
    expect((await read(handover)).items.find(({ what }) => what === 'doubtful')?.status).toBe('settled')
  })

  it('has alerts that nobody has: loud ones, and those that escalate soon; not those of the harm assessment unit', async () => {
    const raise = (id: string, item: object, audience = 'supervisor') =>
      $.database.query(`insert into reassess.alerts (case_id, id, force, incident, kind, audience, status, raised_at, about, item)
        values (0, '${id}', '${FORCE}', '', 'of-a-test', '${audience}', 'open', now(), '${id}',
                '${JSON.stringify({ id, incident: '', severity: 'medium', level: 1, ...item })}')`)
    await raise('loud', { severity: 'critical' })
    await raise('high', { severity: 'high' })
    await raise('quiet', {})
    await raise('soon', { dueAt: ago(-60) })
    await raise('tomorrow', { dueAt: ago(-24 * 60) })
    await raise('of-the-unit', { severity: 'critical' }, 'hau')
    await graded(['OVERDUE'], 70)
    const { handover } = await atWork().handovers.handOver(SAID)
    const { items } = await read(handover)
    expect(items.flatMap(({ what, alert, incident }) => (what === 'open' ? (alert ?? incident) : []))).toEqual([
      ...['loud', 'OVERDUE'],
      ...['soon', 'high'],
    ])
    await $.database.query(`delete from reassess.alerts where kind = 'of-a-test'`)
  })

  it('has what falls due within `ahead`, and nothing later', async () => {
    await graded(['SOON'], 5)
    const hours = (ahead: string) => atWork(policyWith({ handover: { demands: 'attention', acceptWithin: 'PT15M', ahead } }))
    const listed = async (ahead: string) => {
      const { handover } = await hours(ahead).handovers.handOver(SAID)
      return (await read(handover)).items.map(said)
    }
    expect(await listed('PT30M')).toEqual([])
    expect(await listed('PT4H')).toEqual(['SOON due attendance'])
    expect(await listed('PT48H')).toEqual(['SOON due attendance', 'SOON due crime-recording'])
  })
})

describe('accepting', () => {
  it('leaves an alert that cannot be taken over to be accepted again, and accepts the others', async () => {
    const process = atWork()
    await graded(['FREE', 'LOCKED'], 70, process)
    for (const reference of ['FREE', 'LOCKED']) {
      const [alert] = (await $.store.alerts(FORCE, { incident: reference, kind: 'attendance-overdue', openOnly: false }, page))
        .items
      await process.engine.acknowledge(alert?.id ?? '', { force: FORCE, reference }, LATE, SAID.actor)
    }
    const { handover } = await process.handovers.handOver(SAID)
    const { items } = await read(handover)
    const taken = items.filter(({ what }) => what === 'taken')
    const by = { id: 'sup-night', role: 'supervisor' }
    const accept = () =>
      process.handovers.accept({ force: FORCE, handover, items: taken.map(({ id }) => id), by, actor: SAID.actor })

    const end = await lockCase('LOCKED')
    await expect(accept()).rejects.toThrow(CaseHeld)
    const status = async () =>
      (await read(handover)).items.flatMap((item) => (item.what === 'taken' ? [[item.incident, item.status]] : []))
    expect((await status()).sort()).toEqual([
      ['FREE', 'accepted'],
      ['LOCKED', 'left'],
    ])
    await end()
    expect(await accept()).toBe('accepted')
    expect((await status()).map(([, one]) => one)).toEqual(['accepted', 'accepted'])
  })

  it('keeps the first of two people who accept an item at the same time', async () => {
    await graded(['TWICE'], 70)
    const { handover } = await atWork().handovers.handOver(SAID)
    const people = ['sup-night', 'sup-early'].map((id) => ({ id, role: 'supervisor' }))
    for (const by of people) await $.store.handoverRows.accept(handover, ['1'], by)
    expect((await read(handover)).items[0]?.acceptedBy).toEqual(people[0])
  })

  it('is not for the account that handed over, under whatever name', async () => {
    const { handovers } = atWork()
    const known = (name: string) => ({ ...SAID.actor, person: { issuer: 'https://id.example', subject: 's-1', name } })
    const { handover } = await handovers.handOver({ ...SAID, actor: known('sup-late') })
    const accept = { force: FORCE, handover, items: ['1'], by: { id: 'sup-renamed', role: 'supervisor' } }
    expect(await handovers.accept({ ...accept, actor: known('sup-renamed') })).toBe('own')
  })

  it('takes an alert about the system over too', async () => {
    await $.store.create('supervisor', FORCE)
    await $.store.sayStalled('supervisor')
    const stalled = async () =>
      (await $.store.alerts(FORCE, { kind: 'timers-stalled', status: 'acknowledged', openOnly: false }, page)).items[0]
    const [open] = (await $.store.alerts(FORCE, { kind: 'timers-stalled', status: 'open', openOnly: false }, page)).items
    await $.store.acknowledgeSystemAlert(FORCE, open?.id ?? '', LATE)
    const { handovers } = atWork()
    const { handover } = await handovers.handOver(SAID)
    const item = (await read(handover)).items.find(({ alert }) => alert === open?.id)
    expect(item).toMatchObject({ what: 'taken', incident: '', has: LATE })
    const by = { id: 'sup-night', role: 'supervisor' }
    await handovers.accept({ force: FORCE, handover, items: [item?.id ?? ''], by, actor: SAID.actor })
    expect((await stalled())?.acknowledgedBy).toEqual(by)
  })
})

describe('the change of shift', () => {
  const ATTENTION = policyWith()
  const ALL = policyWith({ handover: { demands: 'all', acceptWithin: 'PT15M', ahead: 'PT4H' } })

  it.each([
    ['attention', ATTENTION, 1],
    ['all', ALL, 2],
  ] as const)('is counted before as it is after, where the policy tells %s', async (name, pinned, demands) => {
    const of = (reference: string) => `${reference}-ahead-${name}`
    const process = atWork(pinned)
    await graded([of('LATE'), of('THERE')], 70, process)
    await graded([of('QUIET')], 5, process)
    await process.engine.record([posted(of('THERE'), 'unit.arrived', 1, { victimSeen: true })])
    const ahead = await process.handovers.ahead(FORCE)
    expect(ahead).toEqual({ items: expect.any(Number), incidents: expect.any(Number), demands: expect.any(Number) })
    const { handover } = await process.handovers.handOver(SAID)
    const { count, shiftChanged, demandCount } = (await read(handover)) ?? {}
    expect({ items: count, incidents: shiftChanged?.incidents, demands: demandCount }).toEqual(ahead)
    expect(ahead.demands).toBe(demands)
  })

  it.each([
    ['attention', ATTENTION, ['OVERDUE']],
    ['all', ALL, ['OVERDUE', 'QUIET']],
  ])('is told to whom `%s` names, and demands a reassessment where nobody has attended', async (name, pinned, told) => {
    const of = (reference: string) => `${reference}-${name}`
    const process = atWork(pinned)
    await graded([of('OVERDUE')], 70, process)
    await graded([of('QUIET'), of('ATTENDED'), of('CLOSED')], 5, process)
    await process.engine.record([posted(of('ATTENDED'), 'unit.arrived', 0, { victimSeen: true })])
    await $.database.query(`update reassess.cases set closed = true where reference = '${of('CLOSED')}'`)
    const { handover } = await process.handovers.handOver(SAID)
    const { shiftChanged, demands } = await read(handover)
    expect(shiftChanged).toEqual({ incidents: told.length, recorded: told.length, refused: 0 })
    expect(demands.map(({ incident }) => incident)).toEqual(told.map(of))
    for (const reference of ['OVERDUE', 'QUIET', 'ATTENDED', 'CLOSED'])
      expect([reference, await changesOf(of(reference))]).toEqual([reference, told.includes(reference) ? 1 : 0])
  })

  it('is finished by a sweep where the process ended between the list and the first of them', async () => {
    await graded(['ENDED-0', 'ENDED-1'], 70)
    const handover = await $.store.handoverRows.write(randomUUID(), SAID, termsOf(ATTENTION.policy))
    expect((await read(handover)).shiftChanged).toEqual({ incidents: 2, recorded: 0, refused: 0 })
    expect(await changesOf('ENDED-0')).toBe(0)

    await atWork().handovers.goOn()
    expect(await read(handover)).toMatchObject({ shiftChanged: { incidents: 2, recorded: 2 }, demandCount: 2 })
    expect([await changesOf('ENDED-0'), await changesOf('ENDED-1')]).toEqual([1, 1])
  })

  it('is recorded once where the process ended after it was recorded and before that was noted', async () => {
    await graded(named('CUT', 3), 70)
    const ends = atWork(ATTENTION, (engine) => ({
      engine: {
        ...engine,
        recordEach: async (arrived) => {
          await engine.recordEach(arrived.slice(0, 2))
          throw new Error('the process ends here')
        },
      },
    }))
    const { handover, was } = await ends.handovers.handOver(SAID)
    expect([was, failures]).toEqual(['new', [[]]])
    expect((await read(handover)).shiftChanged).toEqual({ incidents: 3, recorded: 0, refused: 0 })

    await isDueAgain()
    await Promise.all([atWork().handovers.goOn(), atWork().handovers.goOn()])
    expect(await read(handover)).toMatchObject({ shiftChanged: { incidents: 3, recorded: 3 }, demandCount: 3 })
    for (const reference of named('CUT', 3)) expect([reference, await changesOf(reference)]).toEqual([reference, 1])
    await isDueAgain()
    await atWork().handovers.goOn()
    for (const reference of named('CUT', 3)) expect([reference, await changesOf(reference)]).toEqual([reference, 1])
  })

  it('waits for the row of one incident, and for no other', async () => {
    await graded(named('HELD', 3), 70)
    const end = await lockCase('HELD-1')
    const { handover } = await atWork().handovers.handOver(SAID)
    expect((await read(handover)).shiftChanged).toEqual({ incidents: 3, recorded: 2, refused: 0 })
    expect(failures).toEqual([['HELD-1']])
    await end()
    await isDueAgain()
    await eventually('it is told', async () => {
      await atWork().handovers.goOn()
      return (await read(handover)).shiftChanged.recorded === 3
    })
  })

  it('is refused by an incident that was closed meanwhile, and the list says so', async () => {
    await graded(['GONE'], 70)
    const refuses = atWork(ATTENTION, (engine) => ({
      engine: {
        ...engine,
        recordEach: async () => [{ status: 'refused', problem: { code: 'not-accepted-now', detail: 'It is closed.' } }],
      },
    }))
    const { handover } = await refuses.handovers.handOver(SAID)
    expect(await read(handover)).toMatchObject({ shiftChanged: { incidents: 1, recorded: 0, refused: 1 }, demands: [] })
  })

  it('of many incidents goes in slices: what somebody posts meanwhile is answered before the last of them', async () => {
    const process = atWork()
    await graded(named('MANY', 300), 70, process)
    await graded(['MEANWHILE'], 5, process)
    const inOrder: string[] = []
    const handing = process.handovers.handOver(SAID).then((answer) => {
      inOrder.push('handed over')
      return answer
    })
    await eventually('the first slice is recorded', async () => (await changesOf('MANY-0')) + (await changesOf('MANY-299')) > 0)
    await process.engine.record([posted('MEANWHILE', 'call.received', 0)])
    inOrder.push('the call')
    const { handover } = await handing
    expect(inOrder).toEqual(['the call', 'handed over'])
    expect((await read(handover)).shiftChanged).toEqual({ incidents: 300, recorded: 300, refused: 0 })
  })
})
