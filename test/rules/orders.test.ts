/** Orders and disclosures as forms, and the rules that need no case. */
import { type EventName, parseData } from '../../machines/rules/events.ts'
import { isDvpoLong, regimeAt } from '../../machines/rules/investigation/orders.ts'
import { parsePolicy } from '../../machines/rules/policy/policy.ts'
import { before } from '../../machines/rules/time/instants.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { policyWith } from '../support/incident.ts'

/** Pointers of what is wrong with an example that was changed. */
function wrong(type: EventName, changes: object): string[] {
  const read = parseData(type, { ...(exampleEvent(type).data as object), ...changes })
  return read.ok ? [] : read.issues.map(({ pointer }) => pointer)
}

describe('forms', () => {
  it.each<[EventName, object, string[]]>([
    ['order.proposed', { protects: [], subject: ' ' }, ['/data/subject', '/data/protects']],
    [
      'order.authorised',
      { considerations: { childrenWelfare: { text: '' }, protectedOpinion: { text: 'x', at: 'yesterday' }, others: {} } },
      [
        ...['/data/considerations/childrenWelfare/text', '/data/considerations/protectedOpinion/at'],
        ...[
          '/data/considerations/subjectRepresentations',
          '/data/considerations/occupantsOpinion',
          '/data/considerations/others',
        ],
      ],
    ],
    [
      'order.authorised',
      { subjectIsAdult: 'yes', prohibitions: ['Not to call Mrs Example'] },
      ['/data/subjectIsAdult', '/data/prohibitions/0'],
    ],
    ['order.granted', { expiresAt: undefined, prohibitions: [] }, ['/data/expiresAt', '/data/prohibitions']],
    ['order.adjourned', { hearingAt: null }, ['/data/hearingAt']],
    ['order.withdrawn', { reason: 'She asked us to.' }, ['/data/reason']],
    [
      'order.recorded',
      { what: 'Non-Molestation', madeAt: '2026-10-02', issuer: '' },
      ['/data/what', '/data/issuer', '/data/madeAt'],
    ],
    ['order.told', { who: 'PC Example' }, ['/data/who']],
    ['order.tasked', { prohibitions: [], photograph: 'x' }, ['/data/prohibitions', '/data/photograph']],
    ['order.checked', { what: 'visit', seen: null }, ['/data/what', '/data/seen']],
    ['order.breached', { place: '', action: 'warned', breach: 'x'.repeat(65) }, ['/data/breach', '/data/place', '/data/action']],
    ['order.breached', { arrestedAt: 'last night', court: '' }, ['/data/arrestedAt', '/data/court']],
    ['order.breached', { of: 'manners' }, ['/data/of']],
    [
      'order.granted',
      { monitoredUntil: 'spring', notificationExempt: 'ill' },
      ['/data/monitoredUntil', '/data/notificationExempt'],
    ],
    ['order.sought', { what: 'dapo', applicant: 'neighbour', protects: [] }, ['/data/what', '/data/applicant', '/data/protects']],
    [
      'order.sought',
      { what: 'DAPN', subjectIsAdult: undefined, hearingAt: 'soon' },
      ['/data/what', '/data/subjectIsAdult', '/data/hearingAt'],
    ],
    ['order.prosecutor-answered', { answer: 'maybe', reason: 'Not today.' }, ['/data/answer', '/data/reason']],
    ['order.notified', { what: [] }, ['/data/what']],
    ['order.notified', { what: ['telephone'], address: '7 Fictional Close' }, ['/data/what/0', '/data/address']],
    ['order.details-changed', { what: 'car', newAddress: '7 Fictional Close' }, ['/data/what', '/data/newAddress']],
    ['order.breach-arrested', { breach: '', arrestedAt: '2026-11-20T22:00:00Z' }, ['/data/breach', '/data/arrestedAt']],
    ['order.breach-produced', { order: undefined, by: 'PC Example' }, ['/data/order', '/data/by']],
    ['order.breach-heard', { result: 'guilty' }, ['/data/result']],
    ['disclosure.applied', { route: 'sarah', applicant: 'mother' }, ['/data/route', '/data/applicant']],
    ['disclosure.checked', { systems: [], immediateRisk: undefined }, ['/data/immediateRisk', '/data/systems']],
    ['disclosure.decided', { decision: 'maybe', recipient: 'press' }, ['/data/decision', '/data/recipient']],
    ['disclosure.made', { undertaking: true, text: 'He was convicted.' }, ['/data/undertaking', '/data/text']],
  ])('%s %j is wrong where it is wrong', (type, changes, pointers) => expect(wrong(type, changes)).toEqual(pointers))
})

describe('the policy', () => {
  const { policy } = policyWith()
  const mistakes = (sections: object): (string | number)[][] => {
    const read = parsePolicy({ ...policy, ...sections })
    return read.ok ? [] : read.mistakes.map(({ path }) => [...path])
  }
  it('names its days in their order, its ranks as codes, and a length that can be', () => {
    const day = (from: string) => ({ from, regime: 'DAPN' })
    expect(mistakes({ orders: { regime: [day('2026-01-01'), day('2026-01-01')] } })).toEqual([['orders', 'regime']])
    expect(mistakes({ orders: { regime: [] } })).toEqual([['orders', 'regime']])
    expect(mistakes({ orders: { regime: [day('2026-02-30')] } })).toEqual([['orders', 'regime', 0, 'from']])
    expect(mistakes({ orders: { authorisedBy: { DVPN: ['superintendent'] } } })).toEqual([['orders', 'authorisedBy', 'DVPN']])
    expect(mistakes({ orders: { authorisedBy: { DAPN: 'captain' } } })).toEqual([['orders', 'authorisedBy', 'DAPN']])
    expect(mistakes({ ranks: { order: [['inspector'], ['superintendent', 'Superintendent']] } })).toEqual([['ranks', 'order']])
    expect(mistakes({ orders: { dvpoDays: { least: 29 } } })).toEqual([['orders', 'dvpoDays', 'most']])
    expect(mistakes({ orders: { applyBefore: 'P1M' } })).toEqual([['orders', 'applyBefore']])
    expect(mistakes({ orders: { dapo: { notifyDays: 0, monitorAtMost: 'a year' } } })).toEqual([
      ['orders', 'dapo', 'notifyDays'],
      ['orders', 'dapo', 'monitorAtMost'],
    ])
    expect(mistakes({ orders: { sought: { hearWithin: 'P0D' } } })).toEqual([['orders', 'sought', 'hearWithin']])
    const breachToCourt = { of: ['DVPN'], within: 'PT24H', warnBefore: 'PT24H' }
    expect(mistakes({ orders: { breachToCourt } })).toEqual([['orders', 'breachToCourt', 'warnBefore']])
    expect(mistakes({ orders: { breachToCourt: { ...breachToCourt, of: ['CBO'], warnBefore: 'PT4H' } } })).toEqual([
      ['orders', 'breachToCourt', 'of', 0],
    ])
    expect(mistakes({ disclosures: { meetingWorkingDays: 0 } })).toEqual([['disclosures', 'meetingWorkingDays']])
  })

  it('goes back before its first day to the first law that it names', () => {
    expect(regimeAt('1999-01-01T00:00:00.000Z', policy)).toBe('DVPN')
  })

  it('counts the days of a DVPO in London, across both changes of the clocks', () => {
    // No fewer than 14 days and no more than 28, beginning with the day on which it is made (Crime and Security Act 2010 s.28(10)).
    expect(isDvpoLong('2026-03-20T12:00:00.000Z', '2026-04-01T22:59:59.999Z', policy)).toBe(false)
    expect(isDvpoLong('2026-03-20T12:00:00.000Z', '2026-04-01T23:00:00.000Z', policy)).toBe(true)
    expect(isDvpoLong('2026-10-20T12:00:00.000Z', '2026-11-16T23:59:59.999Z', policy)).toBe(true)
    expect(isDvpoLong('2026-10-20T12:00:00.000Z', '2026-11-17T00:00:00.000Z', policy)).toBe(false)
  })
})

it('an instant before another is by hours, and none before no instant', () => {
  expect(before('2026-03-29T12:00:00.000Z', 'P1D')).toBe('2026-03-28T12:00:00.000Z')
  expect(() => before('', 'PT1H')).toThrow('deadline')
  expect(() => before('2026-03-29T12:00:00.000Z', 'P1M')).toThrow('fixed length')
})
