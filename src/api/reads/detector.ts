/** `GET /v1/incidents/{ref}/detector`: what the board reads texts with. It is large and hardly ever another, so it is kept and compressed. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RequestHandler } from 'express'
import type { textReader } from '../../engine/answers/detector.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import { noQuery, queryOf } from './query.ts'
import { incidentOf, keyOf, type ReadPorts, readerOf, unknownIncident } from './reads.ts'

const gzipped = promisify(gzip)

export const detector =
  ({ engine }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    queryOf(req, noQuery)
    const key = keyOf(req, caller)
    await incidentOf(engine, key, { req, res, caller })
    const found: Answer<typeof textReader> | null = await engine.textReader(key)
    if (found === null) throw unknownIncident()
    const etag = `"${found.policy}"`
    res.set({ 'Cache-Control': 'private, no-cache', ETag: etag }).vary('Authorization').vary('Accept-Encoding')
    if (req.get('If-None-Match') === etag) return void res.status(304).end()
    const body = JSON.stringify(found)
    res.type('json')
    if (req.acceptsEncodings(['gzip', 'identity']) !== 'gzip') return void res.send(body)
    res.set('Content-Encoding', 'gzip').send(await gzipped(body))
  }
