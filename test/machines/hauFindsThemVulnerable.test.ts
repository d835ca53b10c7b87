import { reviewed, told } from '../support/atTheUnit.ts'
import {
  allocated,
  arrived,
  closed,
  crimeRecorded,
  dashExcepted,
  dashReviewed,
  dashSubmitted,
  everythingDone,
  graded,
  gradedP2,
  hauChecked,
  hauCompleted,
  hauFeedback,
  hauNotChecked,
  hauReceived,
  reported,
  riskConfirmed,
  sentBackByUnit,
  suspectDealtWith,
  thriveAssessed,
  until,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

describe('somebody vulnerable without a DASH', () => {
  const noDash = [...gradedP2('20:00'), arrived('20:20'), dashExcepted('20:30')]

  it('is received by the unit all the same, once somebody decides that there will be no DASH', async () => {
    await given(gradedP2('20:00'))
      .when(arrived('20:20'))
      .then({ due: { 'hau-receipt': null } })
    await given(noDash)
      .when(until('20:31'))
      .then({ due: { 'hau-receipt': '21 08:30' }, blockers: ['hau-not-received', 'crime-undecided'] })
    await given(noDash)
      .when(until('21 08:30'))
      .then({ alerts: ['hau-overdue'] })
  })

  it('is found so only afterwards, and received from then on', () =>
    given(reported('20:00'), graded('20:01', 'P2'), arrived('20:20'), dashExcepted('20:30'))
      .when(thriveAssessed('21:00'))
      .then({ flags: ['vulnerable'], due: { 'hau-receipt': '21 09:00' } }))

  it('is complete when the unit says so, with no risk to confirm', () =>
    given(noDash, hauReceived('21:00'), hauNotChecked('21:05'))
      .when(hauCompleted('21:10'))
      .then({ state: { safeguarding: 'complete' }, blockers: ['crime-undecided'] }))

  it('is nothing that a policy of before asks for, nor anybody who is not vulnerable', async () => {
    await underPolicy({ hau: { owedAgain: true } })
      .given(gradedP2('20:00'), arrived('20:20'))
      .when(dashExcepted('20:30'))
      .then({ due: { 'hau-receipt': null }, blockers: ['crime-undecided'] })
    await given(reported('20:00'), graded('20:01', 'P2'), arrived('20:20'))
      .when(dashExcepted('20:30'))
      .then({ due: { 'hau-receipt': null }, blockers: ['thrive-missing', 'crime-undecided'] })
  })
})

describe('what the unit says of an assessment', () => {
  it('is shown, blocks nothing and alerts nobody, before, during and after the checks', async () => {
    for (const before of [reviewed('standard'), [...reviewed('standard'), hauReceived('21:00'), hauChecked('21:01')]])
      for (const quality of ['good', 'adequate', 'below-standard'] as const)
        await given(before)
          .when(hauFeedback('21:10', quality))
          .then({ alerts: [], blockers: ['crime-undecided'], state: { dash: 'accepted' } })
    await given([...everythingDone, closed('21:00')])
      .when(hauFeedback('21:10'))
      .then({ state: { closure: 'closed' }, alerts: [] })
  })

  it('sent back, is returned as by a supervisor, until it is mended and reviewed', async () => {
    const sent = [...told, riskConfirmed('21:40'), hauCompleted('21:50')]
    await given(sent)
      .when(sentBackByUnit('22:00'))
      .then({
        state: { dash: 'returned', safeguarding: 'referring' },
        alerts: ['dash-returned'],
        blockers: ['dash-returned', 'risk-not-confirmed', 'safeguarding-not-complete'],
      })
    await given(sent, sentBackByUnit('22:00'))
      .when(dashSubmitted('22:30', 'high'))
      .then({ state: { dash: 'submitted' }, alerts: ['dash-returned resolved'], due: { 'dash-review': '21 00:30' } })
    await given(sent, sentBackByUnit('22:00'), dashSubmitted('22:30', 'high'), dashReviewed('22:40'), riskConfirmed('22:50'))
      .when(hauCompleted('22:51'))
      .then({ state: { dash: 'accepted', safeguarding: 'complete' }, due: { 'hau-receipt': null }, blockers: [] })
  })

  it('ends the wait for a review that has not come', () =>
    given(gradedP2('20:00'), arrived('20:20'), dashSubmitted('20:30', 'standard'))
      .when(sentBackByUnit('20:35'))
      .then({ state: { dash: 'returned' }, deadlines: { 'dash-review': 'met' } }))

  it('is about an assessment that there is, by who wrote it', async () => {
    await given(gradedP2('20:00'), arrived('20:20')).when(hauFeedback('20:30')).thenRefused('not-accepted-now')
    await given(reviewed('high'))
      .when(hauFeedback('21:00', 'good', { assessment: 'WK-1-as2' }))
      .thenRefused('invalid-event', ['/data/assessment'])
    await given(reviewed('high'))
      .when(hauFeedback('21:00', 'good', { author: { id: 'off-2', role: 'officer' } }))
      .thenRefused('invalid-event', ['/data/author/id'])
  })

  it('sends back neither what is good, nor what is returned already, nor anything on a closed incident', async () => {
    await given(reviewed('high'))
      .when(sentBackByUnit('21:00', { quality: 'good' }))
      .thenRefused('invalid-event', ['/data/sentBack'])
    await given(reviewed('high'), sentBackByUnit('21:00')).when(sentBackByUnit('21:01')).thenRefused('not-accepted-now')
    await given([...everythingDone, closed('21:00')])
      .when(sentBackByUnit('21:10'))
      .thenRefused('not-accepted-now')
    await given(reviewed('high'), dashSubmitted('20:50', 'high'))
      .when(sentBackByUnit('21:00', { assessment: 'WK-1-as1' }))
      .thenRefused('invalid-event', ['/data/sentBack'])
  })
})

describe('the investigation', () => {
  it('is allocated, and again', () =>
    given(gradedP2('20:00'), crimeRecorded('20:10'), allocated('20:20'))
      .when(allocated('20:30'))
      .then({ state: { investigation: 'allocated' } }))

  it('counts a suspect who is out there until somebody has dealt with them', async () => {
    await given(gradedP2('20:00'))
      .when(suspectDealtWith('20:10', 'outstanding'))
      .then({ alerts: ['suspect-outstanding'] })
    await given(gradedP2('20:00'), suspectDealtWith('20:10', 'outstanding'))
      .when(suspectDealtWith('20:20', 'arrested'))
      .then({ alerts: ['suspect-outstanding resolved'], state: { investigation: 'unallocated' } })
  })

  it('can still be allocated when the suspect was charged first', () =>
    given(gradedP2('20:00'), crimeRecorded('20:10'), suspectDealtWith('20:20', 'charged'))
      .when(allocated('20:30'))
      .then({ state: { investigation: 'outcome' }, blockers: ['not-attended', 'dash-missing'] }))
})
