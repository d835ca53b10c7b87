/** Late news that she was seen, in every order: what was sent after an outage comes to the same as what was sent at once. */
import type { Posted } from '../support/happenings.ts'
import {
  arrived,
  assigned,
  atScene,
  attendanceFailed,
  callReceived,
  cleared,
  downgraded,
  entered,
  graded,
  gradedP2,
  reassessed,
  until,
} from '../support/happenings.ts'
import { given, KEY, policyWith, startNight, underPolicy } from '../support/incident.ts'

const seen = arrived('20:15')
const before = [...gradedP2('20:00'), assigned('20:05')]
const FIRST: Record<string, readonly Posted[]> = {
  'leaves her': [atScene('20:10'), cleared('20:20')],
  'looks for her too long': [atScene('20:10')],
  'says that she was not seen': [arrived('20:10', { victimSeen: false }), cleared('20:20')],
  'is said to have failed': [atScene('20:10'), attendanceFailed('20:20')],
}
const SECOND: Record<string, readonly Posted[]> = {
  'looks for her': [atScene('20:30', 'C07')],
  'leaves again': [atScene('20:30', 'C07'), cleared('20:35', 'C07')],
  'says that she was not seen': [arrived('20:30', { victimSeen: false, unit: 'C07' })],
  'sees her': [atScene('20:30', 'C07'), arrived('20:34', { unit: 'C07' })],
}
/** Between the two. */
const NEWS: Record<string, readonly Posted[]> = {
  nothing: [],
  'a higher grade': [graded('20:27', 'P1')],
  'another call': [callReceived('20:27')],
}
/** When it is recorded that she was seen: while the second unit is there, and long after. */
const RECORDED = ['20:33', '21:10']

const inOrder = (all: readonly Posted[]) => [...all].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1))

async function comesTo(stop: string, posted: readonly Posted[]) {
  const night = startNight(policyWith({ clock: { stop } }))
  for (const each of inOrder(posted)) await night.go(each)
  await night.go(until('21:20'))
  const view = await night.engine.view(KEY)
  return {
    attendance: view?.state.attendance,
    risk: view?.state.risk,
    open: view?.demands.flatMap(({ reason, status }) => (status === 'open' ? [reason] : [])).sort(),
    attend: view?.deadlines.flatMap(({ name, dueAt, status }) => (name === 'attendance' ? [{ dueAt, status }] : [])),
    overdue: view?.alerts.some(({ kind, status }) => kind === 'attendance-overdue' && status === 'open'),
  }
}

const cases = ['arrived', 'victim-seen'].flatMap((stop) =>
  Object.keys(FIRST).flatMap((first) =>
    Object.keys(SECOND).flatMap((second) => Object.keys(NEWS).map((news) => [stop, first, second, news] as const)),
  ),
)
it.each(cases)('the clock stops when %s; the first unit %s, the second %s; in between, %s', async (stop, first, second, news) => {
  const rest = [...before, ...(FIRST[first] ?? []), ...(SECOND[second] ?? []), ...(NEWS[news] ?? [])]
  const atOnce = await comesTo(stop, [...rest, seen])
  for (const at of RECORDED) expect(await comesTo(stop, [...rest, entered(at, seen)])).toEqual(atOnce)
})

describe('late news that she was seen, before somebody was sent for something newer', () => {
  it('leaves the clock of the higher grade', () =>
    given(gradedP2('20:00'), graded('20:27', 'P1'))
      .when(entered('20:40', seen))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '20:42' } }))

  it('starts a clock where a reassessment of a later call would have started one', () =>
    given(gradedP2('20:00'), callReceived('20:27'), reassessed('20:30', 'd1'))
      .when(entered('20:40', seen))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:30' } }))

  it('also after a breach of the clock that she had stopped, which is settled', () =>
    given(gradedP2('20:00'), callReceived('20:27'), reassessed('20:30', 'd1'), until('21:00'))
      .when(entered('21:05', seen))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21:30' },
        warnings: ['breach-settled-in-time'],
        // The review of the call.
        open: ['reassessment-demanded'],
      }))

  it('counts the arrival of whoever came for it', () =>
    given(gradedP2('20:00'), callReceived('20:27'), reassessed('20:30', 'd1'), atScene('20:50'))
      .when(entered('20:55', seen))
      .then({ state: { attendance: 'attended' }, due: { attendance: null, 'victim-seen': '21:05' } }))

  it('and gives the clock back where that unit does not see her', () =>
    given(gradedP2('20:00'), graded('20:27', 'P1'), atScene('20:30'), entered('20:35', seen))
      .when(until('20:45'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        demands: { d1: 'attendance-failed open', d2: 'attendance-overdue open' },
      }))

  it('leaves the breach of the higher grade', () =>
    given(gradedP2('20:00'), graded('20:27', 'P1'), until('20:42'))
      .when(entered('20:45', seen))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { attendance: 'missed' }, warnings: [] }))

  it('never moves a clock away that the newer grade has', () =>
    given(gradedP2('20:00'), graded('20:27', 'P1'), downgraded('20:28', 'P2'))
      .when(entered('20:33', seen))
      .then({ due: { attendance: '21:00' } }))

  it('is ended by an arrival that saw her since, and by nothing else', () =>
    given(gradedP2('20:00'), graded('20:27', 'P1'), entered('20:30', arrived('20:29')))
      .when(entered('20:40', seen))
      .then({ state: { attendance: 'attended' }, due: { attendance: null } }))

  it('sends nobody for what was only asked because nobody had come', () =>
    given(gradedP2('20:00'), atScene('20:10'), cleared('20:20'), reassessed('20:25', 'd1'))
      .when(entered('20:40', seen))
      .then({ state: { attendance: 'attended' }, due: { attendance: null, 'next-review': null } }))
})

it('undoes as many visits as there were in vain', () =>
  given(before, atScene('20:10'), cleared('20:20'), atScene('20:30'), cleared('20:35'), atScene('20:40'), cleared('20:45'))
    .when(entered('21:10', seen))
    .then({
      state: { attendance: 'attended', risk: 'settled' },
      deadlines: { attendance: 'met' },
      open: [],
      warnings: ['breach-settled-in-time'],
    }))

it('leaves a visit to its time that was made for a call which came after she was seen', () =>
  given(gradedP2('20:00'), callReceived('20:27'), atScene('20:55'))
    .when(entered('21:05', seen), until('21:10'))
    .then({ state: { attendance: 'attended' }, demands: { d1: 'further-call open level 3', d2: 'attendance-failed open' } }))

it('knows the visits of a wait also where the first unit had left before it was thought to', () =>
  given(gradedP2('20:00'), atScene('20:40'), until('20:55'), atScene('20:58', 'C07'), entered('20:59', cleared('20:50')))
    .when(cleared('21:05', 'C07'), entered('21:10', arrived('20:45')))
    .then({ state: { attendance: 'attended', risk: 'settled' }, deadlines: { attendance: 'met' } }))

it('holds where the policy waits until she is seen', () =>
  underPolicy({ clock: { stop: 'victim-seen' } })
    .given(gradedP2('20:00'), callReceived('20:27'), reassessed('20:30', 'd1'), until('21:00'))
    .when(entered('21:05', seen))
    .then({ due: { attendance: '21:30' }, deadlines: { attendance: ['met', 'pending'] } }))
