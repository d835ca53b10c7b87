/** `GET /v1/prompts`: what a handler asks, by scenario. It is about no incident, and for everybody who reads incidents. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { queryOf } from './query.ts'
import { readerOf } from './reads.ts'

export interface Prompt {
  readonly key: string
  readonly ask: string
  readonly why?: string | undefined
  readonly field?: string | undefined
  readonly flag?: string | undefined
}

export interface PromptPorts {
  readonly prompts: readonly { readonly scenario: string; readonly name: string; readonly prompts: readonly Prompt[] }[]
}

const promptsQuery = z.strictObject({
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
    const items = prompts.filter((pack) => scenario === undefined || pack.scenario === scenario)
    res.json({ items: items.map(({ scenario, name, prompts }) => ({ scenario, name, prompts })), next: null })
  }
