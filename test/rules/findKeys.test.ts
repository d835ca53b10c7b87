/** What an incident is found by, however somebody writes it. */
import fc from 'fast-check'
import { type CaseEventData, parseData } from '../../machines/rules/events.ts'
import {
  type FindField,
  type FindKey,
  findKeysIn,
  MOST_KEYS,
  MOST_NAME_WORDS,
  soughtIncidents,
} from '../../machines/rules/report/findKeys.ts'
import { matchKeysIn } from '../../machines/rules/report/matchKeys.ts'

const report = (over: object): CaseEventData['incident.reported'] => {
  const read = parseData('incident.reported', {
    ...{ force: 'warwickshire', channel: '999', receivedAt: '2026-11-20T21:00:00Z', narrative: 'Shouting outside.' },
    ...over,
  })
  if (!read.ok) throw new Error(JSON.stringify(read.issues))
  return read.data
}
const inWords = (keys: readonly FindKey[]): string[] => keys.map(({ kind, value }) => `${kind} ${value}`)
const keysOf = (over: object, incident = 'X') => findKeysIn('incident.reported', report(over), incident)
const named = (name: string) => keysOf({ persons: [{ role: 'victim', name }] })
const at = (address: string, postcode?: string) => keysOf({ location: { address, postcode } })

/** Whether all that is looked for is there. */
function finds(keys: readonly FindKey[], query: { readonly [Field in FindField]?: string }): boolean {
  const sought = soughtIncidents(query)
  expect(sought.issues).toEqual([])
  const has = new Set(inWords(keys))
  return inWords(sought.keys).every((key) => has.has(key))
}

describe('a name', () => {
  it.each([
    ['Jane Smith', 'smith'],
    ['Jane Smith', 'JANE'],
    ['Jane Smith', 'Smith, Jane'],
    ['Jane Smith', 'Mrs Smith'],
    ['Mrs Smith', 'Mrs. SMITH'],
    ['Dr. Jane Smith', 'Miss Jane Smith'],
    ['J. Smith', 'Smith'],
    ['Jane Smith', 'J Smith'],
    ["O'Neill", 'oneill'],
    ["Sean O'Neill", 'SEAN O’NEILL'],
    ["Seán Ó'Néill", "sean o'neill"],
    ['Seán Ó Néill', 'oneill'],
    ["O'Neill", 'O Neill'],
    ['O Neill', 'O`Neill'],
    ['O Neill', 'Neill'],
    ['ONeill', 'O´Neill'],
    ["D'Angelo", 'D Angelo'],
    ['McDonald', 'Mc Donald'],
    ['Mac Donald', 'MacDonald'],
    ['Mac Miller', 'Miller, Mac'],
    ['al-Hassan', 'Al Hassan'],
    ['Alhassan', 'al-hassan'],
    ['Ali al-Hassan', 'hassan'],
    ['Anna Smith-Jones', 'Jones'],
    ['Anna Smith-Jones', 'smith jones'],
    ['Anna Smith Jones', 'SMITH–JONES'],
    ['Jan van der Berg', 'Van Der Berg'],
    ['Jan van der Berg', 'Berg'],
    ['Jane Smith née Jones', 'Jane Jones'],
    ['Jane Smith', 'Jane alias Smith'],
    ['Wei Nee', 'Nee'],
    ['José Muñoz', 'jose munoz'],
    ['Jose\u0301', 'josé'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Lukasz Zolc', 'ŁUKASZ'],
    ['Llŷr Gŵyn', 'LLYR GWYN'],
    ['Siân Siôn', 'sian'],
    ['Bjørn Åström', 'bjorn astrom'],
    ['Þóra', 'thora'],
    ['Strauß', 'STRAUSS'],
    ['İpek Işık', 'ipek isik'],
    ['Ｊａｎｅ', 'jane'],
    ['Ja\u200bne Smi\u00adth', 'jane smith'],
    ['Юрий Чайковский', 'чайковский'],
    ['مُحَمَّد عَلِيّ', 'محمد علي'],
    ['أحمد', 'احمد'],
    ['علی', 'علي'],
    ['فاطمة', 'فاطمه'],
    ['王小明', '王'],
    ['王小明', '小明'],
    ['王小明', '王 小明'],
    ['欧阳修', '欧阳'],
    ['김민수', '김'],
    ['タナカ ガク', 'ガク'],
    ['राम कुमार', 'कुमार'],
  ])('%s is found by %s', (written, asked) => expect(finds(named(written), { name: asked })).toBe(true))

  it.each([
    ['Jane Smith', 'John Smith'],
    ['Jane Smith', 'Smi'],
    ['Jane Smith', 'Smyth'],
    ['Mohammed Ali', 'Muhammad Ali'],
    ['Müller', 'Mueller'],
    ['राम', 'रमा'],
    ['王小明', '李'],
    ['Smith-Jones', 'Smithjones'],
  ])('%s is not found by %s', (written, asked) => expect(finds(named(written), { name: asked })).toBe(false))

  it('and a surname are of one person', () => {
    const two = keysOf({
      persons: [
        { role: 'victim', name: 'John Brown' },
        { role: 'suspect', name: 'Mary Smith' },
      ],
    })
    expect(finds(two, { name: 'Mary Smith' })).toBe(true)
    expect(finds(two, { name: 'John Smith' })).toBe(false)
  })

  it.each(['J', 'o', '-', 'Mr J', 'Unknown', 'withheld', 'none'])('%j tells nobody apart', (name) =>
    expect(soughtIncidents({ name })).toMatchObject({ keys: [], issues: [{ pointer: '/name' }] }),
  )

  it('of a person that is called by a title alone is found by it', () =>
    expect(finds(named('Prof'), { name: 'prof' })).toBe(true))

  it('has a bounded number of keys', () => {
    const long = 'Ana Maria da Conceição Pereira Sousa Silva Santos'
    expect(named(long)).toHaveLength(1 + MOST_NAME_WORDS + (MOST_NAME_WORDS * (MOST_NAME_WORDS - 1)) / 2)
    expect(soughtIncidents({ name: long }).issues).toEqual([{ pointer: '/name', detail: 'must be at most 6 words' }])
    const people = Array.from({ length: 100 }, (_, n) => ({
      role: 'witness',
      name: `Anna${n} Maria${n} Silva${n}`,
      personRef: `P-${n}`,
    }))
    expect(keysOf({ persons: people })).toHaveLength(MOST_KEYS)
  })
})

describe('an address', () => {
  it.each([
    ['11 Fictional Road', '11, fictional rd.'],
    ['11 Fictional Rd', 'FICTIONAL ROAD'],
    ['Flat 2, 11a Fictional Road', '11 A Fictional Road, Apt. 2'],
    ['No. 11 Fictional Road', '11 Fictional Road'],
    ["St. Mary's Street", 'Saint Marys St'],
    ['Ffordd Tŷ Gwyn', 'ffordd ty gwyn'],
    ['1 Fictional Row, CV99 1ZZ', '1 fictional row cv991zz'],
  ])('%s is found by %s', (written, asked) => expect(finds(at(written), { address: asked })).toBe(true))

  it.each([
    ['11 Fictional Road', '12 Fictional Road'],
    ['11 Fictional Road', '1 Fictional Road'],
    ['11 Fictional Road', 'Fictional Street'],
  ])('%s is not found by %s', (written, asked) => expect(finds(at(written), { address: asked })).toBe(false))

  it('that nobody knows is not found', () => {
    expect(at('unknown')).toEqual(keysOf({}))
    expect(soughtIncidents({ address: '...' }).issues).toMatchObject([{ pointer: '/address' }])
    const many = Array.from({ length: 17 }, (_, n) => `word${n}`).join(' ')
    expect(soughtIncidents({ address: many }).issues).toEqual([{ pointer: '/address', detail: 'must be at most 16 words' }])
  })

  it('that is a story is found by its beginning', () =>
    expect(at(`1 Fictional Row. ${'She went on. '.repeat(900)}`).length).toBeLessThan(20))
})

describe('a postcode', () => {
  it.each([
    ['CV99 1ZZ', 'cv991zz'],
    ['cv991zz', 'CV99 1ZZ'],
    ['CV99\u200b1ZZ', 'CV99  1ZZ'],
    ['W1A 1AA', 'w1a1aa'],
  ])('%s is found by %s', (written, asked) => expect(finds(at('1 Fictional Row', written), { postcode: asked })).toBe(true))

  it('in the address is found too, and its first half together with another field', () => {
    const keys = at('1 Fictional Row, CV99 1ZZ')
    expect(finds(keys, { postcode: 'CV99 1ZZ' })).toBe(true)
    expect(finds(keys, { postcode: 'cv99', address: 'Fictional' })).toBe(true)
    expect(finds(keys, { postcode: 'cv9', address: 'Fictional' })).toBe(false)
    expect(soughtIncidents({ postcode: 'CV99' }).issues).toMatchObject([{ pointer: '/postcode' }])
    expect(soughtIncidents({ postcode: 'Leamington' }).issues).toMatchObject([{ pointer: '/postcode' }])
  })
})

describe('a reference', () => {
  it.each([
    ['WK-20261120-0412', 'wk 20261120 412'],
    ['WK-20261120-0412', 'WK202611200412'],
    ['WK-20261120-0412', 'wk/20261120/0412'],
    ['WK-20261120-0412', ' WK-20261120-00412 '],
    ['WK-20261120-0412', 'wk20261120412'],
    ['WK-20261120-0412', 'wk ٢٠٢٦١١٢٠ 412'],
    ['0412', '412'],
  ])('%s is found by %s', (written, asked) => expect(finds(keysOf({}, written), { reference: asked })).toBe(true))

  it.each([
    ['WK-20261120-0412', 'WK-20261120-0413'],
    ['WK-20261120-0412', '0412'],
    ['WK-20261120-0412', 'WK-20261120-4120'],
  ])('%s is not found by %s', (written, asked) => expect(finds(keysOf({}, written), { reference: asked })).toBe(false))
})

describe('a telephone number and the reference of a person', () => {
  const people = ['victim', 'suspect', 'child', 'witness', 'caller', 'unknown'].map((role, n) => ({
    ...{ role, personRef: `P-${n}`, phone: `0770090000${n}` },
  }))
  it.each(people)('of a $role are found', ({ personRef, phone }) => {
    expect(
      finds(keysOf({ persons: people }), { personRef: ` ${personRef.toLowerCase()} `, phone: `+44 ${phone.slice(1)}` }),
    ).toBe(true)
  })
  it.each(['withheld', '0000000', '12345'])('%j is no number', (phone) =>
    expect(soughtIncidents({ phone }).issues).toMatchObject([{ pointer: '/phone' }]),
  )
})

it('what is learnt later is found too', () => {
  const by = { id: 'ch-1', role: 'call-handler' }
  const identified = parseData('person.identified', { person: { role: 'witness', name: 'Jane Smith' }, by })
  const corrected = parseData('incident.corrected', {
    by,
    location: { postcode: 'CV99 1ZZ' },
    persons: [{ role: 'victim', phone: '07700 900002' }],
  })
  if (!identified.ok || !corrected.ok) throw new Error('an example is refused')
  expect(finds(findKeysIn('person.identified', identified.data, 'X'), { name: 'smith jane' })).toBe(true)
  expect(inWords(findKeysIn('incident.corrected', corrected.data, 'X'))).toEqual([
    'postcode CV99',
    'postcode CV991ZZ',
    'phone 07700900002',
  ])
  const cutOff = parseData('call.cut-off', { by })
  expect(cutOff.ok && findKeysIn('call.cut-off', cutOff.data, 'X')).toEqual([])
})

it('recognises no repeat caller by what serves finding only', () => {
  const both = report({
    location: { address: '1 Fictional Row' },
    persons: [{ role: 'witness', name: 'Jane Smith', phone: '07700900001' }],
  })
  expect(matchKeysIn('incident.reported', both)).toEqual([])
})

it('says what is missing, and what is blank is missing', () => {
  const nothing = { pointer: '', detail: 'must say at least one of reference, personRef, phone, name, address, postcode' }
  expect(soughtIncidents({}).issues).toEqual([nothing])
  expect(soughtIncidents({ name: ' \u200b', phone: '\u2800' }).issues).toEqual([nothing])
  expect(soughtIncidents({ name: '\u00ad', phone: '07700900001' })).toMatchObject({ fields: ['phone'], issues: [] })
})

describe('however it is written', () => {
  const word = fc.constantFrom('Jane', 'Smith', "O'Neill", 'Żółć', 'Siân', 'van', 'der', 'Berg', 'محمد', 'Ng', 'Muñoz', '김')
  const spelt = (said: string): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.constantFrom<(text: string) => string>(
          (text) => text,
          (text) => text.toUpperCase(),
          (text) => text.toLowerCase(),
        ),
        fc.constantFrom('NFC', 'NFD', 'NFKD'),
        fc.constantFrom('', '\u200b', '\u00ad', '\ufeff'),
      )
      .map(([inCase, form, unseen]) => inCase(said).normalize(form) + unseen)
  const between = fc.constantFrom(' ', '  ', ', ', '-', '\u00a0', ' \u2013 ', '\t')

  it('a name is found by its words in any case, form and order, and by any of them', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).chain((words) =>
          fc.tuple(
            fc.constant(words.join(' ')),
            fc.shuffledSubarray(words, { minLength: 1 }).chain((some) => fc.tuple(...some.map(spelt))),
            between,
            fc.constantFrom('', 'Mrs ', 'dr. '),
          ),
        ),
        ([written, asked, blank, title]) => finds(named(written), { name: title + asked.join(blank) }),
      ),
    ))

  it('a reference is found with any separators in any case', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('WK', 'K', '2026', '0412', '7', '00'), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('-', '/', '.', '#'),
        fc.constantFrom('', ' ', '-', ' / ', '\u2013', ' \u200b'),
        fc.boolean(),
        (parts, written, asked, small) => {
          const said = parts.join(asked)
          return finds(keysOf({}, parts.join(written)), { reference: small ? said.toLowerCase() : said })
        },
      ),
    ))

  it('no text is too odd to be read', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        for (const field of ['reference', 'personRef', 'phone', 'name', 'address', 'postcode'] as const) {
          const { keys, issues } = soughtIncidents({ [field]: text })
          expect(keys.length > 0 !== issues.length > 0).toBe(true)
          expect(JSON.stringify(issues)).not.toContain('undefined')
        }
      }),
    ))
})
