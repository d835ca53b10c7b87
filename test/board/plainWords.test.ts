/** What the pages say, read without a browser: the words of the catalogue in place of its codes. */
import { REGISTERS } from '../../machines/rules/catalogue/registers.ts'
import { factsOf } from '../../src/board/words/facts.ts'
import { saidOf } from '../../src/board/words/refused.ts'
import { aboutWords, factWords, lineWords, stateWords } from '../../src/board/words/registers.ts'
import { checkWords, clockWords, listed } from '../../src/board/words/words.ts'

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

it('names what a line of a register is about, and its state', () => {
  expect(lineWords('demand', 'WK-1-d2', 'WK-1')).toBe('Demand 2')
  expect(lineWords('unit', '', 'WK-1')).toBe('Harm assessment unit')
  expect(lineWords('referral', 'childrens-services', 'WK-1')).toBe('Referral: childrens services')
  expect(lineWords('arrest', 'order/DVPN-7/B1', 'WK-1')).toBe('Arrest order DVPN-7 B1')
  expect(lineWords('owed/dash-review', '', 'WK-1')).toBe('DASH review')
  expect(stateWords('demand', 'superseded')).toBe('ended by an arrival')
  expect(stateWords('unit', 'toReceive.overdue')).toBe('to be received, overdue')
  expect(stateWords('task', 'set')).toBe('set')
  expect(factsOf({ count: 8, team: 'response' }).map(({ label }) => label)).toEqual(['Times asked', 'Team'])
})

it('names a demand whose time ran out by its number', () => {
  expect(clockWords({ machine: 'demands/WK-1-d2', deadline: 'answer' })).toBe('answer to demand 2')
})

it('writes labels as one list, and checks as a form calls them', () => {
  expect(listed(['Behind locked doors', 'Somebody is there too', 'MARAC'])).toBe(
    'Behind locked doors, somebody is there too, MARAC',
  )
  expect(['repeat', 'marac', 'own-register'].map(checkWords)).toEqual(['Earlier incidents', 'MARAC', 'own register'])
})

it.each([
  [150, '3 min'],
  [49_672, '13 h 48 min'],
  [900_000, '10 days'],
])('says of a time %d s ahead how far it is in the future, and no clock but London', (seconds, words) => {
  const detail = `is ${seconds} s ahead of the record's clock (2026-07-20T09:42:07.588Z); at most 120 s`
  expect(saidOf({ detail }, null)).toBe(`Is ${words} in the future: check the date and the time.`)
})
