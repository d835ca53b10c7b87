import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { sentencesIn } from '../../machines/rules/reassessment/text/sentences.ts'

const said = (text: string) => sentencesIn(text).map((sentence) => sentence.text)

describe('a text is cut into its sentences', () => {
  it.each<[string, string[]]>([
    ['He is outside. She has locked the door!', ['He is outside.', 'She has locked the door!']],
    ['Rang at 21.40 hrs. No answer', ['Rang at 21.40 hrs. No answer']],
    ['Sgt. Ahmed knows him', ['Sgt. Ahmed knows him']],
    ['He drives to St. Helens at 6 a.m. on weekdays', ['He drives to St. Helens at 6 a.m. on weekdays']],
    ['no cars; rang her; asleep', ['no cars;', 'rang her;', 'asleep']],
    ['line one\nline two', ['line one', 'line two']],
    ['kids with her - he has key', ['kids with her -', 'he has key']],
    ['ex-partner at the well-known pub', ['ex-partner at the well-known pub']],
    ['"He will kill me." She is crying', ['"He will kill me."', 'She is crying']],
    ['... - !', []],
    ['', []],
  ])('%j', (text, expected) => expect(said(text)).toEqual(expected))

  it('where a speaker made no stops, at a word that begins anew', () => {
    const spoken = `${'and he said that he would come back '.repeat(9)}because she has the dog`
    const pieces = said(spoken)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.join(' ')).toBe(spoken)
  })
})

it('every sentence stands where it says, in order, and nothing but blanks and signs stands between them', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      let behind = 0
      for (const { text: sentence, start, end } of sentencesIn(text)) {
        expect(text.slice(start, end)).toBe(sentence)
        expect(start).toBeGreaterThanOrEqual(behind)
        expect(text.slice(behind, start)).not.toMatch(/[\p{L}\p{N}]/u)
        behind = end
      }
      expect(text.slice(behind)).not.toMatch(/[\p{L}\p{N}]/u)
    }),
  ))
