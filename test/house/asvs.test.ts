/** The answers to OWASP ASVS are whole: each requirement of levels 1 and 2 has one line, and what a line names is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'docs/security'
const text = readFileSync(join(FOLDER, 'asvs.md'), 'utf8')
const LEVELS = JSON.parse(readFileSync(join(FOLDER, 'asvs-5.0.0.json'), 'utf8')) as Record<string, string[]>

const ANSWERS = ['met', 'not applicable', 'operator', 'not met']
const rows = [...text.matchAll(/^\| (V\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, id = '', level = '', words = '', answer = '', proof = '']) => ({
    id,
    level,
    words,
    answer: answer.replaceAll('*', ''),
    proof,
  }),
)
const linked = (proof: string): string[] => [...proof.matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) => join(FOLDER, path))

it('has one line for each requirement of levels 1 and 2, with its level', () => {
  const wanted = Object.entries(LEVELS).flatMap(([level, ids]) => ids.map((id) => `${id} level ${level}`))
  expect(wanted).toHaveLength(253)
  expect(rows.map(({ id, level }) => `${id} level ${level}`).sort()).toEqual(wanted.sort())
})

it('answers in one of four words, and says why', () => {
  expect(rows.filter(({ answer }) => !ANSWERS.includes(answer)).map(({ id, answer }) => `${id}: ${answer}`)).toEqual([])
  expect(rows.filter(({ words, proof }) => words.length < 4 || proof.length < 4).map(({ id }) => id)).toEqual([])
})

it('shows what is met by a test or by the place in the code or the documents', () => {
  const unshown = rows.filter(({ answer, proof }) => answer === 'met' && linked(proof).length === 0)
  expect(unshown.map(({ id }) => id)).toEqual([])
})

it('says of what is not met what is missing', () => {
  const unsaid = rows.filter(({ answer, proof }) => answer === 'not met' && !proof.includes('**Missing:**'))
  expect(unsaid.map(({ id }) => id)).toEqual([])
})

it('names no file that is not there', () => {
  expect(
    rows.flatMap(({ id, proof }) =>
      linked(proof)
        .filter((path) => !existsSync(path))
        .map((path) => `${id}: ${path}`),
    ),
  ).toEqual([])
})

it('counts its answers as they are', () => {
  const counted = ANSWERS.map((answer) => `${rows.filter((row) => row.answer === answer).length} ${answer}`)
  expect(text).toContain(`**${counted.join(', ')}.**`)
})
