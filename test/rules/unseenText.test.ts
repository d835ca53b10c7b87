/**
 * What nobody can see is not there: in every text field of every event, blank and invisible text is taken or refused exactly as the
 * empty text is, and what turns the direction of writing around is refused. The fields are read from the schemas, so that a new
 * one is asked as well.
 */

import type { z } from 'zod'
import { EXAMPLE_AT } from '../../machines/rules/catalogue/event.ts'
import { EVENT_NAMES, type EventName, eventSchemas, parseData } from '../../machines/rules/events.ts'
import { anyName, anyText, name, text } from '../../machines/rules/fields.ts'
import { thriveIssues } from '../../machines/rules/grading/thrive.ts'
import { THRIVE_CHECKS } from '../../machines/rules/grading/thriveVariants.ts'
import { parsePolicy } from '../../machines/rules/policy/policy.ts'
import { reassessmentIssues } from '../../machines/rules/reassessment/reassessment.ts'
import { isBlank } from '../../machines/rules/words.ts'
import { acknowledgement } from '../../src/api/events/alerts/take.ts'
import { jsonSchemaOf } from '../../src/api/openapi/events.ts'
import { smallPolicy } from './policies.ts'

const BLANK = {
  'blanks and line ends': ' \t\r\n\u00a0\u3000\u0085\u2028',
  'zero-width characters': '\u200b\u200c\u200d',
  'a word joiner and a byte-order mark': ' \u2060\ufeff',
  'a soft hyphen': '\u00ad',
  'Hangul fillers': '\u115f\u1160\u3164\uffa0',
  'variation selectors': '\ufe0f\u{e0101}',
  'language tags': '\u{e0001}\u{e0041}',
  'direction marks': '\u200e\u200f\u061c',
  'a Braille pattern without dots': '\u2800',
  'annotation marks': '\ufff9\ufffb',
}
// Each field is asked with blanks, with zero-width characters, and with another of the rest in turn.
const [blanks, zeroWidth, ...rest] = Object.entries(BLANK)
const someOf = (place: number) =>
  [blanks, zeroWidth, rest[place % rest.length]].flatMap((each) => (each === undefined ? [] : [each]))
const TURNED = [...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069']

type Path = readonly (string | number)[]
interface Leaf {
  readonly path: Path
  /** A name of the event's own choosing, where the text is no value. */
  readonly isKey: boolean
}
interface Sample {
  readonly value: unknown
  readonly leaves: readonly Leaf[]
}
const under = (part: string | number, { leaves }: Sample): Leaf[] =>
  leaves.map((leaf) => ({ ...leaf, path: [part, ...leaf.path] }))

/** Where the parts of an event do not go with each other as they come. */
const INSTEAD: { readonly [Name in EventName]?: object } = {
  'school.resolved': { none: undefined },
  'victim.preferred': { safeHours: { from: '09:00', to: '17:00' } },
}
const TEXTS = ['a-text', '2026-11-20T21:00:00Z', '2026-11-20', '09:30', 'B12']
const NUMBERS = [1, 2, 16, 0.5]

/** What a schema is made of, by its type. */
interface Def {
  readonly type: string
  readonly innerType: z.ZodType
  readonly in: z.ZodType
  readonly out: z.ZodType
  readonly shape: Readonly<Record<string, z.ZodType>>
  readonly valueType: z.ZodType
  readonly element: z.ZodType
  readonly entries: Readonly<Record<string, string>>
  readonly values: readonly unknown[]
  readonly options: readonly z.ZodType[]
}

/** Something that a schema takes, with every optional part, and where its texts are. */
function sampleOf(schema: z.core.$ZodType): Sample {
  const def = (schema as z.ZodType)._zod.def as unknown as Def
  const taken = <Value>(candidates: readonly Value[]) =>
    candidates.find((each) => (schema as z.ZodType).safeParse(each).success) ?? candidates[0]
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return sampleOf(def.innerType)
    case 'pipe': {
      const input = def.in._zod.def.type
      if (input === 'string') return { value: taken(TEXTS), leaves: [{ path: [], isKey: false }] }
      return sampleOf(input === 'transform' || input === 'unknown' ? def.out : def.in)
    }
    case 'object': {
      const parts = Object.entries(def.shape).map(([field, part]) => [field, sampleOf(part)] as const)
      return {
        value: Object.fromEntries(parts.map(([field, { value }]) => [field, value])),
        leaves: parts.flatMap(([field, part]) => under(field, part)),
      }
    }
    case 'record': {
      const part = sampleOf(def.valueType)
      return { value: { 'a-name': part.value }, leaves: [{ path: ['a-name'], isKey: true }, ...under('a-name', part)] }
    }
    case 'array': {
      const part = sampleOf(def.element)
      return { value: [part.value], leaves: under(0, part) }
    }
    case 'string':
      return { value: taken(TEXTS), leaves: [{ path: [], isKey: false }] }
    case 'enum':
      return { value: Object.values(def.entries)[0], leaves: [{ path: [], isKey: false }] }
    case 'literal':
      return { value: def.values[0], leaves: [] }
    case 'union':
      return sampleOf(def.options[0] as z.ZodType)
    case 'boolean':
      return { value: true, leaves: [] }
    case 'number':
      return { value: taken(NUMBERS), leaves: [] }
    default:
      throw new RangeError(`nobody has said how to make ${def.type}`)
  }
}

/** A copy with the text at that place replaced. */
function but(value: unknown, { path: [part, ...rest], isKey }: Leaf, written: string): unknown {
  if (part === undefined) return written
  if (Array.isArray(value)) return value.map((each, place) => (place === part ? but(each, { path: rest, isKey }, written) : each))
  const { [part]: inner, ...others } = value as Record<string, unknown>
  if (isKey && rest.length === 0) return { ...others, [written]: inner }
  return { ...others, [part]: but(inner, { path: rest, isKey }, written) }
}
/** What is said of it first, but for the name that differs. */
const said = (type: EventName, data: unknown, key: string) => {
  const read = parseData(type, data)
  return read.ok
    ? 'taken'
    : read.issues.slice(0, 1).map(({ pointer, detail }) => `${pointer.replace(`/${key}`, '/KEY')} ${detail}`)
}

/** What a first report sets aside where nobody can read it (firstReport.test.ts). */
const SET_ASIDE = ['area', 'role', 'dateOfBirth', 'phone']

describe.each(EVENT_NAMES)('%s', (type) => {
  const { value: sample, leaves } = sampleOf(eventSchemas[type])
  const value = { ...(sample as object), ...INSTEAD[type] }

  it('is taken with a text in every field', () => {
    expect(parseData(type, value)).toMatchObject({ ok: true })
    expect(leaves.length).toBeGreaterThan(0)
  })

  it('has no field in which invisible text is more than an empty one', () => {
    for (const [place, leaf] of leaves.entries()) {
      const empty = said(type, but(value, leaf, ''), 'KEY')
      for (const [what, written] of someOf(place)) {
        const blank = said(type, but(value, leaf, written), leaf.isKey ? written : 'KEY')
        if (leaf.isKey) expect([leaf.path, what, blank === 'taken']).toEqual([leaf.path, what, empty === 'taken'])
        else expect([leaf.path, what, blank]).toEqual([leaf.path, what, empty])
      }
    }
  })

  it('has no field that turns the direction of writing around', () => {
    for (const [place, leaf] of leaves.entries()) {
      if (type === 'incident.reported' && SET_ASIDE.includes(String(leaf.path.at(-1)))) continue
      const read = parseData(type, but(value, leaf, `B12${TURNED[place % TURNED.length]}`))
      const pointers = read.ok ? [] : read.issues.map(({ pointer }) => pointer)
      const at = `/data${leaf.path.map((part) => `/${part}`).join('')}`
      expect([leaf.path, pointers.slice(0, 1)]).toEqual([leaf.path, [leaf.isKey ? expect.any(String) : at]])
    }
  })
})

describe('what is assessed and reassessed', () => {
  const read = parsePolicy({ ...smallPolicy, thrive: { checks: [...THRIVE_CHECKS] } })
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  const issuesIn = {
    'thrive.assessed': (data: unknown) => thriveIssues(data as never, read.policy.thrive, []),
    'risk.reassessed': (data: unknown) => reassessmentIssues(data as never, EXAMPLE_AT),
  }
  it.each(['thrive.assessed', 'risk.reassessed'] as const)(
    '%s has the gaps of an empty text where nothing can be seen',
    (type) => {
      const { value, leaves } = sampleOf(eventSchemas[type])
      const texts = leaves.filter((leaf) => !leaf.isKey && parseData(type, but(value, leaf, '')).ok)
      expect(texts.length).toBeGreaterThan(20)
      const found = new Set<string>()
      for (const leaf of texts) {
        const issues = (written: string) => {
          const parsed = parseData(type, but(value, leaf, written))
          return parsed.ok ? issuesIn[type](parsed.data).map(({ pointer, detail }) => `${pointer} ${detail}`) : parsed.issues
        }
        for (const written of Object.values(BLANK)) expect([leaf.path, issues(written)]).toEqual([leaf.path, issues('')])
        for (const issue of issues('')) found.add(String(issue))
      }
      expect(found.size).toBeGreaterThan(10)
    },
  )
})

it('is no reason where a reason has to be given, and names nobody', () => {
  const by = { id: 'ch-1', role: 'call-handler' }
  const wrong = (type: EventName, data: object) => {
    const parsed = parseData(type, { by, ...data })
    return parsed.ok ? [] : parsed.issues.map(({ pointer }) => pointer)
  }
  for (const written of ['', ...Object.values(BLANK)]) {
    const grade = { priority: 'P2', rationale: 'Outside.', attend: { needed: false, reason: written } }
    expect(wrong('incident.graded', grade)).toEqual(['/data/attend/reason'])
    expect(wrong('person.identified', { person: { role: 'victim', personRef: written, phone: written } })).toEqual([
      '/data/person',
    ])
  }
})

it('says what is wrong with a text, once', () => {
  const wrong = (data: object) => {
    const parsed = parseData('log.noted', { text: 'Neighbour rang.', by: { id: 'ch-1', role: 'call-handler' }, ...data })
    return parsed.ok ? [] : parsed.issues
  }
  const empty = [{ pointer: '/data/text', detail: 'must not be empty' }]
  expect(wrong({ text: '' })).toEqual(empty)
  expect(wrong({ text: '\u200b' })).toEqual(empty)
  expect(wrong({ text: '\u{e0101}' })).toEqual(empty)
  expect(wrong({ text: 'ab\u202ecd' })).toMatchObject([{ pointer: '/data/text', detail: expect.stringContaining('U+202E') }])
  expect(wrong({ text: 'ab\u0000cd' })).toMatchObject([{ detail: expect.stringContaining('controls') }])
  expect(wrong({ text: 'ab\ud800cd' })).toMatchObject([{ detail: expect.stringContaining('surrogate') }])
  // Arabic beside English, an emoji with its selector, a joined emoji: nothing is turned around.
  for (const taken of ['اسمها\u200e P-1', 'Heart ❤\ufe0f', '👩\u200d👧']) expect(wrong({ text: taken })).toEqual([])
})

it('is asked of whoever takes an alert as well', () => {
  for (const id of [...Object.values(BLANK), 'sup\u202e-1', ''])
    expect(acknowledgement.safeParse({ by: { id, role: 'supervisor' } }).success).toBe(false)
})

describe('the OpenAPI document', () => {
  const pattern = (schema: z.ZodType) => new RegExp(String(jsonSchemaOf(schema).pattern))

  it('refuses by a pattern what the server refuses, in the plane that a pattern without flags can say', () => {
    const any = pattern(anyText)
    const some = pattern(text)
    for (let code = 0; code <= 0xffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const written = String.fromCharCode(code)
      const isTaken = { any: anyText.safeParse(written).success, some: text.safeParse(written).success }
      if (any.test(written) !== isTaken.any || some.test(written) !== isTaken.some)
        throw new Error(`U+${code.toString(16)}: ${JSON.stringify(isTaken)}`)
      if (isTaken.any && isTaken.some === isBlank(written)) throw new Error(`U+${code.toString(16)} is blank or not`)
    }
  })

  it('has it in every name and text, also the shorter ones', () => {
    expect(pattern(name.max(64)).source).toBe(pattern(text).source)
    expect(pattern(anyName).source).toBe(pattern(anyText).source)
  })
})
