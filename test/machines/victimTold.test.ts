import {
  arrived,
  attendanceFailed,
  but,
  deadlinePasses,
  entered,
  graded,
  gradedP2,
  reassessed,
  resolvedByTelephone,
  until,
  victimContacted,
  withoutWorkers,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

const told = (time: string, safe: boolean | null = true) => but(victimContacted(time, safe), { toldOfDelay: true })
const breached = [...gradedP2('20:00'), deadlinePasses('attendance')]

describe('telling the victim of the delay', () => {
  it('is owed from the breach', () =>
    given(gradedP2('20:00'))
      .when(deadlinePasses('attendance'))
      .then({ due: { 'victim-told': '21:15' } }))

  it('is owed from when the breach could be known, after an outage', () =>
    given(gradedP2('20:00'), withoutWorkers())
      .when(entered('22:00', victimContacted('20:30', true)))
      .then({ due: { 'victim-told': '22:15' } }))

  it('is done by a contact in which she was told', () =>
    given(breached)
      .when(told('21:14:59.999'))
      .then({ deadlines: { 'victim-told': 'met' }, alerts: [] }))

  it.each([
    ['she was not told', victimContacted('21:05', true)],
    ['nobody reached her', told('21:05', null)],
  ])('is still owed when %s', (_, contact) =>
    given(breached)
      .when(contact)
      .then({
        due: { 'victim-told': '21:15' },
        warnings: contact.data && 'toldOfDelay' in contact.data ? ['not-reached-not-told'] : [],
      }),
  )

  it('late is an alert, which telling her resolves; it stays missed in the record', () =>
    given(breached, deadlinePasses('victim-told'))
      .when(told('21:20'))
      .then({ deadlines: { 'victim-told': 'missed' }, alerts: ['victim-not-told resolved'] }))

  it('raises its alert once', () =>
    given(breached)
      .when(until('21:15'))
      .then({
        open: ['attendance-overdue', 'reassessment-demanded', 'reassessment-overdue', 'victim-not-told'],
      }))

  it.each([
    ['an arrival', arrived('21:05')],
    ['a resolution on the telephone', resolvedByTelephone('21:06')],
  ])('is owed no longer after %s', (_, end) =>
    given(breached, reassessed('21:04', 'd1'))
      .when(end)
      .then({ deadlines: { 'victim-told': 'cancelled' } }),
  )

  it('what was said of it between the warning and the breach counts', () =>
    given(gradedP2('20:00'), told('20:50'))
      .when(until('21:00'))
      .then({ deadlines: { 'victim-told': 'met' } }))

  it('what was said before anybody was late does not', () =>
    given(gradedP2('20:00'), told('20:20'))
      .when(until('21:00'))
      .then({ due: { 'victim-told': '21:15' } }))

  it('counts each breach by itself', () =>
    given(breached, told('21:10'), graded('21:20', 'P1'))
      .when(until('21:51'))
      .then({ deadlines: { 'victim-told': ['met', 'missed'] } }))
})

describe('after a visit that did not see her', () => {
  const unseen = (time: string) => arrived(time, { victimSeen: false })

  it.each([
    ['an attendance that failed', attendanceFailed('21:10')],
    ['an arrival that saw nobody', unseen('21:10')],
  ])('it is owed again: %s', (_, visit) =>
    given(breached, told('21:05'))
      .when(visit)
      .then({ deadlines: { 'victim-told': ['met', 'pending'] }, due: { 'victim-told': '21:25' } }),
  )

  it('one visit is one telling, however it ends', () =>
    given(breached, told('21:05'), unseen('21:10'), told('21:15'))
      .when(attendanceFailed('21:20'))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { 'victim-told': ['met', 'met'] } }))

  it('and the next visit is another', () =>
    given(breached, told('21:05'), attendanceFailed('21:10'), told('21:15'))
      .when(attendanceFailed('21:40'))
      .then({ deadlines: { 'victim-told': ['met', 'met', 'pending'] } }))

  it('what is still owed is not owed twice, and no such visit ends it', async () => {
    await given(breached, unseen('21:10'))
      .when(attendanceFailed('21:12'))
      .then({ deadlines: { 'victim-told': 'pending' }, due: { 'victim-told': '21:15' } })
    await given(breached, told('21:05'), attendanceFailed('21:10'))
      .when(attendanceFailed('21:12'))
      .then({ due: { 'victim-told': '21:25' } })
  })

  it('telling her in time meets it, a millisecond later it is an alert', async () => {
    await given(breached, told('21:05'), attendanceFailed('21:10'))
      .when(told('21:24:59.999'))
      .then({ deadlines: { 'victim-told': ['met', 'met'] }, alerts: [] })
    await given(breached, told('21:05'), attendanceFailed('21:10'), until('21:24'))
      .when(deadlinePasses('victim-told'))
      .then({ alerts: ['reassessment-overdue level 2', 'victim-not-told'] })
  })

  it('news, late, of what she was told before the visit is no word about it', () =>
    given(breached, told('21:02'), attendanceFailed('21:10'))
      .when(entered('21:12', told('21:08')))
      .then({ due: { 'victim-told': '21:25' } }))

  it('an arrival that sees her ends it', () =>
    given(breached, told('21:05'), attendanceFailed('21:10'))
      .when(arrived('21:12'))
      .then({ deadlines: { 'victim-told': ['met', 'cancelled'] } }))

  it('nothing is owed while nobody is late', () =>
    given(gradedP2('20:00'), told('20:20'))
      .when(attendanceFailed('20:30'))
      .then({ deadlines: { 'victim-told': null as never } }))

  it('holds where the policy waits for the victim, and where it counts from the warning', async () => {
    await underPolicy({ clock: { stop: 'victim-seen' } })
      .given(breached, told('21:05'))
      .when(unseen('21:10'))
      .then({ state: { attendance: 'overdue.unassigned' }, due: { 'victim-told': '21:25' } })
    await underPolicy({ victimTold: { within: 'PT15M', from: 'warning', afterFailedVisit: true } })
      .given(gradedP2('20:00'), told('20:46'))
      .when(attendanceFailed('20:50'))
      .then({ deadlines: { 'victim-told': ['met', 'pending'] }, due: { 'victim-told': '21:05' } })
  })

  it('is not asked for where the policy does not: an arrival ends the duty, seen or not', () =>
    underPolicy({ victimTold: { within: 'PT15M' } })
      .given(breached, unseen('21:10'))
      .when(attendanceFailed('21:20'))
      .then({ deadlines: { 'victim-told': 'cancelled' } }))
})

it('is owed from the warning where the policy says so, once', () =>
  underPolicy({ victimTold: { within: 'PT5M', from: 'warning' } })
    .given(gradedP2('20:00'))
    .when(until('21:01'))
    .then({ deadlines: { 'victim-told': 'missed' } }))

it('is not asked for where the policy does not', () =>
  underPolicy({ victimTold: undefined })
    .given(gradedP2('20:00'))
    .when(until('21:01'))
    .then({ deadlines: { 'victim-told': null as never } }))
