/** A first report is taken with what is known; each thing that it lacks, or that nobody can read, is a warning. */

import { location, somebody } from '../../machines/rules/catalogue/incident/report.ts'
import { type CaseEventData, eventSchemas, parseData } from '../../machines/rules/events.ts'

const least = { force: 'warwickshire', channel: '999', receivedAt: '2026-11-20T21:00:00Z' }
const whole = {
  ...least,
  location: {
    ...{ address: '1 Fictional Row', area: 'urban', uprn: '100070000001', parentUprn: '100070000002', postcode: 'CV1 1AA' },
    ...{ lat: 52.4, lon: -1.5, what3words: 'filled.count.soap' },
  },
  narrative: 'Former partner outside.',
  persons: [
    {
      role: 'victim',
      personRef: 'P-1',
      name: 'Example Person',
      dateOfBirth: '1990-04-01',
      phone: '07700900001',
      schoolRef: 'S-1',
    },
  ],
  flags: ['high-risk'],
}

type Taken = { readonly data: CaseEventData['incident.reported']; readonly warned: readonly string[] }
function taken(raw: unknown): Taken {
  const read = parseData('incident.reported', raw)
  if (!read.ok) throw new Error(`refused: ${JSON.stringify(read.issues)}`)
  return { data: read.data, warned: read.warnings.map(({ code, pointer }) => `${code} ${pointer}`) }
}
const refusedAt = (raw: unknown): readonly string[] => {
  const read = parseData('incident.reported', raw)
  return read.ok ? [] : read.issues.map(({ pointer }) => pointer)
}

/** A copy with one field put in place of what stands there; `undefined` leaves it out. */
function put(pointer: string, value: unknown): typeof whole {
  const copy = structuredClone(whole)
  const steps = pointer.split('/').slice(1)
  const last = steps.pop() ?? ''
  const holder = steps.reduce<unknown>((at, step) => Reflect.get(at as object, step), copy) as object
  if (value === undefined) Reflect.deleteProperty(holder, last)
  else Reflect.set(holder, last, value)
  return copy
}

it('that says everything is taken without a warning, as it was written', () =>
  expect(taken(whole)).toEqual({ data: { ...whole, receivedAt: '2026-11-20T21:00:00.000Z' }, warned: [] }))

it('that says nothing but where it came from is taken, and asks for the rest', () =>
  expect(taken(least)).toEqual({
    data: { ...least, receivedAt: '2026-11-20T21:00:00.000Z' },
    warned: [
      'location-unknown /data/location',
      'area-assumed /data/location/area',
      'telephone-unknown /data/persons',
      'narrative-missing /data/narrative',
    ],
  }))

it('of a silent mobile call has a position and nothing else', () =>
  expect(taken({ ...least, location: { lat: 52.41, lon: -1.51 } }).warned).not.toContain('location-unknown /data/location'))

it.each([
  ['the words for a place that nobody knows', { address: 'Unknown', what3words: 'n/a' }, 'location-unknown', 'no place is given'],
  ['the position of a handset without a fix', { lat: 0, lon: 0 }, 'location-unknown', 'no place is given'],
  ['half a position', { lat: 52.41 }, 'location-unknown', '`lat` and `lon` make a position only together'],
  ['a position the wrong way round', { lat: -1.51, lon: 52.41 }, 'position-unlikely', 'outside the United Kingdom'],
])('%s does not pass for a place', (_, location, code, detail) => {
  const read = parseData('incident.reported', { ...least, location })
  const warnings = read.ok ? read.warnings : []
  expect(warnings.find((warning) => warning.code === code)?.detail).toContain(detail)
})

const OPTIONAL = [
  ...['/location', '/narrative', '/persons', '/flags', '/flags/0', '/persons/0'],
  ...Object.keys(location.shape).map((name) => `/location/${name}`),
  ...Object.keys(somebody.shape).map((name) => `/persons/0/${name}`),
]

describe.each(OPTIONAL)('%s', (pointer) => {
  const absent = (value: unknown) => taken(put(pointer, value))

  it.each([
    ['left out', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', ' \t\n'],
  ])('is taken %s, as absent', (_how, value) => {
    // A hole in a list is no JSON.
    if (value === undefined && /\d$/.test(pointer)) return
    const { data, warned } = absent(value)
    expect(data).not.toHaveProperty(pointer.slice(1).replaceAll('/', '.'), value)
    expect(JSON.stringify(data)).not.toMatch(/null|""|" /)
    if (value === null || value === '') expect(warned.join(' ')).toMatch(/unknown|missing|assumed|empty/)
  })

  it('that has another type is refused in its place', () => expect(refusedAt(put(pointer, true))).toContain(`/data${pointer}`))
})

const TEXT = ['/location/address', '/location/uprn', '/location/parentUprn', '/location/postcode', '/location/what3words']
const ABOUT_A_PERSON = ['personRef', 'name', 'phone', 'schoolRef'].map((name) => `/persons/0/${name}`)

it.each(['/channel', '/narrative', '/flags/0', ...TEXT, ...ABOUT_A_PERSON])(
  '%s is read as text where it is a number',
  (pointer) => {
    for (const [number, text] of [
      [100_070_000_001, '100070000001'],
      [12, '12'],
      [0, '0'],
    ] as const) {
      const { data, warned } = taken(put(pointer, number))
      expect(data).toHaveProperty(pointer.slice(1).replaceAll('/', '.'), text)
      expect(data).not.toHaveProperty('unread')
      // A telephone number may have begun with a 0.
      expect(warned).toEqual(pointer.endsWith('phone') ? ['number-read-as-text /data/persons/0/phone'] : [])
    }
  },
)

it('a number whose digits are lost is set aside, and a year is a date of birth', () => {
  const { data, warned } = taken(put('/location/uprn', 123_456_789_012_345_680))
  expect([data.unread, warned]).toEqual([
    { '/data/location/uprn': '123456789012345680' },
    ['number-unreadable /data/location/uprn'],
  ])
  expect(taken(put('/persons/0/dateOfBirth', 1990)).data.persons).toMatchObject([{ dateOfBirth: '1990' }])
  expect(taken(put('/persons/0/role', 7)).data.unread).toEqual({ '/data/persons/0/role': '7' })
})

it('says where a mistake stands as it was written, also after entries that say nothing', () => {
  expect(refusedAt({ ...whole, flags: [null, 'children', ' ', {}, null, []] })).toEqual(['/data/flags/3', '/data/flags/5'])
  const [person] = whole.persons
  const persons = [null, person, '', { ...person, name: true, alias: 'Ex' }, 5]
  expect(refusedAt({ ...whole, persons })).toEqual(['/data/persons/3/name', '/data/persons/4'])
  const { data, warned } = taken({ ...whole, persons: [null, person, { ...person, alias: 'Ex' }] })
  expect(warned).toEqual(['empty-field /data/persons/0', 'unknown-field /data/persons/2/alias'])
  // The record keeps it beside the person it is about.
  expect([data.persons?.length, data.unread]).toEqual([2, { '/data/persons/1/alias': '"Ex"' }])
})

it('keeps each of two fields whose names look the same once they are cut', () => {
  const long = 'k'.repeat(120)
  const { data } = taken({ ...least, [`${long}a`]: 'he has a knife', [`${long}b`]: 'none', '\u0001': 1, '\u0002': 2 })
  expect(Object.values(data.unread ?? {})).toEqual(['"he has a knife"', '"none"', '1', '2'])
})

it('a place in a field that nobody reads is not told as missing: which field that is, and which are read', () => {
  const detailOf = (given: object) => {
    const read = parseData('incident.reported', { ...least, ...given })
    return read.ok ? read.warnings.find(({ code }) => code === 'location-unknown')?.detail : undefined
  }
  expect(detailOf({})).toBe('no place is given: ask where help is needed')
  const misplaced = detailOf({ location: { coordinates: [-1.5, 52.4] }, colour: 'red' })
  expect(misplaced).toMatch(/^no place was read .*\/data\/location\/coordinates.*address.*lat, lon.*: ask where help is needed$/)
  expect(detailOf({ location: { lat: 520, lon: 7 } })).toContain('/data/location/lat')
  expect(detailOf({ position: 1, grid: 2, map: 3, square: 4, chart: 5 })).toContain(
    '/data/position, /data/grid, /data/map and 2 more',
  )
  expect(detailOf({ location: { lat: 52.4, lon: -1.5, coordinates: [] } })).toBeUndefined()
})

it.each([
  ['an unknown field', '/colour', { red: [1, null] }, 'unknown-field /data/colour'],
  ['an unknown field of the place', '/location/grid', 'SP 29 64', 'unknown-field /data/location/grid'],
  ['an unknown field of a person', '/persons/0/alias', 'Ex', 'unknown-field /data/persons/0/alias'],
  ['a field that a computer cannot keep', '/colour', 'a\u0000\ud800', 'unknown-field /data/colour'],
  ['an unknown role', '/persons/0/role', 'neighbour', 'role-unknown /data/persons/0/role'],
  [
    'a date of birth that does not exist',
    '/persons/0/dateOfBirth',
    '31/04/1990',
    'date-of-birth-unreadable /data/persons/0/dateOfBirth',
  ],
  ['a latitude beyond the poles', '/location/lat', 520, 'position-unreadable /data/location/lat'],
  ['an unknown area', '/location/area', 'semi-rural', 'area-assumed /data/location/area'],
])('%s is a warning, and what was written is kept', (_what, pointer, value, warning) => {
  const { data, warned } = taken(put(pointer, value))
  expect(warned).toContain(warning)
  expect(data.unread).toEqual({ [`/data${pointer}`]: JSON.stringify(value) })
  expect(JSON.stringify(data)).not.toMatch(/\p{Cc}|\p{Cs}|\ufffd/u)
})

it.each(['1990', '1990-04'])('a date of birth that is only %s is kept and warned of', (dateOfBirth) => {
  const { data, warned } = taken(put('/persons/0/dateOfBirth', dateOfBirth))
  expect(data.persons).toMatchObject([{ dateOfBirth }])
  expect(warned).toEqual(['date-of-birth-partial /data/persons/0/dateOfBirth'])
})

it('a position that is written as text is read', () => {
  const location = { lat: '52.2852', lon: ' -1.5201 ' }
  expect(taken({ ...least, location }).data.location).toEqual({ lat: 52.2852, lon: -1.5201 })
  const { data, warned } = taken({ ...least, location: { lat: '52 degrees', lon: '-1.5' } })
  expect(data).toMatchObject({ location: { lon: -1.5 }, unread: { '/data/location/lat': '"52 degrees"' } })
  expect(warned).toContain('position-unreadable /data/location/lat')
})

it('a telephone number with what a contact list copies into it is read without that', () => {
  const copied = '\u202a+44 7700 900001\u202c'
  const { data, warned } = taken(put('/persons/0/phone', copied))
  expect(data.persons).toMatchObject([{ phone: '+44 7700 900001' }])
  expect(data.unread).toEqual({ '/data/persons/0/phone': JSON.stringify(copied) })
  expect(warned).toEqual(['characters-removed /data/persons/0/phone'])
})

it('somebody whose role nobody can tell is kept as unknown', () => {
  for (const role of ['neighbour', null, undefined])
    expect(taken(put('/persons/0/role', role)).data.persons).toMatchObject([{ role: 'unknown', personRef: 'P-1' }])
})

it('never lists more than fifty things that it cannot read, and keeps them all', () => {
  const fields = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`field${n}`, n]))
  const { data, warned } = taken({ ...whole, ...fields })
  expect(warned).toHaveLength(50)
  expect(Object.keys(data.unread ?? {})).toHaveLength(300)
})

it.each(['/force', '/channel', '/receivedAt'])('%s has to be said', (pointer) => {
  for (const value of [undefined, null, '', ' ', true]) expect(refusedAt(put(pointer, value))).toEqual([`/data${pointer}`])
  const read = parseData('incident.reported', put(pointer, null))
  expect(read).toMatchObject({ issues: [{ detail: 'is required' }] })
})

it('every optional field of the schema is in the matrix', () =>
  expect(OPTIONAL).toEqual(
    expect.arrayContaining(
      Object.entries(eventSchemas['incident.reported'].shape).flatMap(([name, field]) =>
        field.safeParse(undefined).success ? [`/${name}`] : [],
      ),
    ),
  ))
