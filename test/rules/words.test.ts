import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { listed } from '../../machines/rules/issue.ts'
import { isSecondPerson } from '../../machines/rules/person.ts'
import { isBlank, plain, withoutInvisible } from '../../machines/rules/words.ts'

/** By Unicode's tables alone. */
const byTables = (text: string) =>
  text
    .replace(
      /(?!\p{White_Space})[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffc\u{16fe4}\u{1d159}]/gu,
      '',
    )
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

it('reads plain ASCII as Unicode would, and everything else by its tables', () => {
  const signs = fc.constantFrom(...'aZ09 .,;_-\'"\t\n\u007f\u0000é½Ⅳ’\u200b\u00ad\u3000ﬁ☎İ')
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: signs, maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 })), (text) => {
      expect(plain(text)).toBe(byTables(text))
    }),
  )
  expect(withoutInvisible('no\u200bne')).toBe('none')
  expect(plain('N.o\u007fne')).toBe('n one')
})

it.each([
  ['a format control of hieroglyphs', '\u{13430}'],
  ['a note without a head', '\u{1d159}'],
  ['the filler of Khitan', '\u{16fe4}'],
  ['what is no character', '\uffff'],
  ['what is no character, above the first plane', '\u{1fffe}'],
  ['the mark of an object', '\ufffc'],
  ['a language tag', '\u{e0041}'],
])('%s shows nothing: it makes no text and no other person', (_, sign) => {
  expect(isBlank(sign)).toBe(true)
  expect(withoutInvisible(`fim${sign}-1`)).toBe('fim-1')
  expect(isSecondPerson({ id: `fim-1${sign}`, role: 'supervisor' }, { id: 'fim-1', role: 'supervisor' })).toBe(false)
})

it('a list of 380 characters, with its commas, is told whole; of a longer list the end is counted', () => {
  // Nine words, each 38 characters with its comma, and room for one more of that length.
  const nine = Array.from({ length: 9 }, () => 'w'.repeat(36))
  const last = (characters: number) => [...nine, 'l'.repeat(characters)]
  expect(listed(last(36))).toBe(last(36).join(', '))
  expect(listed(last(37))).toBe(`${nine.join(', ')} and 1 more`)
})
