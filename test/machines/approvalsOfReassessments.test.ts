/** A reassessment that lowers the grade answers at once under the old grade; only the lowering waits for a second person. */
import {
  as,
  but,
  callReceived,
  closed,
  decided,
  doubtful,
  everythingDone,
  graded,
  gradedP2,
  instant,
  read,
  reassessed,
  reassessedDown,
  resolvedByTelephone,
  told,
  until,
} from '../support/happenings.ts'
import { KEY, policyWith, underPolicy } from '../support/incident.ts'
import { lived, SIGNED_IN } from '../support/secondPerson.ts'

const { given } = underPolicy(SIGNED_IN)

/** The warning is line 4, the call line 5, the reassessment line 6. */
const asked = [...gradedP2('20:00'), until('20:45'), callReceived('20:46')]
const lowers = reassessedDown('20:50', 'd1', 'P3')
const bySupervisor = as('supervisor', but(lowers, { assessor: { id: 'sup-1', role: 'supervisor' } }))

const viewOf = (...happenings: Parameters<typeof lived>[0]) => viewUnder(SIGNED_IN, happenings)

async function viewUnder(changes: object, happenings: Parameters<typeof lived>[0]) {
  const night = await lived(happenings, changes)
  const view = await night.engine.view(KEY)
  if (view === null) throw new Error('nothing was reported')
  return { ...night, view }
}

describe('a reassessment that lowers the grade after the warning', () => {
  it('answers its demand at once, under the old grade', () =>
    given(asked)
      .when(lowers)
      .then({
        priority: 'P2',
        state: { risk: 'settled' },
        demands: { d1: 'further-call answered' },
        warnings: ['lowering-waits'],
        alerts: ['approval-waiting', 'reassessment-demanded resolved'],
        // The interval of P2.
        due: { attendance: '21:00', approval: '21:05', 'next-review': '21:20' },
      }))

  it('says in its answer what waits, and until when', async () => {
    const { last } = await viewOf(asked, lowers)
    expect(last).toMatchObject({
      status: 'accepted',
      sequence: 6,
      approval: { approval: 'WK-1-a6', status: 'waiting', until: instant('21:35') },
      warnings: [{ code: 'lowering-waits', pointer: '/data/decision/priority' }],
    })
  })

  it('lowers the grade with the approval, at its instant', async () => {
    const { view, store } = await viewOf(asked, lowers, decided('20:55', 6))
    expect(view).toMatchObject({ priority: 'P3', matters: [{ state: 'approved', facts: { asks: 'P2 to P3', reassessment: 6 } }] })
    expect(view.grades.at(-1)).toMatchObject({ priority: 'P3', at: instant('20:55'), by: { id: 'fim-1' } })
    expect(
      store
        .entries(KEY)
        .map(({ type }) => type)
        .slice(5),
    ).toEqual(['risk.reassessed', 'approval.given', 'incident.graded'])
  })

  it('is asked of a higher rank where a supervisor made it', async () => {
    await given(asked, bySupervisor).when(decided('20:55', 6)).thenRefused('downgrade-not-approved', ['/data/by'])
    await given(asked, bySupervisor)
      .when(decided('20:55', 6, 'approved', { by: 'fim-2', role: 'force-incident-manager' }))
      .then({ priority: 'P3' })
  })

  it('keeps what it answered where the lowering is refused', () =>
    given(asked, lowers)
      .when(decided('20:55', 6, 'refused'))
      .then({ priority: 'P2', state: { risk: 'settled' }, demands: { d1: 'further-call answered' } }))

  it('waits for nobody before the warning, nor where it keeps or raises the grade', async () => {
    const called = [...gradedP2('20:00'), callReceived('20:10')]
    await given(called)
      .when(reassessed('20:12', 'd1', { priority: 'P3' }))
      .then({ priority: 'P3', warnings: [] })
    await given(asked).when(reassessed('20:50', 'd1')).then({ priority: 'P2', warnings: [] })
    await given(asked)
      .when(reassessed('20:50', 'd1', { priority: 'P1' }))
      .then({ priority: 'P1', warnings: [] })
  })

  it('is refused as ever where it is incomplete', () =>
    given(asked)
      .when(but(lowers, { interimRisk: '' }))
      .thenRefused('reassessment-incomplete', ['/data/interimRisk']))

  it('loses its lowering to a later look at the risk, whatever that finds', async () => {
    const { view } = await viewOf(asked, lowers, callReceived('20:52'), reassessed('20:54', 'd2'))
    expect(view).toMatchObject({ priority: 'P2', matters: [{ state: 'lapsed', facts: { lapsed: 'decided-otherwise' } }] })
  })

  it('loses its lowering to a grade', async () => {
    const { view } = await viewOf(asked, lowers, graded('20:52', 'P2'))
    expect(view.matters).toMatchObject([{ state: 'lapsed', facts: { lapsed: 'decided-otherwise' } }])
  })
})

describe('a doubtful reassessment whose lowering waits', () => {
  const doubted = [...asked, doubtful(lowers)]

  it('puts back the grade where it is set aside after the approval', async () => {
    const { view } = await viewOf(doubted, decided('20:52', 6), read('20:58', 6, 'explains', 'sup-3'))
    expect(view.priority).toBe('P2')
    expect(view.grades.map(({ priority, setAside }) => [priority, setAside])).toEqual([
      ['P2', undefined],
      ['P3', undefined],
      ['P2', 6],
    ])
  })

  it('ends, set aside, what somebody asks of the grade that it had given', async () => {
    const { priorities } = policyWith().policy
    const withLower = { ...SIGNED_IN, priorities: { ...priorities, P4: { ...priorities.P3, rank: 4 } } }
    const lower = as('force-incident-manager', but(graded('20:54', 'P4'), { by: { id: 'fim-1', role: 'inspector' } }))
    const { view } = await viewUnder(
      withLower,
      [doubted, decided('20:52', 6), lower, read('20:58', 6, 'explains', 'sup-3')].flat(),
    )
    expect(view.matters.filter(({ kind }) => kind === 'approval')).toMatchObject([
      { state: 'approved' },
      { state: 'lapsed', facts: { lapsed: 'decided-otherwise' } },
    ])
  })

  it('lapses with it where it is set aside before', async () => {
    const { view } = await viewOf(doubted, read('20:58', 6, 'explains'))
    expect(view).toMatchObject({ priority: 'P2', matters: [{ state: 'lapsed', facts: { lapsed: 'set-aside' } }] })
    expect(view.grades).toHaveLength(1)
  })

  it('waits on where it is found to assess', async () => {
    const { view } = await viewOf(doubted, read('20:58', 6, 'assesses'), decided('20:59', 6))
    expect(view.priority).toBe('P3')
  })

  it('is read by nobody who approved its lowering', () =>
    given(doubted, decided('20:52', 6))
      .when(read('20:58', 6, 'explains'))
      .thenRefused('invalid-event', ['/data/by/id']))

  it('is put back no further than to what is in force: somebody has graded since', async () => {
    const { view } = await viewOf(doubted, decided('20:52', 6), graded('20:54', 'P1'), read('20:58', 6, 'explains', 'sup-3'))
    expect(view.priority).toBe('P1')
  })
})

it('is taken on an incident that has as many open things as it may; a grade that only asks is not', async () => {
  const tasks = Array.from({ length: 299 }, (_, number) => told('task.set', 'supervisor', '20:47', { task: `T-${number}` }))
  const full = [...asked, ...tasks]
  expect((await lived([full, as('force-incident-manager', graded('20:50', 'P3'))])).last).toMatchObject({
    status: 'refused',
    problem: { code: 'too-many' },
  })
  expect((await lived([full, lowers])).last).toMatchObject({ status: 'accepted', approval: { status: 'waiting' } })
})

it('ends with the closing', async () => {
  const { view } = await viewOf(
    gradedP2('20:00'),
    until('20:45'),
    as('force-incident-manager', but(graded('20:50', 'P3'), { by: { id: 'fim-1', role: 'inspector' } })),
    everythingDone
      .slice(4)
      .map((posted, place) => ({ ...posted, at: instant(`20:5${place + 1}`), recordedAt: instant(`20:5${place + 1}`) })),
    closed('20:59'),
  )
  expect(view.matters.filter(({ kind }) => kind === 'approval')).toMatchObject([{ state: 'lapsed', facts: { lapsed: 'closed' } }])
})

it('says why what was approved cannot be done any more', async () => {
  const { last } = await lived(
    [
      gradedP2('20:00'),
      until('20:45'),
      but(resolvedByTelephone('20:50'), { approvedBy: undefined }),
      callReceived('20:51'),
      decided('20:52', 5),
    ],
    { ...SIGNED_IN, telephoneResolution: { allowed: true, override: ['force-incident-manager'] } },
  )
  expect(last).toMatchObject({ status: 'accepted', warnings: [{ code: 'approval-lapsed' }] })
})
