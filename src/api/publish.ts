/**
 * `GET /openapi.json`, `GET /asyncapi.json` and `GET /docs`. Each is made at the first request: a start takes 0.1 s of processor time less without
 * them. They are made in pieces, so that events and timers wait for a piece and not for the whole.
 */
import type { RequestHandler } from 'express'
import { EVENT_NAMES } from '../../machines/rules/events.ts'
import { NO_DEVICES, NOTHING, securityHeaders } from '../headers/securityHeaders.ts'
import { asyncApiDocument } from './asyncapi/index.ts'
import { createBreath, nextTurn } from './door/turns.ts'
import type { Limits } from './limits.ts'
import { once } from './once.ts'
import { answerComponents } from './openapi/answers.ts'
import { pageOf, STYLE_SOURCE } from './openapi/docs.ts'
import { dataSchemaOf } from './openapi/events.ts'
import { type OpenApiDocument, openApiDocument } from './openapi/index.ts'

async function documentInPieces(limits: Limits): Promise<OpenApiDocument> {
  const breath = createBreath()
  for (const name of EVENT_NAMES) {
    dataSchemaOf(name)
    await breath()
  }
  answerComponents()
  await nextTurn()
  return openApiDocument(limits)
}

export function publish(
  limits: Limits,
  publicHttps = false,
): { readonly document: RequestHandler; readonly webhooks: RequestHandler; readonly page: RequestHandler } {
  const headers = securityHeaders({ ...NOTHING, 'style-src': [STYLE_SOURCE] }, { publicHttps, more: [NO_DEVICES] })
  const document = once(() => documentInPieces(limits))
  const webhooks = once(asyncApiDocument)
  const page = once(async () => {
    const described = await document()
    await nextTurn()
    return pageOf(described)
  })
  return {
    document: async (_req, res) => {
      res.json(await document())
    },
    webhooks: (_req, res) => {
      res.json(webhooks())
    },
    page: async (req, res) => {
      res.setHeaders(headers(req.socket))
      res.type('html').send(await page())
    },
  }
}
