import { highRisk, reviewed, told } from '../support/atTheUnit.ts'
import type { Posted } from '../support/happenings.ts'
import {
  but,
  callReceived,
  closed,
  everythingDone,
  gradedP2,
  hauChecked,
  hauCompleted,
  hauNotChecked,
  hauReceived,
  instant,
  logNoted,
  reassessed,
  referralAcknowledged,
  referred,
  reopened,
  riskConfirmed,
  until,
} from '../support/happenings.ts'
import { given, KEY, policyWith, startNight, underPolicy } from '../support/incident.ts'

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
