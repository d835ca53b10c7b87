import {
  arrived,
  as,
  but,
  dashExcepted,
  dashReviewed,
  dashSubmitted,
  deadlinePasses,
  entered,
  graded,
  gradedP2,
  hauReceived,
  muchFound,
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
        due: { 'dash-review': '23:00' },
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
      .then({
        state: { dash: 'submitted' },
        warnings: [...Array(26).fill('missing'), 'comment-missing', 'mode-not-in-policy', 'mode-exception-missing'],
      }))

  it('may be corrected before the review: that puts the review off by nothing, and a high risk brings it nearer', async () => {
    await given(submitted)
      .when(dashSubmitted('21:30', 'standard'))
      .then({ riskGrade: 'medium', due: { 'dash-review': '21 01:00' } })
    await given(submitted)
      .when(dashSubmitted('21:30', 'high'))
      .then({ riskGrade: 'high', due: { 'dash-review': '23:30' } })
    await given(submitted)
      .when(dashSubmitted('23:30', 'high'))
      .then({ due: { 'dash-review': '21 01:00' } })
  })

  it('is refused where it names a tool, an answer or an assessment that there is not', async () => {
    await given(attended)
      .when(dashSubmitted('21:00', 'medium', { tool: 'DORA' }))
      .thenRefused('invalid-event', ['/data/tool'])
    await given(attended)
      .when(dashSubmitted('21:00', 'medium', { tool: 'DASH', answers: { injury: { answer: 'often' } } }))
      .thenRefused('invalid-event', ['/data/answers/injury/answer'])
    await given(attended)
      .when(dashSubmitted('21:00', 'medium', { secondaryTo: 'WK-1-as1' }))
      .thenRefused('invalid-event', ['/data/secondaryTo'])
    await given(submitted)
      .when(dashSubmitted('21:30', 'high', { secondaryTo: 'WK-1-as1' }))
      .then({ riskGrade: 'high', warnings: [] })
  })
})

describe('so much found that the risk is high to the eye', () => {
  it('is told at once and reviewed sooner; the grade stays the author’s', () =>
    given(attended)
      .when(muchFound('21:00'))
      .then({
        alerts: ['visible-high-risk'],
        riskGrade: 'standard',
        due: { 'dash-review': '23:00' },
        flags: ['vulnerable', 'visible-high-risk'],
      }))

  it('is not told just below', () =>
    given(attended)
      .when(muchFound('21:00', 13))
      .then({ alerts: [], flags: ['vulnerable'] }))

  it('is taken back by no later form with less in it; the review resolves the alert, and the flag stays', async () => {
    await given(attended, muchFound('21:00'))
      .when(muchFound('21:10', 3))
      .then({ alerts: [], open: ['visible-high-risk'], flags: ['vulnerable', 'visible-high-risk'] })
    await given(attended, muchFound('21:00'))
      .when(dashReviewed('21:10', 'returned', { missing: ['voice of the child'] }))
      .then({ open: ['dash-returned', 'visible-high-risk'] })
    await given(attended, muchFound('21:00'))
      .when(dashReviewed('21:10'))
      .then({
        alerts: ['visible-high-risk resolved'],
        flags: ['vulnerable', 'visible-high-risk'],
        warnings: ['visible-high-risk'],
      })
  })
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

  it('is not that of whoever wrote a part of what is reviewed, a specialist’s second look for one', async () => {
    const sergeant = { id: 'sgt-1', role: 'sergeant' }
    const looked = [
      ...attended,
      dashSubmitted('21:00', 'medium', { author: sergeant }),
      dashSubmitted('21:30', 'high', { secondaryTo: 'WK-1-as1' }),
    ]
    await given(looked)
      .when(dashReviewed('21:40', 'accepted', { reviewer: sergeant }))
      .thenRefused('invalid-event', ['/data/reviewer/id'])
    await given(looked, dashReviewed('21:40'), dashSubmitted('22:00'))
      .when(dashReviewed('22:10', 'accepted', { reviewer: sergeant }))
      .then({ state: { dash: 'accepted' } })
  })

  it('of the harm assessment unit’s second look is a supervisor’s, and not that of whoever looked', async () => {
    const desk = { id: 'hau-1', role: 'hau' }
    const second = as('hau', dashSubmitted('22:00', 'high', { secondaryTo: 'WK-1-as1', author: desk }))
    await given(submitted, dashReviewed('21:10'))
      .when(second)
      .then({ state: { dash: 'submitted' }, riskGrade: 'high', blockers: expect.arrayContaining(['dash-not-reviewed']) })
    await given(submitted, dashReviewed('21:10'), second)
      .when(dashReviewed('22:10', 'accepted', { reviewer: desk }))
      .thenRefused('invalid-event', ['/data/reviewer/id'])
    await given(submitted, dashReviewed('21:10'), second)
      .when(dashReviewed('22:10'))
      .then({ state: { dash: 'accepted' } })
  })

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

  it('lowers nothing by a form that was not done as the policy asks, until somebody says why', async () => {
    const byTelephone = dashSubmitted('21:00', 'medium', { mode: 'telephone' })
    const mended = dashSubmitted('21:20', 'medium', {
      mode: 'telephone',
      modeException: { reason: 'She is in hospital on an infection ward.', by: { id: 'sup-1', role: 'supervisor' } },
    })
    await given(attended, byTelephone).when(dashReviewed('21:10')).thenRefused('invalid-event', ['/data/decision'])
    await given(attended, byTelephone)
      .when(dashReviewed('21:10', 'regraded-down', { grade: 'standard' }))
      .thenRefused('invalid-event', ['/data/decision'])
    await given(attended, byTelephone, dashReviewed('21:10', 'returned', { missing: ['mode'] }), mended)
      .when(dashReviewed('21:30'))
      .then({ state: { dash: 'accepted' }, blockers: ['crime-undecided'] })
    // Raising the risk waits for no paper; closing does.
    await given(attended, byTelephone)
      .when(dashReviewed('21:10', 'regraded-up', { grade: 'high' }))
      .then({
        riskGrade: 'high',
        warnings: ['mode-exception-missing'],
        blockers: [
          'dash-mode-exception-missing',
          'hau-not-received',
          ...Array(3).fill('referral-not-made'),
          'marac-not-referred',
          'crime-undecided',
        ],
      })
  })

  it('under a policy that asks for it, lowers nothing without the original rationale and what changed', async () => {
    const quoting = () => underPolicy({ dash: { downgradeQuotes: true } }).given(submitted)
    const down = (said: object) => dashReviewed('21:10', 'regraded-down', { grade: 'standard', ...said })
    await quoting().when(down({})).thenRefused('downgrade-not-approved', ['/data/originalRationale', '/data/changed'])
    await quoting()
      .when(down({ originalRationale: 'He has not hurt her before tonight.', changed: 'None.' }))
      .thenRefused('downgrade-not-approved', ['/data/changed'])
    await quoting()
      .when(down({ originalRationale: 'He has not hurt her before tonight.', changed: 'He is in custody, charged.' }))
      .then({ riskGrade: 'standard' })
    await given(submitted).when(down({})).then({ riskGrade: 'standard' })
  })

  it('lowers nothing by accepting a lower form after a higher one', () =>
    given(attended, dashSubmitted('21:00', 'high'), dashSubmitted('21:05', 'standard'))
      .when(dashReviewed('21:10'))
      .then({ riskGrade: 'high' }))
})

describe('no form at all', () => {
  it('is an exception that rank and two people record; the form is owed no longer', () =>
    given(attended, deadlinePasses('dash-submission'))
      .when(dashExcepted('21 05:00'))
      .then({
        state: { dash: 'excepted' },
        blockers: ['hau-not-received', 'crime-undecided'],
        alerts: ['dash-missing resolved'],
        due: { 'dash-submission': null },
      }))

  it('is nobody’s decision alone, and no supervisor’s', async () => {
    await given(attended)
      .when(but(dashExcepted('21:00'), { approvedBy: { id: 'fim-1', role: 'inspector' } }))
      .thenRefused('invalid-event', ['/data/approvedBy'])
    await given(attended)
      .when(as('supervisor', dashExcepted('21:00')))
      .thenRefused('invalid-event', ['/data/by'])
  })

  it('is decided where a DASH is due, not before anybody attended nor over a form that is there', async () => {
    await given(gradedP2('20:00')).when(dashExcepted('20:30')).thenRefused('not-accepted-now')
    await given(submitted).when(dashExcepted('21:10')).thenRefused('not-accepted-now')
    await given(submitted, dashReviewed('21:10', 'returned', { missing: ['injury'] }))
      .when(dashExcepted('21:20'))
      .thenRefused('not-accepted-now')
  })

  it('holds for that visit: a form made all the same is reviewed, another visit asks again', async () => {
    await given(attended, dashExcepted('21:00'))
      .when(dashSubmitted('22:00'))
      .then({ state: { dash: 'submitted' }, blockers: ['dash-not-reviewed', 'crime-undecided'] })
    await given(attended, dashExcepted('21:00'))
      .when(arrived('23:00'))
      .then({ state: { dash: 'due' }, blockers: ['dash-missing', 'crime-undecided'], due: { 'dash-submission': '21 07:00' } })
    await given(attended, dashExcepted('21:00'))
      .when(entered('23:00', arrived('20:50')))
      .then({ state: { dash: 'excepted' }, blockers: ['hau-not-received', 'crime-undecided'] })
  })
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
    // Without rules for referrals, which have alerts of their own by then.
    const child = () => underPolicy({ referrals: {} }).given(withChild, until('22 09:00'))
    await child().when(until('23 07:59:59.999')).then({ alerts: [] })
    await child()
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
