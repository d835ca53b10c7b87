/** What the pages say, read without a browser: the words of the catalogue in place of its codes. */
import { REGISTERS } from '../../machines/rules/catalogue/registers.ts'
import { LABELS } from '../../src/board/labels.ts'

interface Words {
  readonly aboutWords: (about: string) => string
  readonly valueWords: (value: unknown) => unknown
}

async function readWords(): Promise<Words> {
  const page = { getElementById: () => ({ textContent: JSON.stringify(LABELS) }) }
  Object.assign(globalThis, { document: page })
  // @ts-expect-error: the page is JavaScript, for browsers.
  return (await import('../../src/board/page/words.js')) as Words
}
const { aboutWords, valueWords } = await readWords()

it('says what is in each register without a code', () => {
  for (const { about } of Object.values(REGISTERS)) {
    expect(aboutWords(about)).toMatch(/^[A-Z].*\.$/)
    expect(aboutWords(about)).not.toMatch(/[`/]|\(\)|[a-z][A-Z]/)
  }
  expect(aboutWords(REGISTERS['victim-updates'].about)).toBe(
    'What a victim is owed: to be told of something (by her reference, what it is and the suspect), and to be referred to support.',
  )
})

it('calls a reason and a deadline by their labels, and leaves references and numbers as they are', () => {
  expect(['attendance-overdue', 'dash-review', 'SIM-1', 3, null].map(valueWords)).toEqual([
    'attendance is overdue',
    LABELS.words['dash-review'],
    'SIM-1',
    3,
    null,
  ])
})
