/** What the pages say, read without a browser: the words of the catalogue in place of its codes. */
import { REGISTERS } from '../../machines/rules/catalogue/registers.ts'
import { aboutWords, factWords } from '../../src/board/words/registers.ts'

it('says what is in each register without a code', () => {
  for (const { about } of Object.values(REGISTERS)) {
    expect(aboutWords(about)).toMatch(/^[A-Z].*\.$/)
    expect(aboutWords(about)).not.toMatch(/[`/]|\(\)|[a-z][A-Z]/)
  }
  expect(aboutWords(REGISTERS['victim-updates'].about)).toBe(
    'What a victim is owed: to be told of something (by her reference, what it is and the suspect), and to be referred to support.',
  )
})

it('says codes in words, and leaves references, instants and numbers as they are', () => {
  expect(factWords('reason', 'attendance-overdue')).toBe('attendance is overdue')
  expect(factWords('reason', 'threat-to-officers')).toBe('threat to officers')
  expect(factWords('how', 'released-under-investigation')).toBe('released under investigation')
  expect(factWords('suspect', 'S-1')).toBe('S-1')
  expect(factWords('raisedAt', '2026-11-20T21:00:00.000Z')).toBe('2026-11-20T21:00:00.000Z')
  expect(factWords('level', 3)).toBe(3)
})
