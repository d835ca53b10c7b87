import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DOUBT_BELOW } from '../../machines/rules/policy/detector.ts'
import { unpack } from '../../machines/rules/reassessment/text/detector.ts'
import { MOST_CHARACTERS, MOST_SENTENCES, readTexts } from '../../machines/rules/reassessment/text/readTexts.ts'
import { heldOutSets, textsIn, verdictOn } from '../../src/detector/heldOut.ts'
import { detectorFrom } from '../../src/detector/readDetector.ts'

const detector = unpack(detectorFrom(null))
const read = (...texts: readonly string[]) =>
  readTexts(
    texts.map((text, place) => ({ pointer: `/data/${place}`, text })),
    detector,
  )
const records = Object.values(heldOutSets()).flat()

describe('a text explains for certain', () => {
  it.each([
    'All response units committed to a public order incident. Will resource when available.',
    'No units available.',
    'Awaiting shift change.',
    'All units tied up with a stabbing in the town centre.',
    "We can't send anybody until the late turn crews are back from refs.",
    'Kept at P2 in line with force policy; all officers committed.',
    'FIM informed. No units in area.',
    'Grade held as per procedure until a patrol becomes available.',
    'Units deployed to serious RTC, M40 closed.',
    'Delay due to high demand and a firearms job in Nuneaton',
    'See original',
    'No change. No units.',
    'Risk reviewed and remains unchanged.',
  ])('%s', (text) => expect(read(text).explains).toBe(true))

  it.each([
    'he has key, she is out at sisters, kids with her',
    'All units committed to a stabbing and he is outside her house.',
    'Officer who knows her says he is armed.',
    'No officer has seen her since the call.',
    'Unit could not gain entry, no reply at the property, lights on.',
    'The longer no unit attends, the likelier he comes back drunk.',
    'Officers are dealing with the suspect at the door.',
    'No units. Children upstairs asleep.',
    'Resource centre staff are with her.',
    'Tag shows the respondent at home.',
    'No answer on the safe number, third attempt.',
    'In custody.',
    'Not known yet whether the knife was taken.',
    'Waiting outside in a van.',
    'Remains on scene and hostile.',
    'Threat to life.',
    'Immediate danger to life.',
    'Domestic ongoing.',
    'Both parties still on scene.',
    'Situation escalating.',
    'Unable to contact x3.',
    'Working nights until 6.',
    'Delayed at airport, lands 0100.',
    'Ambulance on scene, conscious and talking.',
    'PC in our own force, knows the rota.',
  ])('never: %s', (text) => expect(read(text).explains).toBe(false))

  it('not of a language that it has not learnt', () =>
    expect(read('Mae hi gyda’i chwaer yn Llanelli ac mae’r drws ar glo', 'Nid oes car ar gael heno').explains).toBe(false))

  it('not where nothing is written', () => expect(read('', ' … ').explains).toBe(false))
})

it('reads by the detector that it is given, whatever its id', () => {
  const packed = detectorFrom(null)
  const other = unpack({ ...packed, lexicon: { ...packed.lexicon, child: 'units' } })
  const texts = [{ pointer: '', text: 'No units available.' }]
  expect([detector, other].map((each) => readTexts(texts, each).explains)).toEqual([true, false])
})

it('names each sentence by its place in its text', () => {
  const text = 'No units.  She is locked in!'
  expect(read(text).sentences.map(({ pointer, start, end }) => [pointer, text.slice(start, end)])).toEqual([
    ['/data/0', 'No units.'],
    ['/data/0', 'She is locked in!'],
  ])
})

it('refuses nothing that it has not read to the end', () => {
  const long = 'No units available. '.repeat(300)
  expect(read(long.slice(0, MOST_CHARACTERS)).sentences).toHaveLength(MOST_SENTENCES)
  expect(read('No units available. '.repeat(MOST_SENTENCES)).explains).toBe(true)
  expect(read('No units available. '.repeat(MOST_SENTENCES + 1)).explains).toBe(false)
  expect(read('No units available '.repeat(MOST_CHARACTERS / 19 + 1)).explains).toBe(false)
})

/** Of the two, the story of the record and the sentence, the truth is the sentence. */
const truthful = fc.constantFrom(
  'She is at her sister’s.',
  'He rang from the station at ten.',
  'Kids are with their nan.',
  'The suspect is in custody until the morning.',
  'Her mother says that he has a key.',
)
it('a truthful sentence more about a person never makes an accepted record a refused one', () =>
  fc.assert(
    fc.property(fc.constantFrom(...records), truthful, fc.nat(), (record, sentence, where) => {
      const texts = textsIn(record)
      const more = texts.map((one, place) => (place === where % texts.length ? { ...one, text: `${one.text} ${sentence}` } : one))
      expect(readTexts(more, detector).explains).toBe(false)
    }),
    { numRuns: 300 },
  ))

describe('in another spelling', () => {
  const spellings: Readonly<Record<string, (text: string) => string>> = {
    capitals: (text) => text.toUpperCase(),
    'small letters': (text) => text.toLowerCase(),
    'doubled blanks': (text) => text.replaceAll(' ', '  '),
    'other apostrophes': (text) => text.replaceAll("'", '’'),
    'invisible characters': (text) => [...text].join('\u200b'),
    'a slip in each fifth word': (text) =>
      text
        .split(' ')
        .map((word, place) =>
          place % 5 === 4 && word.length > 4 ? `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}` : word,
        )
        .join(' '),
  }
  it.each(Object.entries(spellings))('%s: no explanation that was refused is taken, and no real one is refused', (_, spelt) => {
    for (const record of records) {
      const verdict = (change: (text: string) => string) =>
        verdictOn(
          readTexts(
            textsIn(record).map(({ pointer, text }) => ({ pointer, text: change(text) })),
            detector,
          ),
          record,
          DOUBT_BELOW,
        )
      const [before, after] = [verdict((text) => text), verdict(spelt)]
      if (before === 'refused') expect([record.id, after]).not.toEqual([record.id, 'taken'])
      if (record.truth === 'assesses') expect([record.id, after]).not.toEqual([record.id, 'refused'])
    }
  })
})
