import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { plain, withoutInvisible } from '../../machines/rules/words.ts'

/** By Unicode's tables alone. */
const byTables = (text: string) =>
  text
    .replace(/(?!\p{White_Space})[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu, '')
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
