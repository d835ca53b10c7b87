import type { Posted } from '../support/happenings.ts'
import {
  allocated,
  arrived,
  but,
  callReceived,
  closed,
  crimeRecorded,
  dashReviewed,
  dashSubmitted,
  everythingDone,
  gradedP2,
  hauChecked,
  hauNotChecked,
  hauReceived,
  instant,
  logNoted,
  reassessed,
  referralAcknowledged,
  referred,
  reopened,
  suspectDealtWith,
  until,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

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

  it('are waited for, though nobody is left to be told', async () => {
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
    for (const again of [reopened('22:00'), callReceived('22:00'), logNoted('22:00', true)])
      await given(over(...before))
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
