/** Each public complaint of docs/delivery.md has its test, under the same number and words. */
import { readFileSync } from 'node:fs'

const numbered = (path: string, pattern: RegExp): string[] =>
  [...readFileSync(path, 'utf8').matchAll(pattern)].map(([, number, words]) => `${number}: ${words}`)

it('tests each complaint of the page, and names each test there', () => {
  const told = numbered('docs/delivery.md', /^\| (\d+) \| (.+?) \|/gm)
  expect(told.length).toBeGreaterThanOrEqual(10)
  expect(told).toEqual(numbered('test/deliver/complaints.test.ts', /^it\('(\d+): (.+?)'/gm))
})
