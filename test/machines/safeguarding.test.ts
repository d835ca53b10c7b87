import type { Posted } from '../support/happenings.ts'
import {
  allocated,
  arrived,
  as,
  but,
  callReceived,
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
  instant,
  logNoted,
  maracReferred,
  noCrime,
  reassessed,
  referralAcknowledged,
  referred,
  reopened,
  reported,
  riskConfirmed,
  sentBackByUnit,
  suspectDealtWith,
  thriveAssessed,
  until,
} from '../support/happenings.ts'
import { given, KEY, policyWith, startNight, underPolicy } from '../support/incident.ts'

const reviewed = (grade: 'standard' | 'high') => [
  ...gradedP2('20:00'),
  arrived('20:20'),
  dashSubmitted('20:30', grade),
  dashReviewed('20:40'),
]
const highRisk = [...reviewed('high'), hauReceived('21:00')]

describe('the harm assessment unit', () => {
  it('receives the case, and owes its checks sooner the higher the risk', async () => {
    await given(reviewed('high'))
      .when(hauReceived('21:00'))
      .then({ state: { safeguarding: 'received' }, deadlines: { 'hau-receipt': 'met' }, due: { 'hau-checks': '21 21:00' } })
    await given(reviewed('standard'))
      .when(hauReceived('21:00'))
      .then({ due: { 'hau-checks': '27 21:00' } })
  })

  it('takes a risk that nobody has graded for a high one', () =>
    given(gradedP2('20:00'))
      .when(hauReceived('21:00'))
      .then({ due: { 'hau-checks': '21 21:00' } }))

  it('settles each system that the policy names: by its check, by a partner who has no trace, or by the reason why not', async () => {
    const policy = { hau: { checks: ['PNC', 'PND', 'housing-register'], checksRequired: true } }
    const asked = [...reviewed('standard'), hauReceived('21:00')]
    const noTrace = { outcome: 'no-trace', partner: 'housing', checkedAt: instant('21:15') } as const
    const housing = but(hauChecked('21:20', 'housing-register'), noTrace)
    await underPolicy(policy)
      .given(asked, hauChecked('21:10', 'PNC'), housing)
      .when(hauChecked('21:21', 'custody-record'))
      .then({ state: { safeguarding: 'checking' }, deadlines: { 'hau-checks': 'pending' } })
    await underPolicy(policy)
      .given(asked, hauChecked('21:10', 'PNC'), housing)
      .when(but(hauNotChecked('21:30'), { system: 'PND' }))
      .then({ state: { safeguarding: 'complete' } })
    await underPolicy(policy)
      .given(asked, housing, hauChecked('21:25', 'PNC'))
      .when(hauChecked('21:30', 'PND'))
      .then({ state: { safeguarding: 'complete' }, deadlines: { 'hau-checks': 'met' } })
    await underPolicy(policy)
      .given(asked)
      .when(but(hauChecked('21:10'), { checkedAt: instant('21:11') }))
      .thenRefused('invalid-event', ['/data/checkedAt'])
  })

  it('receives it once', () => given(highRisk).when(hauReceived('21:01')).thenRefused('not-accepted-now'))
  it('checks nothing that it has not received', () =>
    given(reviewed('high')).when(hauChecked('21:00')).thenRefused('not-accepted-now'))

  it('is told when it has not received, on the deadline and not before', async () => {
    await given(reviewed('standard')).when(until('21 08:39:59.999')).then({ alerts: [] })
    await given(reviewed('standard'))
      .when(until('21 08:40'))
      .then({ alerts: ['hau-overdue'] })
  })

  it('is done when it has checked and nobody has to be told', () =>
    given(reviewed('standard'), hauReceived('21:00'))
      .when(hauChecked('21:10'))
      .then({ state: { safeguarding: 'complete' }, deadlines: { 'hau-checks': 'met' } }))

  it('checks one system after another', () =>
    given(highRisk, hauChecked('21:10'))
      .when(hauChecked('21:20', 'PNC'))
      .then({ state: { safeguarding: 'checking' }, alerts: [] }))

  it('may check after everything else is done, and that meets the deadline', () =>
    given(reviewed('standard'), hauReceived('21:00'), referred('21:05', 'idva'), referralAcknowledged('21:06', 'idva'))
      .when(hauChecked('21:10'))
      .then({ deadlines: { 'hau-checks': 'met' } }))
})

describe('the checks', () => {
  const told = [...reviewed('standard'), hauReceived('21:00'), referred('21:05', 'idva'), referralAcknowledged('21:06', 'idva')]

  it('keep their deadline, though nobody is left to be told', async () => {
    await given(told)
      .when(until('21:10'))
      .then({ state: { safeguarding: 'referring' }, due: { 'hau-checks': '27 21:00' } })
    await given(told)
      .when(hauChecked('21:10'))
      .then({ state: { safeguarding: 'complete' } })
  })

  it('that nobody makes are complete with a reason, and are not called made', () =>
    given(reviewed('standard'), hauReceived('21:00'))
      .when(hauNotChecked('21:10'))
      .then({ state: { safeguarding: 'complete' }, deadlines: { 'hau-checks': 'cancelled' } }))

  it('that were late stay late, whatever reason is given then', () =>
    given(reviewed('standard'), hauReceived('21:00'), until('27 21:00'))
      .when(hauNotChecked('27 22:00'))
      .then({ deadlines: { 'hau-checks': 'missed' }, alerts: ['hau-overdue resolved'] }))

  it('are given no reason before the unit has the case', () =>
    given(reviewed('standard')).when(hauNotChecked('21:00')).thenRefused('not-accepted-now'))

  it('are not waited for where the policy does not', () =>
    underPolicy({ hau: {} })
      .given(told)
      .when(until('21:10'))
      .then({ state: { safeguarding: 'complete' } }))
})

describe('once an incident is open again', () => {
  const over = (...before: readonly Posted[]) => [...everythingDone, ...before, closed('21:00')]

  it.each<[string, readonly Posted[], object]>([
    ['the receipt', [], { 'hau-receipt': '21 10:00' }],
    ['the checks', [hauReceived('20:41')], { 'hau-receipt': null, 'hau-checks': '27 22:00' }],
    ['nothing, where it had checked', [hauReceived('20:41'), hauChecked('20:42')], { 'hau-receipt': null, 'hau-checks': null }],
    ['nothing, where it had said why not', [hauReceived('20:41'), hauNotChecked('20:42')], { 'hau-checks': null }],
  ])('the unit owes %s again', async (_, before, due) => {
    const { recheckOn: _onNews, ...hau } = policyWith().policy.hau
    await given(over(...before))
      .when(reopened('22:00'))
      .then({ due })
    // News owes what was checked before it again, unless the policy bears old checks.
    for (const again of [reopened('22:00'), callReceived('22:00'), logNoted('22:00', true)])
      await underPolicy({ hau })
        .given(over(...before))
        .when(again)
        .then({ due })
  })

  it('an acknowledgement that closing did not wait for is owed again, and met', async () => {
    const { given: lenient } = underPolicy({ closure: { referralsAcknowledged: false } })
    const closedEarly = over(hauReceived('20:41'), hauChecked('20:42'), referred('20:43', 'idva'))
    await lenient(closedEarly)
      .when(reopened('22:00'))
      .then({ due: { referral: '21 22:00' } })
    await lenient(closedEarly, reopened('22:00'))
      .when(referralAcknowledged('22:10', 'idva'))
      .then({ deadlines: { referral: 'met' } })
  })

  it('a receipt that is owed again is met, and late it is told', async () => {
    await given(over(), reopened('22:00'))
      .when(hauReceived('22:10'))
      .then({ deadlines: { 'hau-receipt': 'met' } })
    await given(over(), reopened('22:00'), reassessed('22:01', 'd1'), until('21 09:59:59.999'))
      .when(until('21 10:00'))
      .then({ alerts: ['hau-overdue'] })
  })

  it('nothing is owed again where the policy does not ask for it', () =>
    underPolicy({ hau: {} })
      .given(over())
      .when(reopened('22:00'))
      .then({ due: { 'hau-receipt': null } }))
})

describe('referrals', () => {
  // Of what is left to tell; that the unit says so itself is asked below.
  const { given } = underPolicy({ hau: { checksRequired: true } })
  const needed = ['daro', 'marac', 'idva']

  it('are asked for by name where the risk is high', () =>
    given(highRisk, hauChecked('21:10'))
      .when(referred('21:20', 'daro'))
      .then({
        state: { safeguarding: 'referring' },
        due: { referral: '21 21:20' },
        blockers: [
          'referral-not-made',
          'referral-not-made',
          'referral-not-acknowledged',
          'marac-not-referred',
          'crime-undecided',
        ],
      }))

  it('are complete when each one has been acknowledged', () =>
    given(
      highRisk,
      hauChecked('21:10'),
      needed.map((partner) => referred('21:20', partner)),
    )
      .when(needed.map((partner) => referralAcknowledged('21:30', partner)))
      .then({
        state: { safeguarding: 'complete' },
        deadlines: { referral: ['met', 'met', 'met'] },
        blockers: ['marac-not-referred', 'crime-undecided'],
      }))

  it('cannot be acknowledged by a partner who was not asked', async () => {
    await given(highRisk, referred('21:20', 'daro'))
      .when(referralAcknowledged('21:30', 'marac'))
      .thenRefused('invalid-event', ['/data/partner'])
    await given(highRisk, referred('21:20', 'daro'))
      .when(referralAcknowledged('21:30', 'constructor'))
      .thenRefused('invalid-event', ['/data/partner'])
  })

  it('alert on the deadline and not before', async () => {
    const made = [...highRisk, hauChecked('21:10'), referred('21:20', 'daro')]
    await given(made, until('21 21:00')).when(until('21 21:19:59.999')).then({ alerts: [] })
    await given(made, until('21 21:00'))
      .when(until('21 21:20'))
      .then({ alerts: ['referral-overdue'] })
  })

  it('made again move no clock', () =>
    given(highRisk, referred('21:20', 'daro'))
      .when(referred('22:20', 'daro'))
      .then({ due: { referral: '21 21:20' } }))

  it('made again undo no acknowledgement and owe nothing', () =>
    given(highRisk, referred('21:20', 'daro'), referralAcknowledged('21:30', 'daro'))
      .when(referred('22:20', 'daro'))
      .then({
        due: { referral: null },
        blockers: ['referral-not-made', 'referral-not-made', 'marac-not-referred', 'crime-undecided'],
      }))

  it('are open again when the risk rises after they were complete', () =>
    given(reviewed('standard'), hauReceived('21:00'), hauChecked('21:10'))
      .when(dashSubmitted('22:00', 'high'))
      .then({ state: { safeguarding: 'referring' } }))
})

/** A high risk of which everybody was told: only the unit itself is left. */
const told = [
  ...highRisk,
  hauChecked('21:10'),
  ...['daro', 'marac', 'idva'].flatMap((partner) => [referred('21:20', partner), referralAcknowledged('21:30', partner)]),
  maracReferred('21:35'),
  noCrime('21:36'),
]

describe('that its part is complete', () => {
  it('is said by the unit, where the policy asks for its word, once it has confirmed the risk', async () => {
    await given(told)
      .when(until('21:40'))
      .then({ state: { safeguarding: 'referring' }, blockers: ['risk-not-confirmed', 'safeguarding-not-complete'] })
    await given(told)
      .when(riskConfirmed('21:40'))
      .then({ state: { safeguarding: 'referring' }, blockers: ['safeguarding-not-complete'] })
    await given(told, riskConfirmed('21:40'))
      .when(hauCompleted('21:50'))
      .then({ state: { safeguarding: 'complete' }, blockers: [] })
  })

  it('is refused with all that is missing, each with what to post', async () => {
    const night = startNight()
    for (const each of [...highRisk, referred('21:20', 'daro'), hauCompleted('21:30')]) {
      const outcome = await night.go(each)
      if (each.type !== 'hau.completed') expect(outcome).toMatchObject({ status: 'accepted' })
      else
        expect(outcome).toMatchObject({
          status: 'refused',
          problem: {
            code: 'not-accepted-now',
            accepts: expect.arrayContaining(['uk.police.da.hau.risk-confirmed.v1']),
            blockers: [
              ...['marac', 'idva'].map((partner) => ({ code: 'referral-not-made', detail: expect.stringContaining(partner) })),
              { code: 'referral-not-acknowledged', detail: expect.stringContaining('daro') },
              { code: 'hau-checks-open', detail: expect.stringContaining('hau.checked') },
              { code: 'risk-not-confirmed', detail: expect.stringContaining('hau.risk-confirmed') },
            ],
          },
        })
    }
  })

  it('is said of the risk that it was said of: a risk that rises asks for it again', () =>
    given(reviewed('standard'), hauReceived('21:00'), hauChecked('21:10'))
      .when(dashSubmitted('22:00', 'high'), dashReviewed('22:10'))
      .then({ state: { safeguarding: 'referring' } }))

  it('needs nobody’s word at a risk for which the policy does not ask', () =>
    given(reviewed('standard'), hauReceived('21:00'))
      .when(hauChecked('21:10'))
      .then({ state: { safeguarding: 'complete' } }))

  it('is not said twice, nor of what the unit does not have', async () => {
    await given(told, riskConfirmed('21:40'), hauCompleted('21:50')).when(hauCompleted('21:51')).thenRefused('not-accepted-now')
    await given(reviewed('high')).when(hauCompleted('21:00')).thenRefused('not-accepted-now')
  })

  it('confirms no grade but the present one', async () => {
    await given(told).when(riskConfirmed('21:40', 'medium')).thenRefused('invalid-event', ['/data/grade'])
    await given(gradedP2('20:00'), hauReceived('21:00'))
      .when(riskConfirmed('21:40', 'standard'))
      .thenRefused('invalid-event', ['/data/grade'])
  })

  it('takes the unit’s own assessment for its word on the risk, once it is reviewed', () =>
    given(told, as('hau', dashSubmitted('21:40', 'high', { secondaryTo: 'WK-1-as1' })), dashReviewed('21:50'))
      .when(hauCompleted('22:00'))
      .then({ state: { safeguarding: 'complete' } }))

  it('waits for the review of the unit’s own assessment', () =>
    given(told, as('hau', dashSubmitted('21:40', 'high', { secondaryTo: 'WK-1-as1' })))
      .when(hauCompleted('22:00'))
      .thenRefused('not-accepted-now'))
})

describe('news after the checks', () => {
  const policy = { ...policyWith().policy.hau, checks: ['PNC', 'housing-register'] }
  const all = [
    ...told,
    hauChecked('21:36', 'PNC'),
    hauChecked('21:37', 'housing-register'),
    riskConfirmed('21:40'),
    hauCompleted('21:50'),
  ]

  it('owes each check that is older than it again, and the unit’s word with them', async () => {
    const { given: naming } = underPolicy({ hau: policy })
    await naming(all)
      .when(logNoted('22:00', true))
      .then({ state: { safeguarding: 'checking' }, due: { 'hau-checks': '21 22:00' } })
    await naming(all, logNoted('22:00', true), hauChecked('22:10', 'PNC'), riskConfirmed('22:11'))
      .when(hauCompleted('22:12'))
      .thenRefused('not-accepted-now')
    const whole = [hauChecked('22:10', 'PNC'), hauChecked('22:11', 'housing-register'), riskConfirmed('22:12')]
    await naming(all, logNoted('22:00', true), whole)
      .when(hauCompleted('22:13'))
      .then({ state: { safeguarding: 'complete' }, deadlines: { 'hau-checks': 'met' } })
  })

  it('says of each system whether it is settled, owed, or owed again', async () => {
    const night = startNight(policyWith({ hau: policy }))
    const unit = async () => (await night.engine.view(KEY))?.unit
    for (const each of highRisk) await night.go(each)
    await night.go(hauChecked('21:10', 'PNC'))
    const owed = { system: 'housing-register', status: 'owed' }
    expect(await unit()).toMatchObject({ checks: [{ system: 'PNC', status: 'settled' }, owed] })
    await night.go(logNoted('21:20', true))
    expect(await unit()).toMatchObject({ checks: [{ system: 'PNC', status: 'owed-again' }, owed] })
    await night.go(hauChecked('21:30', 'PNC'))
    expect(await unit()).toMatchObject({ checks: [{ system: 'PNC', status: 'settled' }, owed] })
  })

  it('that was told before anybody checked, or that the policy bears, owes nothing again', async () => {
    await given(highRisk)
      .when(logNoted('22:00', true))
      .then({ due: { 'hau-checks': '21 21:00' } })
    await underPolicy({ hau: { checksRequired: true } })
      .given(told)
      .when(logNoted('22:00', true))
      .then({ due: { 'hau-checks': null } })
    await given(told)
      .when(logNoted('22:00'))
      .then({ due: { 'hau-checks': null } })
  })
})

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
