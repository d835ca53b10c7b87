import type { RequestHandler } from 'express'
import type { Subscriptions } from '../../engine/subscriptions/ports.ts'
import { noQuery, queryOf } from '../reads/query.ts'
import { readerOf } from '../reads/reads.ts'

/** `GET /v1/subscriptions`: how far each system has been told. It tells of no incident. */
export const listSubscriptions =
  ({ subscriptions }: { readonly subscriptions: Pick<Subscriptions, 'subscriptions'> }): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'subscriptions')
    queryOf(req, noQuery)
    res.json({ items: await subscriptions.subscriptions(force), next: null })
  }
