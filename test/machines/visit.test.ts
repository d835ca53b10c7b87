import type { Happening } from '../support/happenings.ts'
import {
  arrived,
  assigned,
  atScene,
  attendanceFailed,
  callReceived,
  cancelledByCaller,
  cleared,
  closed,
  diverted,
  entered,
  everythingDone,
  graded,
  gradedP2,
  reassessed,
  reported,
  resolvedByTelephone,
  standsDown,
  until,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

describe('a unit at the scene that has seen nobody yet', () => {
  it('stops the clock, and opens nothing', () =>
    given(gradedP2('20:00'))
      .when(atScene('20:40'))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        due: { 'victim-seen': '20:55', attendance: null },
        deadlines: { attendance: 'met' },
        demands: {},
        alerts: [],
      }))

  it('answers no demand', () =>
    given(gradedP2('20:00'), callReceived('20:30'))
      .when(atScene('20:40'))
      .then({ demands: { d1: 'further-call open' } }))

  it('is the same to a policy that waits until she is seen, but for its clock', () =>
    underPolicy({ clock: { stop: 'victim-seen' } })
      .given(gradedP2('20:00'))
      .when(atScene('20:40'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'settled' },
        due: { 'victim-seen': '20:55', attendance: '21:00' },
      }))

  it('has as long as the policy says', () =>
    underPolicy({ attendance: { seenWithin: 'PT5M' } })
      .given(gradedP2('20:00'))
      .when(atScene('20:40'))
      .then({ due: { 'victim-seen': '20:45' } }))

  it('keeps its time when another unit comes', () =>
    given(gradedP2('20:00'), atScene('20:40'))
      .when(atScene('20:50', 'C07'))
      .then({ due: { 'victim-seen': '20:55' } }))

  it('has done what it came for once she is seen, to the last moment', () =>
    given(gradedP2('20:00'), atScene('20:40'))
      .when(arrived('20:54:59.999'), until('21:30'))
      .then({ state: { attendance: 'attended' }, deadlines: { 'victim-seen': 'met' }, demands: {} }))

  it('starts no clock where she was seen before, and nothing has come since', () =>
    given(gradedP2('20:00'), arrived('20:30'))
      .when(atScene('20:40', 'C07'))
      .then({ due: { 'victim-seen': null } }))

  it('looks for her again after news', () =>
    given(gradedP2('20:00'), arrived('20:30'), callReceived('20:35'))
      .when(atScene('20:40'), until('20:55'))
      .then({
        state: { attendance: 'attended' },
        deadlines: { 'victim-seen': 'missed' },
        demands: { d1: 'further-call open level 2', d2: 'attendance-failed open' },
      }))
})

describe('when nobody has seen her in time', () => {
  it('the attendance has failed, and the clock goes on to its original instant', () =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:40'))
      .when(until('20:55'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'demanded' },
        due: { attendance: '21:00', 'victim-seen': null },
        demands: { d1: 'attendance-failed open' },
      }))

  it('a clock that has passed meanwhile is a breach at once', () =>
    given(gradedP2('20:00'), atScene('20:50'))
      .when(until('21:05'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: 'missed', 'victim-seen': 'missed' },
        demands: { d1: 'attendance-failed open', d2: 'attendance-overdue open' },
      }))

  it('a breach that was there stays the only one', () =>
    given(gradedP2('20:00'), until('21:00'), atScene('21:10'))
      .when(until('21:25'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: 'missed' },
        demands: { d1: 'attendance-overdue open level 2', d2: 'attendance-failed open' },
      }))

  it('an upgrade gives none of the clock that goes on away', () =>
    given(gradedP2('20:00'), atScene('20:30'), until('20:45'))
      .when(graded('20:50', 'P1'))
      .then({ due: { attendance: '21:00' } }))

  it('an upgrade while somebody still looks for her leaves the deadline too', () =>
    given(gradedP2('20:00'), atScene('20:46'))
      .when(graded('20:50', 'P1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:00', 'victim-seen': '21:01' } }))

  it('an upgrade after an attendance that failed by word gives nothing away', () =>
    given(gradedP2('20:00'), arrived('20:30', { victimSeen: false }), attendanceFailed('20:35'))
      .when(graded('20:50', 'P1'))
      .then({ due: { attendance: '21:00' } }))

  it('news after a resolution on the telephone goes back to the clock that was left', () =>
    given(gradedP2('20:00'), atScene('20:10'), until('20:25'), reassessed('20:26', 'd1'), resolvedByTelephone('20:28'))
      .when(callReceived('20:30'))
      .then({ due: { attendance: '21:00' } }))

  it('an incident that nobody has graded goes on waiting for its grade', () =>
    given(reported('20:00'), atScene('20:10'))
      .when(until('20:25'))
      .then({ state: { attendance: 'ungraded' }, demands: { d1: 'attendance-failed open' } }))

  it('late news that she was seen settles it, and the breach with it', () =>
    given(gradedP2('20:00'), atScene('20:50'), until('21:05'))
      .when(entered('21:14', arrived('21:05')))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        deadlines: { attendance: 'met', 'victim-seen': 'met' },
        demands: { d1: 'attendance-failed superseded', d2: 'attendance-overdue superseded' },
        warnings: ['breach-settled-in-time'],
      }))

  it('news that she was seen a moment too late settles neither', () =>
    given(gradedP2('20:00'), atScene('20:50'), until('21:05'))
      .when(entered('21:14', arrived('21:05:00.001')))
      .then({
        state: { attendance: 'attended' },
        deadlines: { attendance: 'missed', 'victim-seen': 'missed' },
        demands: { d1: 'attendance-failed superseded', d2: 'attendance-overdue superseded' },
        warnings: [],
      }))

  it('late news settles it where the policy waits until she is seen, and no breach that came before', () =>
    underPolicy({ clock: { stop: 'victim-seen' } })
      .given(gradedP2('20:00'), atScene('20:50'), until('21:05'))
      .when(entered('21:14', arrived('21:03')))
      .then({
        deadlines: { attendance: 'missed', 'victim-seen': 'met' },
        demands: { d1: 'attendance-overdue superseded', d2: 'attendance-failed superseded' },
      }))

  it('late news of the first of two such visits undoes the second too, which was made because nobody knew of it', () =>
    given(gradedP2('20:00'), atScene('20:10'), until('20:25'), atScene('20:30'), until('20:45'))
      .when(entered('20:46', arrived('20:20')))
      .then({ state: { attendance: 'attended', risk: 'settled' }, demands: { d1: 'attendance-failed superseded level 2' } }))

  it('a review of it ends with late news that she was seen', () =>
    given(gradedP2('20:00'), atScene('20:10'), until('20:25'), reassessed('20:30', 'd1'))
      .when(entered('20:40', arrived('20:20')))
      .then({ due: { 'next-review': null }, state: { attendance: 'attended' } }))

  it('a night entered from paper comes to the same', () =>
    given(gradedP2('20:00'), entered('23:00', atScene('20:40')))
      .when(entered('23:01', arrived('20:45')))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: 'met', 'victim-seen': 'met' } }))
})

describe('a unit that leaves', () => {
  it('is a failed attendance at once, where it is the last and nobody has seen her', () =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:40'))
      .when(cleared('20:44'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21:00', 'victim-seen': null },
        demands: { d1: 'attendance-failed open' },
      }))

  it.each([
    ['another is there', [atScene('20:41', 'C07')]],
    ['another is on its way', [assigned('20:41', 'C07')]],
  ])('leaves the rest to the other, where %s', (_, others) =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:40'), ...others)
      .when(cleared('20:44'))
      .then({ due: { 'victim-seen': '20:55' }, demands: {} }),
  )

  it('is settled by late news that she was seen before it left', () =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:40'), cleared('20:44'))
      .when(entered('20:50', arrived('20:43')))
      .then({ state: { attendance: 'attended' }, demands: { d1: 'attendance-failed superseded' } }))

  it('failed when it left, also where that is entered after its time had passed', () =>
    given(gradedP2('20:00'), assigned('20:05'), entered('22:00', atScene('20:50')))
      .when(entered('22:01', cleared('20:58')), entered('22:02', arrived('21:02', { unit: 'C07' })))
      .then({
        state: { attendance: 'attended' },
        deadlines: { attendance: 'missed', 'victim-seen': 'missed' },
        demands: { d1: 'attendance-overdue superseded level 3 count 3', d2: 'attendance-failed superseded' },
        warnings: [],
      }))

  it.each([
    ['another was on its way', [assigned('20:41', 'C07')]],
    ['another was there', [entered('22:00', atScene('20:51', 'C07'))]],
  ])('does not move the failed visit where %s', (_, others) =>
    given(gradedP2('20:00'), assigned('20:05'), ...others.filter(({ recordedAt, at }) => recordedAt === at))
      .when(
        entered('22:00', atScene('20:50')),
        ...others.filter(({ recordedAt, at }) => recordedAt !== at),
        entered('22:01', cleared('20:58')),
        entered('22:02', arrived('21:02', { unit: 'C07' })),
      )
      .then({ deadlines: { attendance: 'met' }, warnings: ['breach-settled-in-time'] }),
  )

  it('opens nothing once she was seen', () =>
    given(gradedP2('20:00'), assigned('20:05'), arrived('20:40'))
      .when(cleared('20:55'))
      .then({ state: { attendance: 'attended' }, demands: {}, warnings: [] }))

  it('before any arrival is a stand-down', () =>
    given(gradedP2('20:00'), assigned('20:05'))
      .when(cleared('20:20'))
      .then({ state: { attendance: 'waiting.unassigned' }, demands: { d1: 'stood-down open' } }))

  it('called away while nobody has seen her is a failed attendance too', () =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:40'))
      .when(standsDown('20:44'))
      .then({ state: { attendance: 'waiting.unassigned' }, demands: { d1: 'attendance-failed open' } }))

  it('diverted from the scene leaves the visit to its clock', () =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:40'))
      .when(diverted('20:44'), until('20:55'))
      .then({ demands: { d1: 'diverted open', d2: 'attendance-failed open' } }))

  it.each([
    ['whose time ran out', [until('20:55')]],
    ['that failed by word', [attendanceFailed('20:45')]],
    ['after an upgrade', [graded('20:41', 'P1'), until('20:55')]],
  ])(
    'leaves whoever is still coming on the way after a visit %s: a stand-down of that unit leaves nobody',
    async (_, failing) => {
      const two = [...gradedP2('20:00'), assigned('20:05'), assigned('20:06', 'C07'), atScene('20:40'), ...failing]
      await given(two)
        .when(until('20:55:01'))
        .then({ state: { attendance: 'waiting.assigned' }, demands: { d1: 'attendance-failed open' } })
      await given(two)
        .when(standsDown('20:55:30', 'C07'))
        .then({
          state: { attendance: 'waiting.unassigned' },
          demands: { d1: 'attendance-failed open', d2: 'stood-down open' },
          warnings: [],
        })
    },
  )

  it.each<[string, (time: string, unit: string) => Happening]>([
    ['is stood down', standsDown],
    ['is cleared', cleared],
  ])('fails with the unit that was still coming and %s, once nobody is at the scene', (_, leaves) =>
    given(gradedP2('20:00'), assigned('20:05'), assigned('20:06', 'C07'), atScene('20:40'), cleared('20:44'))
      .when(leaves('20:46', 'C07'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { 'victim-seen': null, attendance: '21:00' },
        demands: { d1: 'attendance-failed open' },
      }),
  )

  it('after an attendance that failed by word has nothing more to fail', () =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:40'), attendanceFailed('20:43'))
      .when(cleared('20:44'), until('20:56'))
      .then({ due: { 'victim-seen': null }, demands: { d1: 'attendance-failed open' } }))
})

describe('a unit that is stood down', () => {
  it('opens a demand where nobody else is coming, and moves no clock', () =>
    given(gradedP2('20:00'), assigned('20:05'))
      .when(standsDown('20:20'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21:00' },
        demands: { d1: 'stood-down open' },
      }))

  it('opens none while another is coming', () =>
    given(gradedP2('20:00'), assigned('20:05'), assigned('20:06', 'C07'))
      .when(standsDown('20:20'))
      .then({ demands: {}, state: { attendance: 'waiting.assigned' } }))

  it('was never coming, where nobody assigned it', () =>
    given(gradedP2('20:00'))
      .when(standsDown('20:20'))
      .then({ demands: {}, warnings: ['unit-not-assigned'] }))

  it('is superseded by an arrival that saw her', () =>
    given(gradedP2('20:00'), assigned('20:05'), standsDown('20:20'))
      .when(arrived('20:40', { unit: 'C07' }))
      .then({ demands: { d1: 'stood-down superseded level 2' } }))

  it('opens one again in the wait of an upgrade', () =>
    given(gradedP2('20:00'), arrived('20:20'), graded('20:30', 'P1'), assigned('20:31'))
      .when(standsDown('20:32'))
      .then({ demands: { d1: 'stood-down open' } }))
})

describe('a caller who no longer wants police', () => {
  it('is a reason to look at the risk again, and ends no wait', () =>
    given(gradedP2('20:00'))
      .when(cancelledByCaller('20:20'))
      .then({
        state: { attendance: 'waiting.unassigned', closure: 'open' },
        due: { attendance: '21:00' },
        demands: { d1: 'cancelled-by-caller open' },
      }))

  it('is kept once somebody has attended', () =>
    given(gradedP2('20:00'), arrived('20:30')).when(cancelledByCaller('20:40')).thenNothing())

  it('is kept on a closed incident', () => given(everythingDone, closed('20:50')).when(cancelledByCaller('20:55')).thenNothing())
})
