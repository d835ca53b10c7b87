/** The templates: they compile, they escape values, and they hold nothing that Nunjucks reads otherwise than it looks. */

import { readdirSync } from 'node:fs'
import { compiled, environment, OWN_FOLDERS } from '../../src/frame/templates.ts'
import { warmTemplates } from '../../src/frame/warm.ts'

const names = OWN_FOLDERS.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' })).filter((name) =>
  name.endsWith('.njk'),
)

it('are all compiled before the first visitor, with those of the design systems that they use, and hold nothing up', async () => {
  let turns = 0
  let next = setImmediate(function turn() {
    turns++
    next = setImmediate(turn)
  })
  expect(await warmTemplates()).toBeGreaterThan(names.length)
  clearImmediate(next)
  // The process does its other work between one template and the next.
  expect(turns).toBeGreaterThanOrEqual(names.length)
})

it('escape every value', () => {
  expect(environment.renderString('{{ said }}', { said: '<script>"\'&' })).toBe('&lt;script&gt;&quot;&#39;&amp;')
})

it('choose nothing in the head of a loop: Nunjucks reads that as a condition on the whole list', () => {
  expect(names.filter((name) => /\{%-?\s*for\s[^%]*\sif\s/.test(compiled(name).tmplStr))).toEqual([])
})
