/** Ways in which a careless or hostile sender spoils an event: in its values, and in its writing. */
export type Random = () => number
export type Fields = Record<string, unknown>

export const oneOf = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T

/** Stands in a value for what JSON.stringify would never write. */
const raw = (json: string): string => `@raw ${json} raw@`
export const writeJson = (value: unknown): string =>
  JSON.stringify(value).replace(/"@raw (.*?) raw@"/g, (_, json: string) => JSON.parse(`"${json}"`) as string)

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

const ABSURD: readonly unknown[] = [
  ...[null, '', ' ', '\u200b\u2060', '\u202eabc', 'a\u0000b', '\ud800', 'x'.repeat(20_001), 'x'.repeat(300), '__proto__'],
  ...[0, -1, 1.5, 2 ** 53, 1e308, raw('1e400'), raw('-0'), true, [], {}, [[]], { a: 1 }, deep(40)],
  ...['1', 'P0D', '../..'],
  Array.from({ length: 101 }, () => 'x'),
  Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`n${n}`, n])),
]
/** For fields that say a time: most other values bounce off their form. */
const TIMES: readonly string[] = [
  ...['0000-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '1900-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2200-12-31T00:00:00Z'],
  ...['9999-12-31T23:59:59Z', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z', '0000-01-01T00:00:00+23:59'],
  ...['2026-11-20T21:00:60Z', '2026-02-30T00:00:00Z', '2026-11-20T21:00:00+23:59', '2026-11-20T21:00:00-23:59', '2026-11-20'],
  '2026-11-20T21:00:00.123456789123456789Z',
]
const ODD_NAMES = ['constructor', 'toString', 'hasOwnProperty', '', 'a/b~c', 'prototype', '\u202e', 'x'.repeat(300), 'data']
const SUBJECTS = [
  '.',
  '..',
  '...',
  'a/b',
  '%2e%2e',
  'a?b#c',
  "'; drop table--",
  '<script>',
  'x'.repeat(64),
  'x'.repeat(65),
  'two words',
]

/** One thing in it is no longer as it was. @returns what it is now; the given one stays. */
export function spoilValue(random: Random, event: Fields): Fields {
  const spoilt = structuredClone(event)
  const places: { readonly in: Fields; readonly name: string }[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const name of Object.keys(value)) {
      places.push({ in: value as Fields, name })
      walk((value as Fields)[name])
    }
  }
  if (random() < 0.2) {
    walk(spoilt)
    const times = places.filter((place) => /^\d{4}-\d\d-\d\dT/.test(String(place.in[place.name])))
    if (times.length > 0) {
      const time = oneOf(random, times)
      time.in[time.name] = oneOf(random, TIMES)
      // A report is received when it happens: that the two agree is no mistake that hides the other.
      if (time.name === 'receivedAt') spoilt.time = time.in[time.name]
      return spoilt
    }
    places.length = 0
  }
  walk(random() < 0.75 ? spoilt.data : spoilt)
  const place = places.length === 0 ? { in: spoilt, name: 'data' } : oneOf(random, places)
  const kind = random()
  if (kind < 0.2) delete place.in[place.name]
  else if (kind < 0.75) place.in[place.name] = oneOf(random, ABSURD)
  else if (kind < 0.85) place.in[oneOf(random, ODD_NAMES)] = oneOf(random, ABSURD)
  else if (kind < 0.9) spoilt.subject = oneOf(random, SUBJECTS)
  else if (kind < 0.95)
    spoilt[oneOf(random, ['traceparent', 'x1', 'data_base64', 'Odd', 'datacontenttype'])] = oneOf(random, ABSURD)
  else for (let n = 0; n < 33; n++) spoilt[`x${n}`] = random() < 0.5 ? null : 'x'
  return spoilt
}

/** What is in it can never be taken, whatever it was: these spoil the writing of one event and no brackets. */
export function spoilWriting(random: Random, text: string): Buffer {
  const names = [...text.matchAll(/"([a-zA-Z]+)":/g)]
  const at = names.length === 0 ? null : oneOf(random, names)
  const kind = at === null ? 1 : random()
  if (at !== null && kind < 0.4) return Buffer.from(text.replace(at[0], `${at[0]}0,${at[0]}`))
  if (at !== null && kind < 0.6) return Buffer.from(text.replace(at[0], `"__proto__":{"admin":true},${at[0]}`))
  const bytes = Buffer.from(text)
  const quote = bytes.indexOf('"')
  return Buffer.concat([bytes.subarray(0, quote + 1), Buffer.from([0xff, 0xc0]), bytes.subarray(quote + 1)])
}

/** Nor is this JSON. */
export const breakJson = (random: Random, text: string): Buffer =>
  oneOf(random, [
    () => Buffer.from(text.slice(0, Math.floor(random() * text.length))),
    () => Buffer.from(`${text}]`),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from(text.replaceAll('"', "'")),
    () => Buffer.from('['.repeat(100_000)),
    () => Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))),
  ])()
