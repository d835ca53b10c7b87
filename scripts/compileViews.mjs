/** Compiles the templates of a build, with those of the design systems that they use, so that no process does it again. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import nunjucks from 'nunjucks'

const NAMED = /(?:from|include|import|extends)\s+"([^"]+[.]njk)"/g

/** @param folder of the build. */
export async function compileViews(folder) {
  const { environment, OWN_FOLDERS } = await import(pathToFileURL(join(folder, 'src', 'frame', 'templates.js')))
  const files = OWN_FOLDERS.flatMap((own) => readdirSync(own, { recursive: true, encoding: 'utf8' }))
  const names = new Set(files.filter((file) => file.endsWith('.njk')).map((file) => file.replaceAll('\\', '/')))
  const views = []
  // A set hands out what is added while it is gone through.
  for (const name of names) {
    const source = environment.getTemplate(name, true).tmplStr
    for (const [, other] of source.matchAll(NAMED))
      names.add(other.startsWith('.') ? posix.join(posix.dirname(name), other) : other)
    const code = nunjucks.precompileString(source, { name, env: environment, wrapper: ([{ template }]) => template })
    views.push(`${JSON.stringify(name)}: (() => {\n${code}\n})(),`)
  }
  writeFileSync(join(folder, 'src', 'frame', 'compiledViews.js'), `export const views = {\n${views.join('\n')}\n}\n`)
}
