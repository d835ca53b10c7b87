/** The templates: the build compiles them, they escape values, and they hold nothing that Nunjucks reads otherwise than it looks. */

import { readdirSync } from 'node:fs'
import { environment, OWN_FOLDERS } from '../../src/frame/templates.ts'

const names = OWN_FOLDERS.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' })).filter((name) =>
  name.endsWith('.njk'),
)
const BUILT = new URL('../../dist/src/frame/compiledViews.js', import.meta.url).href

it('are all compiled by the build, with those of the design systems that they use', async () => {
  const { views } = (await import(BUILT)) as { views: object }
  expect(Object.keys(views)).toEqual(expect.arrayContaining(names))
  expect(Object.keys(views)).toContain('govuk/components/button/template.njk')
})

it('escape every value', () => {
  expect(environment.renderString('{{ said }}', { said: '<script>"\'&' })).toBe('&lt;script&gt;&quot;&#39;&amp;')
})

it('choose nothing in the head of a loop: Nunjucks reads that as a condition on the whole list', () => {
  expect(
    names.filter((name) =>
      /\{%-?\s*for\s[^%]*\sif\s/.test((environment.getTemplate(name, true) as unknown as { tmplStr: string }).tmplStr),
    ),
  ).toEqual([])
})
