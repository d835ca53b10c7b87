import { describe, expect, it } from '@jest/globals'
import { type CaseEventData, parseData } from '../../machines/rules/events.ts'
import { type MatchKey, matchKeysIn, phoneNumber } from '../../machines/rules/report/matchKeys.ts'

const report = (over: object): CaseEventData['incident.reported'] => {
  const read = parseData('incident.reported', {
    force: 'warwickshire',
    channel: '999',
    receivedAt: '2026-11-20T21:00:00Z',
    location: { address: '1 Fictional Row', area: 'urban' },
    narrative: 'Shouting outside.',
    ...over,
  })
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return read.data
}
const inWords = (matchKeys: readonly MatchKey[]) => matchKeys.map(({ kind, value }) => `${kind} ${value}`)
const persons = (...persons: object[]) => inWords(matchKeysIn('incident.reported', report({ persons })))
const place = (location: object) =>
  inWords(matchKeysIn('incident.reported', report({ location: { address: '1 Fictional Row', area: 'urban', ...location } })))

describe('a telephone number', () => {
  it.each([
    ['07700 900001', '07700900001'],
    ['+44 7700 900001', '07700900001'],
    ['7700 900001', '07700900001'],
    ['+44 (0)7700 900001', '07700900001'],
    ['0044 7700-900-001', '07700900001'],
    ['447700900001', '07700900001'],
    ['+33 1 99 00 12 34', '+33199001234'],
    ['01632\u200b 960\u2060001', '01632960001'],
    ['٠١٦٣٢ ٩٦٠٠٠١', '01632960001'],
    ['０１６３２９６０００１', '01632960001'],
    ['01632 960001 ext 12', '01632960001'],
    ['01632 960001 x12', '01632960001'],
    ['01632 960001#12', '01632960001'],
    ['tel:+441632960001;ext=12', '01632960001'],
  ])('%s is %s, however it is written', (written, number) => expect(phoneNumber(written)).toBe(number))

  it.each(['withheld', '', '999', '101', '0000000000', '+44'])('%j tells nobody apart', (written) =>
    expect(phoneNumber(written)).toBeNull(),
  )
})

describe('people', () => {
  it('are recognised by reference and telephone, a suspect as a suspect, a witness not at all', () => {
    expect(
      persons(
        { role: 'victim', personRef: ' p-1 ', phone: '07700 900001' },
        { role: 'suspect', personRef: 'P-2', phone: '07700 900002' },
        { role: 'child', personRef: 'P-3', phone: '07700 900003' },
        { role: 'caller', phone: '+447700900001' },
        { role: 'witness', personRef: 'P-4', phone: '07700 900004' },
      ),
    ).toEqual(['person P-1', 'phone 07700900001', 'suspect P-2', 'person P-3'])
  })

  it('are the same whatever script their digits are in, and whatever nobody sees', () =>
    expect(persons({ role: 'victim', personRef: 'P-\u200b١٢' })).toEqual(['person P-12']))

  it('about whom nothing is known are nobody', () =>
    expect(persons({ role: 'victim', personRef: 'Unknown', phone: 'withheld' }, { role: 'caller', personRef: ' ' })).toEqual([]))
})

describe('a place', () => {
  it('is its property, its building and its address with the postcode', () => {
    expect(place({ uprn: '000100070000001', parentUprn: '100070000009', postcode: 'cv99 1zz' })).toEqual([
      'uprn 100070000001',
      'building 100070000009',
      'address 1 FICTIONAL ROW CV991ZZ',
      'perhaps-the-same CV991ZZ 1 ',
    ])
    expect(place({ address: '1, Fictional Row. CV99 1ZZ' })).toEqual(place({ postcode: 'CV991ZZ' }))
  })

  it.each([
    ['1 Fictional Row', '1, Fictional Row', true],
    ['11 Fictional Road', '11 Fictional Rd.', true],
    ['Flat 2, 11 Fictional Road', '11 Fictional Road, Flat 2', true],
    ['The Old Barn, 11 Fictional Road', '11 Fictional Road', true],
    ['11a Fictional Road', '11A Fictional Rd', true],
    ['11a Fictional Road', '11 A Fictional Rd', true],
    ['11 Fictional Road', '12 Fictional Road', false],
    ['Flat 2, 11 Fictional Road', 'Flat 3, 11 Fictional Road', false],
    ['11 Fictional Road', '11a Fictional Road', false],
  ])('%s is perhaps %s in the same postcode: %s', (one, other, same) => {
    const perhaps = (address: string) =>
      place({ address, postcode: 'CV99 1ZZ' }).find((key) => key.startsWith('perhaps-the-same')) ?? ''
    expect(perhaps(one)).not.toBe('')
    expect(perhaps(one) === perhaps(other)).toBe(same)
  })

  it('without a property number and without a postcode gives no key', () => expect(place({ uprn: 'n/a' })).toEqual([]))
})

it('only a report, its corrections and an identification tell who is there', () => {
  const read = parseData('call.cut-off', { by: { id: 'ch-1', role: 'call-handler' } })
  expect(read.ok && matchKeysIn('call.cut-off', read.data)).toEqual([])
})

it('somebody who is identified is named', () => {
  const by = { id: 'ch-1', role: 'call-handler' }
  expect(parseData('person.identified', { person: { role: 'victim' }, by })).toEqual({
    ok: false,
    issues: [{ pointer: '/data/person', detail: 'must say who it is: a reference, a name or a telephone number' }],
    more: 0,
  })
  expect(parseData('person.identified', { person: { role: 'aunt', personRef: 'P-1' } })).toMatchObject({
    issues: [{ pointer: '/data/person/role' }, { pointer: '/data/by' }],
  })
})
