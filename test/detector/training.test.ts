import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DOUBT_BELOW } from '../../machines/rules/policy/detector.ts'
import { unpack } from '../../machines/rules/reassessment/text/detector.ts'
import { readTexts } from '../../machines/rules/reassessment/text/readTexts.ts'
import { heldOutSets, refusedByMistake, textsIn, verdictOn } from '../../src/detector/heldOut.ts'
import { detectorFrom, SHIPPED_DETECTOR } from '../../src/detector/readDetector.ts'

/** It trains six times. */
const LONG = 300_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'detector '))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As a process of its own: within a test the same takes five times as long. */
const train = (...args: readonly string[]) => {
  const { status: code, stdout: said } = spawnSync(
    process.execPath,
    ['--import', './test/support/typescript.mjs', TRAIN, ...args],
    {
      encoding: 'utf8',
    },
  )
  return { code, said }
}
const TRAIN = 'test/detector/trainProcess.ts'
const lines = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).join('\n')

it(
  'comes from its corpus, byte for byte',
  () => {
    const out = join(folder, 'weights.json')
    expect(train('--out', out)).toMatchObject({ code: 0, said: expect.stringMatching(/real ones \d+ of 100 \(0 refused/) })
    // Compared here: to show two texts of 700 kB side by side would take minutes.
    expect(readFileSync(out, 'utf8') === readFileSync(SHIPPED_DETECTOR, 'utf8')).toBe(true)
  },
  LONG,
)

it(
  'learns the words and fragments of a force beside its own',
  () => {
    const texts = ['Snozzle tonight.', 'All snozzled.', 'Awaiting a snozzle.', 'Snozzled again.', 'No snozzle.', 'Snozzle.']
    writeFileSync(join(folder, 'lexicon.yaml'), 'demand: snozzle snozzled\n')
    writeFileSync(join(folder, 'fragment.jsonl'), '')
    writeFileSync(
      join(folder, 'fragments.jsonl'),
      lines(texts.map((text, place) => ({ family: `ours-${place}`, register: 'log', sentences: [['resource', text]] }))),
    )
    const { code, said } = train('--folder', folder)
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('added: words 2 of demand; 6 fragments; 0 records\nnot read: fragment.jsonl'),
    ])
    const read = (file: string | null) => readTexts([{ pointer: '', text: 'Snozzle. Snozzled.' }], unpack(detectorFrom(file)))
    expect([read(null).explains, read(join(folder, 'weights.json')).explains]).toEqual([false, true])
  },
  LONG,
)

it.each(['nonsense', 'bias\tNaN 1 2', 'bias\t1 2', 'bias\t1 2 3\n'])(
  'no weights are read that are not all numbers: %j',
  (weights) => {
    const file = join(folder, 'spoilt.json')
    writeFileSync(file, JSON.stringify({ ...detectorFrom(null), weights }))
    expect(() => detectorFrom(file)).toThrow('three whole numbers')
  },
)

describe('the gate', () => {
  const records = Object.values(heldOutSets()).flat()

  it('finds no real record that the shipped detector refuses', () =>
    expect(refusedByMistake(detectorFrom(null), records)).toEqual([]))

  it('names those that spoilt weights refuse', () =>
    expect(refusedByMistake({ ...detectorFrom(null), id: 'spoilt', certainBelow: 1 }, records).length).toBeGreaterThan(0))

  it(
    'writes nothing where the fragments of a force would have real records refused',
    () => {
      const real = ['Lorry driver, Zeebrugge ferry, docks 0700.', 'Plenty of time, but not tomorrow.', 'Ferry docks 0700.']
      const spoilt = Array.from({ length: 60 }, (_, place) => ({
        family: `wrong-${place}`,
        register: 'log',
        sentences: [['resource', real[place % real.length]]],
      }))
      writeFileSync(join(folder, 'fragments.jsonl'), lines(spoilt))
      const { code, said } = train('--folder', folder)
      expect([code, said]).toEqual([1, expect.stringContaining('these weights refuse real reassessments')])
      expect(() => readFileSync(join(folder, 'weights.json'))).toThrow('ENOENT')
    },
    LONG,
  )
})

describe('records that were not written for it', () => {
  const detector = unpack(detectorFrom(null))
  const share = (truth: 'explains' | 'assesses') => {
    const those = records.filter((record) => record.truth === truth)
    const caught = those.filter((record) => verdictOn(readTexts(textsIn(record), detector), record, DOUBT_BELOW) !== 'taken')
    return caught.length / those.length
  }
  const records = Object.values(heldOutSets()).flat()

  it('nine in ten explanations are refused or put before a second person', () =>
    expect(share('explains')).toBeGreaterThanOrEqual(0.9))
  it('and at most one in twenty real ones is', () => expect(share('assesses')).toBeLessThanOrEqual(0.05))
})

describe('a mistake in a folder', () => {
  it.each<[string, string, string]>([
    ['fragments.jsonl', '{"family":"x","register":"log","sentences":[["risk","He is here."]]}\n{"family":', 'fragments.jsonl:2'],
    ['fragments.jsonl', '{"family":"x","register":"song","sentences":[["risk","He is here."]]}', 'register'],
    ['records.jsonl', '{"family":"x","truth":"perhaps","kind":"y","texts":{}}', 'truth'],
    ['lexicon.yaml', 'Demand: words\n', 'Demand'],
    [
      'records.jsonl',
      '{"family":"x","truth":"explains","kind":"y","texts":{"/data/interimrisk":[["form","As before."]]}}',
      '/data/interimrisk',
    ],
  ])('%s is named with its line', (file, content, named) => {
    writeFileSync(join(folder, file), content)
    expect(train('--folder', folder)).toEqual({ code: 2, said: expect.stringContaining(named) })
  })
  it('and a folder that is not there', () =>
    expect(train('--folder', join(folder, 'none'))).toEqual({ code: 2, said: expect.stringContaining('is not there') }))
  it('and an option that there is not', () => expect(train('--fold', folder)).toMatchObject({ code: 2 }))
})
