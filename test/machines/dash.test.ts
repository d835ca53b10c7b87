import {
  arrived,
  dashReviewed,
  dashSubmitted,
  deadlinePasses,
  graded,
  gradedP2,
  hauReceived,
  reported,
  schoolTold,
  thriveAssessed,
  until,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

const attended = [...gradedP2('20:00'), arrived('20:30')]
const submitted = [...attended, dashSubmitted('21:00', 'medium')]
const byAnother = { id: 'sup-2', role: 'supervisor' }

describe('the form', () => {
  it('is due once somebody attended', () =>
    given(gradedP2('20:00'))
      .when(arrived('20:30'))
      .then({ state: { dash: 'due' }, due: { 'dash-submission': '21 04:30' } }))

  it('is not due on an arrival that does not count where the policy waits for the victim', () =>
    underPolicy({ clock: { stop: 'victim-seen' } })
      .given(gradedP2('20:00'))
      .when(arrived('20:30', { victimSeen: false }))
      .then({ state: { dash: 'notDue' } }))

  it('waits for its review once submitted, and raises the risk grade at once', () =>
    given(attended)
      .when(dashSubmitted('21:00', 'high'))
      .then({
        state: { dash: 'submitted' },
        riskGrade: 'high',
        deadlines: { 'dash-submission': 'met' },
        due: { 'dash-review': '21 01:00' },
        alerts: [],
      }))

  it('says nothing just before it is due, and is missed on it', async () => {
    await given(attended).when(until('21 04:29:59.999')).then({ alerts: [] })
    await given(attended)
      .when(until('21 04:30'))
      .then({ alerts: ['dash-missing'], deadlines: { 'dash-submission': 'missed' } })
  })

  it('resolves the alert when it comes late', () =>
    given(attended, deadlinePasses('dash-submission'))
      .when(dashSubmitted('21 05:00'))
      .then({ alerts: ['dash-missing resolved'] }))

  it('names the topics without an answer and is taken all the same', () =>
    given(attended)
      .when(dashSubmitted('21:00', 'standard', { tool: 'DASH', mode: 'telephone' }))
      .then({ state: { dash: 'submitted' }, warnings: [...Array(26).fill('missing'), 'mode-not-in-policy'] }))

  it('may be corrected before the review without moving its clock', () =>
    given(submitted)
      .when(dashSubmitted('21:30', 'high'))
      .then({ riskGrade: 'high', due: { 'dash-review': '21 01:00' } }))
})

describe('the review', () => {
  it('accepts, and the unit that reads every form has to receive it', () =>
    given(submitted)
      .when(dashReviewed('21:10'))
      .then({
        state: { dash: 'accepted' },
        riskGrade: 'medium',
        deadlines: { 'dash-review': 'met' },
        due: { 'hau-receipt': '21 09:10' },
      }))

  it('owes no receipt again once the unit has the case', () =>
    given(submitted, dashReviewed('21:10'), hauReceived('21:20'), dashSubmitted('22:00'))
      .when(dashReviewed('22:10'))
      .then({ state: { dash: 'accepted' }, due: { 'hau-receipt': null } }))

  it('is not the author’s', () =>
    given(submitted)
      .when(dashReviewed('21:10', 'accepted', { reviewer: { id: 'off-1', role: 'sergeant' } }))
      .thenRefused('invalid-event', ['/data/reviewer/id']))

  it('comes after a form', () => given(attended).when(dashReviewed('21:10')).thenRefused('not-accepted-now'))
  it('comes once', () => given(submitted, dashReviewed('21:10')).when(dashReviewed('21:11')).thenRefused('not-accepted-now'))

  it('returns the form until it is mended', () =>
    given(submitted)
      .when(dashReviewed('21:10', 'returned', { missing: ['injury'] }))
      .then({ state: { dash: 'returned' }, alerts: ['dash-returned'], deadlines: { 'dash-review': 'met' } }))

  it('is owed again for the mended form', () =>
    given(submitted, dashReviewed('21:10', 'returned', { missing: ['injury'] }))
      .when(dashSubmitted('21:30'))
      .then({ state: { dash: 'submitted' }, alerts: ['dash-returned resolved'], due: { 'dash-review': '21 01:30' } }))

  it('alerts on its deadline and not before', async () => {
    await given(submitted).when(until('21 00:59:59.999')).then({ alerts: [] })
    await given(submitted)
      .when(until('21 01:00'))
      .then({ alerts: ['dash-review-overdue'] })
    await given(submitted, until('21 01:00'))
      .when(dashReviewed('21 01:10'))
      .then({ alerts: ['dash-review-overdue resolved'] })
  })

  it('raises the risk', () =>
    given(submitted)
      .when(dashReviewed('21:10', 'regraded-up', { grade: 'high' }))
      .then({ state: { dash: 'accepted' }, riskGrade: 'high' }))

  it('raises to nothing lower or equal, and says to what', async () => {
    await given(submitted)
      .when(dashReviewed('21:10', 'regraded-up', { grade: 'medium' }))
      .thenRefused('invalid-event', ['/data/grade'])
    await given(submitted).when(dashReviewed('21:10', 'regraded-up')).thenRefused('invalid-event', ['/data/grade'])
  })

  it('lowers a medium risk on the reviewer’s word', () =>
    given(submitted)
      .when(dashReviewed('21:10', 'regraded-down', { grade: 'standard' }))
      .then({ riskGrade: 'standard' }))

  it('lowers to nothing higher or equal', () =>
    given(submitted)
      .when(dashReviewed('21:10', 'regraded-down', { grade: 'medium' }))
      .thenRefused('invalid-event', ['/data/grade']))

  it('lowers a high risk with a second person only', async () => {
    const high = [...attended, dashSubmitted('21:00', 'high')]
    await given(high)
      .when(dashReviewed('21:10', 'regraded-down', { grade: 'medium' }))
      .thenRefused('downgrade-not-approved', ['/data/approvedBy'])
    await given(high)
      .when(dashReviewed('21:10', 'regraded-down', { grade: 'medium', approvedBy: { id: 'sup-1', role: 'supervisor' } }))
      .thenRefused('downgrade-not-approved', ['/data/approvedBy'])
    await given(high)
      .when(dashReviewed('21:10', 'regraded-down', { grade: 'medium', approvedBy: byAnother }))
      .then({ riskGrade: 'medium' })
  })

  it('lowers any risk after a breach with a second person only', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), arrived('21:05'), dashSubmitted('21:10'))
      .when(dashReviewed('21:14', 'regraded-down', { grade: 'standard' }))
      .thenRefused('downgrade-not-approved', ['/data/approvedBy']))

  it('lowers nothing by accepting a lower form after a higher one', () =>
    given(attended, dashSubmitted('21:00', 'high'), dashSubmitted('21:05', 'standard'))
      .when(dashReviewed('21:10'))
      .then({ riskGrade: 'high' }))
})

describe('a child’s school', () => {
  const withChild = [reported('20:00', { children: ['P-3'] }), thriveAssessed('20:00'), graded('20:00', 'P2'), arrived('20:30')]

  it('has to know before the next school morning: after a Friday night, on Monday', () =>
    given(withChild.slice(0, -1))
      .when(arrived('20:30'))
      .then({ due: { school: '23 08:00' } }))

  it('is told', () =>
    given(withChild)
      .when(schoolTold('21:00', 'P-3'))
      .then({ deadlines: { school: 'met' }, alerts: [] }))

  it('alerts on the morning and not before', async () => {
    await given(withChild, until('22 09:00')).when(until('23 07:59:59.999')).then({ alerts: [] })
    await given(withChild, until('22 09:00'))
      .when(until('23 08:00'))
      .then({ alerts: ['school-notification-overdue'] })
  })

  it('was told in time after all, says news that comes late', () =>
    given(withChild, until('23 08:00'))
      .when({ ...schoolTold('21:00', 'P-3'), recordedAt: '2026-11-23T09:00:00.000Z' })
      .then({ deadlines: { school: 'met' }, alerts: ['school-notification-overdue resolved'] }))

  it('was told in time on the stroke of it', () =>
    given(withChild, until('23 08:00'))
      .when({ ...schoolTold('23 08:00', 'P-3'), recordedAt: '2026-11-23T09:00:00.000Z' })
      .then({ deadlines: { school: 'met' } }))

  it('was told late, and stays missed', () =>
    given(withChild, until('23 08:00'))
      .when(schoolTold('23 09:00', 'P-3'))
      .then({ deadlines: { school: 'missed' }, alerts: ['school-notification-overdue resolved'] }))

  it('of a child that the form names has a clock of its own, and the first one keeps its own', () =>
    given(withChild)
      .when(
        dashSubmitted('23 09:00', 'standard', {
          children: [
            { personRef: 'P-4', present: true },
            { personRef: 'P-3', present: true },
          ],
        }),
      )
      .then({ due: { school: '24 08:00' }, deadlines: { school: ['missed', 'pending'] } }))
})
