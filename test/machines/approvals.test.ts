/** Two people are two acts: what one of them asks for moves nothing before the other has decided. */
import { afterwards } from '../support/afterwards.ts'
import type { Happening, Posted } from '../support/happenings.ts'
import {
  arrived,
  as,
  but,
  dashExcepted,
  dashReviewed,
  dashSubmitted,
  decided,
  downgraded,
  graded,
  gradedP2,
  instant,
  resolvedByTelephone,
  until,
} from '../support/happenings.ts'
import { KEY, type Night, policyWith, underPolicy } from '../support/incident.ts'
import { lived, SIGNED_IN } from '../support/secondPerson.ts'

const { given } = underPolicy(SIGNED_IN)

/** Lines 1 to 4 of the record: the warning is the fourth. */
const warned = [...gradedP2('20:00'), until('20:45')]
const bySupervisor = (lowered: Posted) =>
  as('supervisor', but(lowered, { by: { id: 'sup-1', role: 'supervisor' }, approvedBy: undefined }))
/** Line 5. */
const byCommander = downgraded('20:50', 'P3')
const supervisors = bySupervisor(byCommander)
const fim = { by: 'fim-2', role: 'force-incident-manager' } as const

const viewOf = async (...happenings: readonly (Happening | readonly Happening[])[]) => {
  const night = await lived(happenings)
  const view = await night.engine.view(KEY)
  if (view === null) throw new Error('nothing was reported')
  return { ...night, view }
}

describe('a grade that somebody asks to lower after the warning', () => {
  it('moves nothing but the clock of the second person', () =>
    given(warned)
      .when(byCommander)
      .then({
        priority: 'P2',
        alerts: ['approval-waiting'],
        due: { attendance: '21:00', approval: '21:05' },
        deadlines: { approval: 'pending' },
      }))

  it('is a line of its own, which no reader of lines takes for a grade', async () => {
    const { last, store, view } = await viewOf(warned, byCommander)
    expect(last).toMatchObject({
      status: 'pending',
      sequence: 5,
      approval: { approval: 'WK-1-a5', status: 'waiting', until: instant('21:35') },
    })
    const line = store.entries(KEY)[4]
    expect(line).toMatchObject({ type: 'approval.asked', source: 'urn:example:control-room', at: instant('20:50') })
    expect(JSON.parse(line?.content ?? '')).toMatchObject({
      type: 'incident.graded',
      time: instant('20:50'),
      data: { priority: 'P3', approvedBy: { id: 'ds-1' } },
    })
    expect(view.grades).toHaveLength(1)
    expect(view.accepts).toContain('uk.police.da.approval.given.v1')
  })

  it('applies at the instant of the approval, as a grade by both', async () => {
    const { store, view } = await viewOf(warned, byCommander, decided('20:55', 5))
    expect(view.priority).toBe('P3')
    expect(view.grades.at(-1)).toMatchObject({ priority: 'P3', at: instant('20:55'), by: { id: 'fim-1' } })
    expect(store.entries(KEY).slice(5)).toMatchObject([
      { type: 'approval.given', actor: { role: 'supervisor' } },
      {
        type: 'incident.graded',
        source: null,
        at: instant('20:55'),
        actor: { role: 'force-incident-manager' },
        consequences: { approval: 'WK-1-a5' },
      },
    ])
    expect(JSON.parse(store.entries(KEY)[6]?.content ?? '')).toMatchObject({ priority: 'P3', approvedBy: { id: 'sup-2' } })
    expect(view.accepts).not.toContain('uk.police.da.approval.given.v1')
  })

  it('ends its alert and its clock with the decision', () =>
    given(warned, byCommander)
      .when(decided('20:55', 5))
      .then({
        priority: 'P3',
        alerts: ['approval-waiting resolved', 'downgraded'],
        deadlines: { approval: 'met' },
        open: ['attendance-warning', 'downgraded'],
      }))

  it('stays as it was where the second person refuses', () =>
    given(warned, byCommander)
      .when(decided('20:55', 5, 'refused'))
      .then({ priority: 'P2', alerts: ['approval-waiting resolved'], due: { attendance: '21:00', approval: null } }))

  it('is decided once', () =>
    given(warned, byCommander, decided('20:55', 5, 'refused'))
      .when(decided('20:56', 5))
      .thenRefused('not-accepted-now'))

  it('is decided on under its own name only', () =>
    given(warned, byCommander).when(decided('20:55', 4)).thenRefused('invalid-event', ['/data/approval']))

  it('needs nobody before the warning, and nobody to be raised', async () => {
    await given(gradedP2('20:00')).when(graded('20:10', 'P3')).then({ priority: 'P3' })
    await given(warned, byCommander).when(graded('20:55', 'P1')).then({ priority: 'P1' })
  })
})

it('applies at once by the name alone where the policy says so, and nothing waits', async () => {
  const named = underPolicy({ ...SIGNED_IN, approvals: { secondPerson: 'named', within: 'PT15M' } })
  await named
    .given(warned)
    .when(byCommander)
    .then({ priority: 'P3', alerts: ['downgraded'], due: { approval: null } })
  await named.given(warned).when(supervisors).thenRefused('downgrade-not-approved', ['/data/priority', '/data/approvedBy'])
  await named.given(warned, byCommander).when(decided('20:55', 5)).thenRefused('invalid-event', ['/data/approval'])
})

describe('who decides', () => {
  it.each([
    ['who asked', 'fim-1'],
    ['who asked, typed otherwise', ' FIM\u20111 '],
  ])('is not %s', (_, by) =>
    given(warned, byCommander)
      .when(decided('20:55', 5, 'approved', { by, role: 'duty-superintendent' }))
      .thenRefused('downgrade-not-approved', ['/data/by/id']),
  )

  it('may be whom the first named: that approved nothing', () =>
    given(warned, byCommander)
      .when(decided('20:55', 5, 'approved', { by: 'ds-1', role: 'duty-superintendent' }))
      .then({ priority: 'P3' }))

  it('has the rank where who asked has not', async () => {
    await given(warned, supervisors).when(decided('20:55', 5)).thenRefused('downgrade-not-approved', ['/data/by'])
    await given(warned, supervisors)
      .when(decided('20:55', 5, 'approved', fim))
      .then({ priority: 'P3' })
  })

  it('is nobody for what a handler asks', () =>
    given(warned).when(as('control-room', supervisors)).thenRefused('downgrade-not-approved', ['/data/priority']))

  it('does so after it was asked, or at that instant', async () => {
    const recordedAt = instant('20:55')
    await given(warned, byCommander)
      .when({ ...decided('20:49', 5), recordedAt })
      .thenRefused('invalid-event', ['/time'])
    await given(warned, byCommander)
      .when({ ...decided('20:50', 5), recordedAt })
      .then({ priority: 'P3' })
  })
})

it('has its time from when it was recorded, where that is later', () =>
  given(warned)
    .when({ ...downgraded('20:46', 'P3'), recordedAt: instant('20:50') })
    .then({ due: { approval: '21:05' } }))

describe('what nobody decides', () => {
  it('is told to the next rank each time its time is over', async () => {
    await given(warned, byCommander)
      .when(until('21:04:59'))
      .then({ due: { approval: '21:05' }, deadlines: { approval: 'pending' } })
    await given(warned, byCommander)
      .when(until('21:05'))
      .then({ deadlines: { approval: 'missed' }, open: expectOpen('approval-waiting', 'approval-waiting') })
    const { view } = await viewOf(warned, byCommander, until('21:25'))
    expect(view.alerts.filter(({ kind }) => kind === 'approval-waiting')).toMatchObject([
      { level: 1, audience: 'supervisor', severity: 'medium' },
      { level: 2, audience: 'force-incident-manager', severity: 'high' },
      { level: 3, audience: 'duty-superintendent', severity: 'critical' },
    ])
    expect(view.matters).toMatchObject([{ kind: 'approval', state: 'waiting', facts: { level: 3, until: instant('21:35') } }])
  })

  it('is taken to the last millisecond of the top of the ladder', () =>
    given(warned, byCommander).when(decided('21:34:59.999', 5)).then({ priority: 'P3' }))

  it('lapses when the top of the ladder has had its time', async () => {
    await given(warned, byCommander).when(decided('21:35', 5)).thenRefused('not-accepted-now')
    const { view } = await viewOf(warned, byCommander, until('21:35'))
    expect(view).toMatchObject({
      priority: 'P2',
      matters: [{ state: 'lapsed', ended: true, facts: { lapsed: 'nobody-decided' } }],
    })
    expect(view.alerts.filter(({ kind, status }) => kind === 'approval-waiting' && status !== 'resolved')).toEqual([])
  })

  it('gives the top its time also after an outage', async () => {
    const { view } = await viewOf(
      warned,
      byCommander,
      { kind: 'workers', away: true },
      until('21:20'),
      {
        kind: 'workers',
        away: false,
      },
      until('21:40'),
    )
    expect(view.matters).toMatchObject([{ state: 'waiting', facts: { level: 3, until: instant('21:50') } }])
  })
})

describe('what leaves nothing to decide', () => {
  it.each<[string, Happening]>([
    ['the grade is given again', graded('20:55', 'P2')],
    ['the grade is raised', graded('20:55', 'P1')],
  ])('ends it: %s', async (_, happening) => {
    const { view } = await viewOf(warned, byCommander, happening)
    expect(view.matters).toMatchObject([{ state: 'lapsed', facts: { lapsed: 'decided-otherwise' } }])
  })

  it('ends it: another lowering was approved', async () => {
    const { view } = await viewOf(warned, byCommander, downgraded('20:51', 'P3'), decided('20:55', 6))
    expect(view.matters).toMatchObject([
      { name: 'WK-1-a5', state: 'lapsed', facts: { lapsed: 'decided-otherwise' } },
      { name: 'WK-1-a6', state: 'approved' },
    ])
  })
})

/** Each with what leads up to it, the event, and how it can be told that it applied. */
const OTHERS: readonly [string, object, readonly Happening[], Posted, object][] = [
  [
    'a high risk lowered by a review',
    {},
    [
      ...gradedP2('20:00'),
      arrived('20:20'),
      dashSubmitted('20:30', 'high'),
      dashReviewed('20:35', 'returned'),
      dashSubmitted('20:40', 'high'),
    ],
    dashReviewed('20:45', 'regraded-down', { grade: 'standard', approvedBy: undefined }),
    { state: { dash: 'accepted' } },
  ],
  [
    'no DASH at all',
    {},
    [...gradedP2('20:00'), arrived('20:20')],
    but(dashExcepted('20:45'), { approvedBy: undefined }),
    { state: { dash: 'excepted' } },
  ],
  [
    'a grave incident resolved on the telephone',
    { telephoneResolution: { allowed: true, override: ['force-incident-manager'] } },
    warned,
    resolvedByTelephone('20:50', { approvedBy: undefined }),
    { state: { dash: 'due' } },
  ],
]

describe.each(OTHERS)('%s', (_, changes, before, asked, applied) => {
  it('waits for a second person, and applies by that person’s act', async () => {
    const night = await lived([before, asked], { ...SIGNED_IN, ...changes })
    expect(night.last).toMatchObject({ status: 'pending' })
    const line = night.last?.status === 'pending' ? night.last.sequence : 0
    const untouched = await night.engine.view(KEY)
    expect(untouched).not.toMatchObject(applied)
    expect(await night.go(decided('20:55', line, 'approved', fim))).toMatchObject({ status: 'accepted', warnings: [] })
    expect(await night.engine.view(KEY)).toMatchObject(applied)
  })

  it('ends with another decision of the same', async () => {
    const night = await lived([before, asked], { ...SIGNED_IN, ...changes })
    const again = await night.go(asked)
    const line = again?.status === 'pending' ? again.sequence : 0
    await night.go(decided('20:55', line, 'approved', fim))
    expect(await approvalsOf(night)).toMatchObject([
      { state: 'lapsed', facts: { lapsed: 'decided-otherwise' } },
      { state: 'approved' },
    ])
  })

  it('ends with no grade', async () => {
    const night = await lived([before, asked, graded('20:51', 'P1')], { ...SIGNED_IN, ...changes })
    expect(await approvalsOf(night)).toMatchObject([{ state: 'waiting' }])
  })

  it('is refused for what else is wrong with it, before anybody is asked', async () => {
    const wrong = asked.type === 'dash.reviewed' ? but(asked, { grade: 'high' }) : null
    if (wrong === null) return
    expect((await lived([before, wrong], { ...SIGNED_IN, ...changes })).last).toMatchObject({ status: 'refused' })
  })
})

it('ends with another form, for that form says something else', async () => {
  const [, , before, asked] = OTHERS[0] as (typeof OTHERS)[0]
  const night = await lived([before, asked, dashSubmitted('20:50', 'high')])
  expect(await approvalsOf(night)).toMatchObject([{ state: 'lapsed', facts: { lapsed: 'decided-otherwise' } }])
})

it('ends what cannot be done any more, with the reason, for both of its people', async () => {
  const { last, view, store } = await viewOf(
    gradedP2('20:00'),
    arrived('20:20'),
    but(dashExcepted('20:45'), { approvedBy: undefined }),
    dashSubmitted('20:50'),
    dashReviewed('20:52'),
  )
  expect(last).toMatchObject({ status: 'accepted' })
  expect(view.matters[0]).toMatchObject({ state: 'lapsed', facts: { lapsed: 'decided-otherwise' } })
  expect(store.entries(KEY).map(({ type }) => type)).not.toContain('dash.excepted')
})

describe('an outcome that rests on the victim', () => {
  async function waits() {
    const night = await afterwards(policyWith(SIGNED_IN))
    await night.post('crime.recorded', '2026-11-20T21:00:00Z', { crimeRef: 'C1', offences: ['common-assault'] })
    const asked = await night.post('crime.outcome', '2026-11-24T10:00:00Z', { crimeRef: 'C1', code: 16, agreedBy: undefined })
    const approval = asked.status === 'refused' ? '' : (asked.approval?.approval ?? '')
    const decide = (at: string, by = 'sup-2') =>
      night.post('approval.given', at, { approval, by: { id: by, role: 'supervisor' }, decision: 'approved', reason: undefined })
    return { ...night, asked, approval, decide }
  }

  it('is no outcome before another supervisor agrees', async () => {
    const { asked, matter, decide } = await waits()
    expect(asked).toMatchObject({ status: 'pending' })
    expect((await matter('C1'))?.facts.outcome).toBeNull()
    expect(await decide('2026-11-24T10:05:00Z', 'sup-1')).toMatchObject({ status: 'refused', problem: { code: 'invalid-event' } })
    expect(await decide('2026-11-24T10:06:00Z')).toMatchObject({ status: 'accepted' })
    expect((await matter('C1'))?.facts.outcome).toBe(16)
  })

  it('ends with another outcome of that crime, not of another', async () => {
    const { post, matter, approval } = await waits()
    await post('crime.recorded', '2026-11-24T10:04:00Z', { crimeRef: 'C2', offences: ['common-assault'] })
    await post('crime.outcome', '2026-11-24T10:04:30Z', { crimeRef: 'C2', code: 18 })
    expect(await matter(approval)).toMatchObject({ state: 'waiting' })
    await post('crime.outcome', '2026-11-24T10:05:00Z', { crimeRef: 'C1', code: 18 })
    expect(await matter(approval)).toMatchObject({ state: 'lapsed', facts: { lapsed: 'decided-otherwise' } })
  })
})

const approvalsOf = async ({ engine }: Night) =>
  ((await engine.view(KEY))?.matters ?? []).filter(({ kind }) => kind === 'approval')

function expectOpen(...kinds: readonly string[]): readonly string[] {
  return ['attendance-overdue', 'reassessment-demanded', ...kinds].sort()
}
