import { highRisk, reviewed, told } from '../support/atTheUnit.ts'
import {
  as,
  dashReviewed,
  dashSubmitted,
  gradedP2,
  hauChecked,
  hauCompleted,
  hauReceived,
  referralAcknowledged,
  referred,
  riskConfirmed,
  until,
} from '../support/happenings.ts'
import { given, startNight, underPolicy } from '../support/incident.ts'

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
