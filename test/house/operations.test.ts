/** What an operator reads is whole: a variable or an alert that is not there is found out at night. */
import { readFileSync } from 'node:fs'
import { ALERT_KINDS } from '../../machines/rules/catalogue/alerts.ts'
import { VARIABLES } from '../../src/cli/config.ts'

const page = readFileSync('docs/operations.md', 'utf8')
const section = (anchor: string): string => page.split(`<a id="${anchor}"></a>`)[1]?.split('<a id=')[0] ?? ''
const named = (anchor: string): string[] =>
  [...section(anchor).matchAll(/^\|.*\|$/gm)].flatMap(([row]) => row.match(/(?<=`)[\w-]+(?=`)/g) ?? [])

it('names every variable that the process reads', () => {
  expect(VARIABLES.filter((name) => !named('environment').includes(name))).toEqual([])
})

it('says of every alert what ends it', () => {
  expect(ALERT_KINDS.filter((kind) => !named('alerts').includes(kind))).toEqual([])
})
