/** One obligation has one clock: what a matter and its incident wait for together is timed once, through closing and reopening too. */
import type { Timer } from '../../src/engine/step/case.ts'
import * as happens from '../support/happenings.ts'
import { KEY, type Night, policyWith, startNight } from '../support/incident.ts'
import { example } from '../support/listing.ts'

const child = { role: 'child', personRef: 'P-3', schoolRef: 'SCH-1' } as const
const report = happens.reported('20:00')
const withChild = { ...report, data: { ...report.data, persons: [child] } } as happens.Posted
const referred = happens.referred('21:20', 'daro')

const EVENING = [
  withChild,
  happens.thriveAssessed('20:01'),
  happens.graded('20:02', 'P2'),
  happens.arrived('20:20'),
  happens.dashSubmitted('20:30', 'high'),
  happens.dashReviewed('20:40'),
  happens.hauReceived('21:00'),
  referred,
  happens.referred('21:21', 'marac'),
  happens.referred('21:22', 'childrens-services'),
  happens.maracReferred('21:35'),
]

/** Whose clock a timer is: the matter that it belongs to, also where the obligation of a matter runs it. */
function ownerOf({ store }: Night, { machine }: Timer): string {
  const [home, ...rest] = machine.split('/')
  const id = rest.join('/')
  const matter = home === 'duties' ? store.caseOf(KEY)?.duties[id]?.context.matter : undefined
  return typeof matter === 'string' ? matter : id
}

function timedTwice(night: Night): string[] {
  const clocks = (night.store.caseOf(KEY)?.timers ?? []).map((timer) => `${ownerOf(night, timer)} at ${timer.dueAt}`)
  return clocks.filter((clock, place) => clocks.indexOf(clock) !== place)
}

const timersOf = (night: Night, owner: string): readonly Timer[] =>
  (night.store.caseOf(KEY)?.timers ?? []).filter((timer) => ownerOf(night, timer) === owner)

describe('one obligation has one clock', () => {
  it('of a school, a referral and a MARAC, after each event of an evening', async () => {
    const night = startNight()
    const twice: string[] = []
    for (const happened of EVENING) {
      expect(await night.go(happened)).toMatchObject({ status: 'accepted' })
      twice.push(...timedTwice(night).map((clock) => `${happened.type}: ${clock}`))
    }
    expect(twice).toEqual([])
    expect(timersOf(night, 'marac/MARAC-1')).toHaveLength(1)
    expect(timersOf(night, 'school/P-3')).toHaveLength(1)
    expect(timersOf(night, 'referral/daro')).toHaveLength(1)
    const view = await night.engine.view(KEY)
    for (const [name, dueAt] of [
      ['school', '2026-11-23T08:00:00.000Z'],
      ['referral', '2026-11-21T21:20:00.000Z'],
    ])
      expect(view?.deadlines.filter((deadline) => deadline.name === name && deadline.dueAt === dueAt)).toHaveLength(1)
  })

  it('and by it the matter moves on, once the obligation is missed', async () => {
    const night = startNight()
    for (const happened of EVENING) await night.go(happened)
    const state = async (kind: string, name: string) =>
      (await night.engine.view(KEY))?.matters.find((one) => one.kind === kind && one.name === name)?.state
    await night.go({ kind: 'clock', at: '2026-11-21T21:19:59.999Z' })
    expect(await state('referral', 'daro')).toBe('waiting.made')
    await night.go({ kind: 'clock', at: '2026-11-21T21:20:00.000Z' })
    expect(await state('referral', 'daro')).toBe('overdue')
    await night.go({ kind: 'clock', at: '2026-11-23T08:00:00.000Z' })
    expect([await state('referral', 'daro'), await state('school', 'P-3')]).toEqual(['escalated', 'overdue'])
  })

  const DVPN = { order: 'DVPN-1' }
  const considered = ['childrenWelfare', 'protectedOpinion', 'subjectRepresentations', 'occupantsOpinion']
  const considerations = Object.fromEntries(considered.map((what) => [what, { text: 'None.' }]))
  const task = [example('task.set', '21:00', { dueAt: '2026-11-21T12:00:00Z' })]
  const notice = [
    example('order.proposed', '21:00', DVPN, 'hau'),
    example('order.authorised', '21:10', { ...DVPN, considerations }, 'hau'),
    example('order.served', '21:20', DVPN, 'hau'),
  ]
  it.each([
    ['a task', 'task/T-1', task, 'standing.set', 'standing.overdue'],
    ['the hearing of a notice', 'order/DVPN-1', notice, 'notice.served', 'notice.overdue'],
  ])('of %s, by which it is late', async (_, id, happened, before, after) => {
    const night = startNight()
    for (const each of [...happens.gradedP2('20:00'), happens.arrived('20:20'), ...happened])
      expect(await night.go(each)).toMatchObject({ status: 'accepted' })
    const matter = async () => (await night.engine.view(KEY))?.matters.find(({ kind, name }) => `${kind}/${name}` === id)
    const { dueAt } = (await matter())?.deadlines.find(({ name }) => ['task-due', 'order-hearing'].includes(name)) ?? {
      dueAt: '',
    }
    expect(timersOf(night, id).filter((timer) => timer.dueAt === dueAt)).toHaveLength(1)
    await night.go({ kind: 'clock', at: new Date(Date.parse(dueAt) - 1).toISOString() })
    expect((await matter())?.state).toBe(before)
    await night.go({ kind: 'clock', at: dueAt })
    expect((await matter())?.state).toBe(after)
  })

  it('of a referral that closing does not wait for: the obligation ends, the referral waits by a clock of its own, and not by both', async () => {
    const night = startNight(policyWith({ closure: { referralsAcknowledged: false } }))
    const of = async () => {
      const view = await night.engine.view(KEY)
      const statuses = view?.deadlines.flatMap(({ name, status, dueAt }) => (name === 'referral' ? [`${status} ${dueAt}`] : []))
      const state = view?.matters.find(({ kind }) => kind === 'referral')?.state
      return [state, ...(statuses ?? []), ...timersOf(night, 'referral/idva').map(({ dueAt }) => dueAt)]
    }
    const made = [
      ...happens.everythingDone,
      happens.hauReceived('20:41'),
      happens.hauChecked('20:42'),
      happens.referred('20:43', 'idva'),
    ]
    for (const happened of made) expect(await night.go(happened)).toMatchObject({ status: 'accepted' })
    const first = '2026-11-21T20:43:00.000Z'
    expect(await of()).toEqual(['waiting.made', `pending ${first}`, first])
    await night.go(happens.closed('21:00'))
    expect(await of()).toEqual(['waiting.left', `cancelled ${first}`, first])
    await night.go(happens.reopened('22:00'))
    const second = '2026-11-21T22:00:00.000Z'
    expect(await of()).toEqual(['waiting.made', `pending ${second}`, second])
  })

  it('of a referral that was left at the closing: it escalates though the incident stays closed', async () => {
    const night = startNight(policyWith({ closure: { referralsAcknowledged: false } }))
    const made = [
      ...happens.everythingDone,
      happens.hauReceived('20:41'),
      happens.hauChecked('20:42'),
      happens.referred('20:43', 'idva'),
    ]
    for (const happened of [...made, happens.closed('21:00')])
      expect(await night.go(happened)).toMatchObject({ status: 'accepted' })
    await night.go({ kind: 'clock', at: '2026-11-22T20:43:00.000Z' })
    const view = await night.engine.view(KEY)
    expect(view?.matters.find(({ kind }) => kind === 'referral')?.state).toBe('escalated')
    expect(view?.alerts.filter(({ status }) => status === 'open').map(({ kind }) => kind)).toContain('referral-escalated')
  })
})
