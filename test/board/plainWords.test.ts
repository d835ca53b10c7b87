/** What the pages say, read without a browser: the words of the catalogue in place of its codes. */
import { readFileSync } from 'node:fs'
import { REGISTERS } from '../../machines/rules/catalogue/registers.ts'
import { checkWords } from '../../src/board/words/checks.ts'
import { factsOf } from '../../src/board/words/facts.ts'
import { readWords } from '../../src/board/words/reads.ts'
import { plainly, saidOf } from '../../src/board/words/refused.ts'
import { aboutWords, factWords, lineWords, stateWords } from '../../src/board/words/registers.ts'
import { clockWords, listed, plain, words } from '../../src/board/words/words.ts'

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

it('writes labels as one list', () => {
  expect(listed(['Behind locked doors', 'Somebody is there too', 'MARAC'])).toBe(
    'Behind locked doors, somebody is there too, MARAC',
  )
})

it.each([
  [150, '3 min'],
  [49_672, '13 h 48 min'],
  [900_000, '10 days'],
])('says of a time %d s ahead how far it is in the future, and no clock but London', (seconds, words) => {
  const detail = `is ${seconds} s ahead of the record's clock (2026-07-20T09:42:07.588Z); at most 120 s`
  expect(saidOf({ detail }, null)).toBe(`Is ${words} in the future: check the date and the time.`)
})

it.each([
  'She is at her mother’s, line open.\nNeighbour: no. 14-B. “Ring twice.”',
  'Det. Insp.',
  'McDonald',
  'Victim-Support',
  'On-call DI, out-of-hours',
])('shows what a person wrote exactly: %j', (text) => {
  expect([plain(text), words(text), checkWords([text]), factWords('reason', text)]).toEqual([text, text, text, text])
})

it('says in words what is a code, and which checks were made', () => {
  expect([plain('threat-to-kill'), words('standing.overdue'), plain('dashReview')]).toEqual([
    ...['threat to kill', 'standing, overdue', 'DASH review'],
  ])
  expect(checkWords(['repeat', 'orders', 'marac', 'firearms-licence', 'Rang the on-call DI.'])).toBe(
    'Earlier incidents; Orders and bail; MARAC; firearms licence; Rang the on-call DI.',
  )
})

it('says the times of an API sentence in London, and ranks by their names', () => {
  const until = `P3 waits for a second person until ${new Date().getUTCFullYear()}-07-01T12:07:28.813Z.`
  expect(plainly(until)).toBe('P3 waits for a second person until 1 Jul 13:07.')
  expect(plainly('lowering the grade takes the key of a force-incident-manager or a duty-superintendent')).toBe(
    'lowering the grade takes a force incident manager or a duty superintendent',
  )
  expect(plainly('characters 0 to 19: says nothing of the risk (/data/thrive/threat)')).toBe('says nothing of the risk')
})

it('says in words what somebody read, for every read that is logged', () => {
  const api = readFileSync('src/api/createApi.ts', 'utf8')
  const logged = [...api.matchAll(/logged\('([^']+)'/g)].map(([, route = '']) => route)
  const others = ['/v1/find', '/v1/handover', '/v1/handover/:id/accept', '/v1/drafts/:ref/:form', '/v1/stream']
  expect(logged.length).toBeGreaterThan(20)
  expect([...logged, ...others].map(readWords).filter((said) => said.includes('/'))).toEqual([])
  expect(readWords('/v1/drafts/:ref/:form')).toBe('read a draft of their own')
  expect(readWords('subscription')).toBe('was sent news, as a system that is told')
})
