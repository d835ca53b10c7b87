/**
 * The board: a page for supervisors and the harm assessment unit, served unchanged from `page/`, with the reader of texts that the
 * engine has too. It has no rights and no data of its own: everything it shows and does goes through the API with the user's session.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { NO_DEVICES, OUR_FILES, securityHeaders } from '../headers/securityHeaders.ts'
import { placeOnBoard } from './incidentLink.ts'
import { withLabels } from './labels.ts'

const PAGE = new URL('./page/', import.meta.url)
/** The reader of texts, which the page runs while somebody writes: built JavaScript beside the built board, and none beside its source. */
const TEXT = new URL('../../machines/rules/reassessment/text/', import.meta.url)

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Its files and the API. */
const POLICY = { ...OUR_FILES, 'connect-src': ["'self'"] }

/** The browser asks for the files each time, so that a board never runs with half of a new release. */
const MORE = [NO_DEVICES, ['Cache-Control', 'no-cache']] as const

interface Asset {
  readonly type: string
  readonly body: Buffer
  readonly etag: string
}

/**
 * Answers the board's own addresses, `/` and `/board/…`, leads `/incidents/{ref}` to its place there, and passes everything else on.
 * Works under `http` and Express alike.
 *
 * @param isSignedIn whether the page has anything to show; without a session it leads to `/sign-in`.
 */
export function createBoard(
  isSignedIn: (request: IncomingMessage) => Promise<boolean>,
  { publicHttps = false } = {},
): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const assets = readAssets()
  const headers = securityHeaders(POLICY, { publicHttps, more: MORE })
  return (request, response, next) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const asset = assets.get(path)
    const place = placeOnBoard(path)
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    if (asset === undefined && place === null) return next()
    response.setHeaders(headers(request.socket))
    if (asset === undefined) return void leadTo(place ?? '/', path, request, response)
    if (path === '/') return void leadIn(asset, request, response)
    answer(asset, request, response)
  }

  async function leadIn(asset: Asset, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await hasSession(request)) return answer(asset, request, response)
    goTo('/sign-in', response)
  }

  /** Whoever signs in comes back to the same address, and from there to the place. */
  async function leadTo(place: string, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    goTo((await hasSession(request)) ? place : `/sign-in?to=${encodeURIComponent(path)}`, response)
  }

  /** A record that is away signs nobody out: the page says that the server is in trouble. */
  function hasSession(request: IncomingMessage): Promise<boolean> {
    return isSignedIn(request).catch(() => true)
  }
}

function goTo(address: string, response: ServerResponse): void {
  response.writeHead(303, { 'Cache-Control': 'no-store', Location: address }).end()
}

function answer(asset: Asset, request: IncomingMessage, response: ServerResponse): void {
  const known = request.headers['if-none-match'] === asset.etag
  response.writeHead(known ? 304 : 200, {
    ETag: asset.etag,
    ...(known ? {} : { 'Content-Type': asset.type, 'Content-Length': asset.body.length }),
  })
  response.end(known || request.method === 'HEAD' ? undefined : asset.body)
}

/** Read once: there are a few dozen small files, and no address can reach any other. */
const readAssets = (): ReadonlyMap<string, Asset> => new Map([...assetsIn(PAGE, '/board/'), ...assetsIn(TEXT, '/board/text/')])

function assetsIn(folder: URL, under: string): [string, Asset][] {
  return readdirSync(folder).flatMap((file): [string, Asset][] => {
    const type = TYPES[extname(file)]
    if (type === undefined) return []
    const read = readFileSync(new URL(file, folder))
    const [address, body] = file === 'index.html' ? ['/', withLabels(read)] : [under + file, read]
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    return [[address, { type, body, etag }]]
  })
}
