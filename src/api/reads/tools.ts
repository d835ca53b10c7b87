/** `GET /v1/tools`: the forms that new incidents are assessed with. */
import type { RequestHandler } from 'express'
import type { Tools, Wording } from '../../../machines/rules/hau/tools.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { tool as answered } from '../answers.ts'
import { noQuery, queryOf } from './query.ts'
import { readerOf } from './reads.ts'

export interface ToolPorts {
  readonly tools: Tools
  /** The force's own wording, by tool and topic; empty without a licensed file. */
  readonly wording: Readonly<Record<string, Wording>>
  /** Short names of the topics, by tool and topic. */
  readonly topicLabels: Readonly<Record<string, Wording>>
}

export function listTools({ tools, wording, topicLabels }: ToolPorts): RequestHandler {
  const items: readonly Answer<typeof answered>[] = Object.values(tools).map(({ schema: _, topics, ...tool }) => ({
    ...tool,
    topics: topics.map((topic) => {
      const label = topicLabels[tool.id]?.[topic.key]
      const said = wording[tool.id]?.[topic.key]
      return { ...topic, ...(label !== undefined && { label }), ...(said !== undefined && { wording: said }) }
    }),
  }))
  return (req, res) => {
    readerOf(res, 'incidents')
    queryOf(req, noQuery)
    res.json({ items, next: null })
  }
}
