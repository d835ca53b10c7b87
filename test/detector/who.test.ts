import { expect, it } from '@jest/globals'
import { unpack } from '../../machines/rules/reassessment/text/detector.ts'
import { type Before, FIRST, featuresOf, nextText } from '../../machines/rules/reassessment/text/features.ts'
import { sentencesIn } from '../../machines/rules/reassessment/text/sentences.ts'
import { detectorFrom } from '../../src/detector/readDetector.ts'

const { lexicon } = unpack(detectorFrom(null))

/** Whom the pronouns of each sentence mean, and which incident it is about. */
function readBy(...texts: readonly string[]) {
  let before: Before = FIRST
  return texts.flatMap((text) => {
    before = nextText(before)
    return sentencesIn(text).map((sentence) => {
      const { abouts, after } = featuresOf(sentence.text, before, lexicon)
      before = after
      return [abouts.flat().filter((about) => about.startsWith('pronoun')), after.frame]
    })
  })
}
const party = ['pronoun-party']

it.each<[string, unknown[]]>([
  ['He is outside.', [[party, 'none']]],
  [
    'Her brother has come. He has a car.',
    [
      [party, 'none'],
      [party, 'none'],
    ],
  ],
  [
    'The officer is on a break. He is back at ten.',
    [
      [[], 'none'],
      [['pronoun-staff'], 'none'],
    ],
  ],
  [
    'Two units are at the stabbing. They are busy.',
    [
      [[], 'elsewhere'],
      [['pronoun-staff'], 'elsewhere'],
    ],
  ],
  [
    'Sgt Khan rang her sister. She says all is quiet.',
    [
      [['pronoun-staff'], 'none'],
      [party, 'none'],
    ],
  ],
])('he, she and they are whoever was named last: %s', (text, expected) => expect(readBy(text)).toEqual(expected))

it('goes on with another incident in the next text, until a word leads back', () =>
  expect(
    readBy('All cars are at the stabbing. He is armed.', 'He may come out.', 'The victim rang again.').map(([, frame]) => frame),
  ).toEqual(['elsewhere', 'elsewhere', 'elsewhere', 'here']))
