/**
 * What a page loads: styles, the island's scripts, the icon. All of it under one digest, so that no page runs with half of another
 * release and a browser may keep each file for good.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RequestHandler } from 'express'
import { ALERTS } from '../../machines/rules/catalogue/alerts.ts'
import { EVENTS } from '../../machines/rules/catalogue/index.ts'
import { REASONS } from '../../machines/rules/catalogue/reasons.ts'
import { ownFont } from './ownFont.ts'
import { ROLE_LABELS } from './roles.ts'

interface Asset {
  readonly type: string
  readonly body: Buffer
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

const packages = createRequire(import.meta.url)
const packageFile = (name: string, file: string): string => join(dirname(packages.resolve(`${name}/package.json`)), file)
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The reader of texts, which the page runs while somebody writes: built JavaScript beside the built board, and none beside its source. */
const TEXT = here('../../machines/rules/reassessment/text/')

function filesIn(folder: string, under: string): [string, Asset][] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Asset][] => {
    if (entry.isDirectory()) return filesIn(join(folder, entry.name), `${under}${entry.name}/`)
    const type = TYPES[extname(entry.name)]
    return type === undefined ? [] : [[under + entry.name, { type, body: readFileSync(join(folder, entry.name)) }]]
  })
}

/** What the island tells of as it happens, by the codes of the stream. */
function wordsOfTheIsland(): Asset {
  const labels = (records: Readonly<Record<string, { readonly label: string }>>) =>
    Object.fromEntries(Object.entries(records).map(([code, { label }]) => [code, label]))
  const words = { alerts: labels(ALERTS), reasons: labels(REASONS), events: labels(EVENTS), roles: ROLE_LABELS }
  return { type: 'application/json', body: Buffer.from(JSON.stringify(words)) }
}

function stylesOf(name: string, file: string): Asset {
  const { body, type } = { body: readFileSync(packageFile(name, file), 'utf8'), type: TYPES['.css'] ?? '' }
  return { type, body: Buffer.from(ownFont(body)) }
}

/** Read once: a few dozen small files, and no address can reach any other. */
const assets: ReadonlyMap<string, Asset> = new Map([
  ['govuk.css', stylesOf('govuk-frontend', 'dist/govuk/govuk-frontend.min.css')],
  ['moj.css', stylesOf('@ministryofjustice/frontend', 'moj/moj-frontend.min.css')],
  ...filesIn(here('./styles/'), ''),
  ...filesIn(here('../board/island/'), 'island/'),
  ['island/words.json', wordsOfTheIsland()],
  ...filesIn(TEXT, 'text/'),
])

const digest = [...assets]
  .reduce((hash, [path, { body }]) => hash.update(path).update('\0').update(body), createHash('sha256'))
  .digest('base64url')
  .slice(0, 16)

/** Where this release's files are. */
export const ASSETS = `/assets/${digest}`

const OF_A_RELEASE = /^\/assets\/([\w-]{16})\/(.+)$/

/** In place of a script of another release, which would not fit the API of this one. */
const LOAD_AGAIN = assets.get('island/otherRelease.js')

/** Answers `/assets/{digest}/…`. A page of another release gets our styles, and a script that says that it must be loaded again. */
export const sendAssets: RequestHandler = (req, res, next) => {
  const [, of, path = ''] = OF_A_RELEASE.exec(req.path) ?? []
  const isOurs = `/assets/${of}` === ASSETS
  const asset = !isOurs && path.endsWith('.js') ? LOAD_AGAIN : assets.get(path)
  if (asset === undefined) return next()
  res.set({ 'Content-Type': asset.type, ...(isOurs && { 'Cache-Control': FOR_GOOD }) }).send(asset.body)
}

const FOR_GOOD = 'public, max-age=31536000, immutable'
