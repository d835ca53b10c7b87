/**
 * `GET /v1/prompts`: what a handler asks, by scenario. Prompts concern no incident; every role that reads incidents may read
 * them.
 */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { prompts as answered } from '../answers.ts'
import { queryOf } from './query.ts'
import { readerOf } from './reads.ts'

type Packs = Answer<typeof answered>['items']

export interface PromptPorts {
  readonly prompts: Packs
}

export const promptsQuery = z.strictObject({
  scenario: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the name of a scenario, as domestic-abuse')
    .optional(),
})

export const listPrompts =
  ({ prompts }: PromptPorts): RequestHandler =>
  (req, res) => {
    readerOf(res, 'incidents')
    const { scenario } = queryOf(req, promptsQuery)
    const asked = prompts.filter((pack) => scenario === undefined || pack.scenario === scenario)
    const items = asked.map(({ scenario, name, prompts }) => ({ scenario, name, prompts }))
    res.json({ items, next: null } satisfies Answer<typeof answered>)
  }
