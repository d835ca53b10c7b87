/**
 * The templates of every page: Nunjucks with the macros of the GOV.UK and MoJ design systems, as their packages ship them, without
 * their scripts. Every value is escaped unless it is markup made by a macro.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import { said } from './said.ts'
import { dateTimeOf, lengthOf, shortTime } from './times.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const packages = createRequire(import.meta.url)
/** @returns the folder of a package, under the folder in it. */
const inPackage = (name: string, folder: string): string =>
  join(dirname(packages.resolve(`${name}/package.json`)), ...folder.split('/'))

export const OWN_FOLDERS = [here('./views/'), here('../board/views/'), here('../people/views/')]
const FOLDERS = [...OWN_FOLDERS, inPackage('govuk-frontend', 'dist'), inPackage('@ministryofjustice/frontend', '.')]

/** What the build has compiled (scripts/compileViews.mjs). From the sources each template is compiled when it is first used. */
const BUILT = new URL('./compiledViews.js', import.meta.url)
const views = existsSync(BUILT) ? (await import(BUILT.href)).views : {}

/** Templates name each other by paths under the folders above. */
class Compiled extends nunjucks.PrecompiledLoader {
  override resolve(from: string, to: string): string {
    return posix.join(posix.dirname(from), to)
  }
}

export const environment = new nunjucks.Environment([new Compiled(views), new nunjucks.FileSystemLoader(FOLDERS)], {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
})
environment.addFilter('time', shortTime)
environment.addFilter('instant', dateTimeOf)
environment.addFilter('duration', lengthOf)
environment.addGlobal('said', said)

/** @throws where a template fails: a fault of ours. */
export const written = (view: string, model: object): string => environment.render(view, model)
