/**
 * Topics of the risk tools, by key. The wording of the questions is copyright and comes from the force's licensed file.
 * Source: docs/sources.md#dash (numbers 12-27 and which topics count as high-risk are not verified there).
 */
import type { CaseEventData } from './events.ts'
import { pointerOf, type Warning } from './gap.ts'
import type { Policy } from './policy.ts'

type Dash = CaseEventData['dash.submitted']

/** The 27 topics of the police DASH (2009) in the order of the form, and whether each is commonly taken as a high-risk factor. */
const DASH_TOPICS = {
  injury: true,
  'victim-frightened': true,
  'fear-of-what': true,
  isolation: true,
  'victim-low-mood-suicidal': true,
  separation: true,
  'child-contact-conflict': true,
  'stalking-harassment': true,
  'pregnancy-or-baby': true,
  'stepchildren-dependants': false,
  'children-hurt': true,
  'children-threatened': true,
  'more-often': true,
  'getting-worse': true,
  'control-jealousy': true,
  weapons: true,
  'threat-to-kill': true,
  strangulation: true,
  'sexual-abuse': true,
  'third-party-threat': true,
  'violence-to-others': false,
  'animal-abuse': false,
  financial: false,
  'drugs-alcohol-mh': true,
  'suspect-suicidal': true,
  breach: true,
  'criminal-history': false,
} as const

export const isHighRiskTopic = (topic: string): boolean =>
  Object.hasOwn(DASH_TOPICS, topic) && DASH_TOPICS[topic as keyof typeof DASH_TOPICS]

/** Topics of the tool that have no answer, in the order of the form. DARA's topics are not known here, so none of them is missed. */
export const missingTopics = (tool: Dash['tool'], answers: Dash['answers']): string[] =>
  tool === 'DASH' ? Object.keys(DASH_TOPICS).filter((topic) => !Object.hasOwn(answers, topic)) : []

/** What a reviewer should know about a submitted form. It is taken all the same: the review judges. */
export function dashWarnings({ tool, mode, answers }: Dash, policy: Policy): Warning[] {
  const unknown = tool === 'DASH' ? Object.keys(answers).filter((topic) => !Object.hasOwn(DASH_TOPICS, topic)) : []
  return [
    ...missingTopics(tool, answers).map((topic) => ({
      code: 'missing',
      pointer: pointerOf('/data/answers', [topic]),
      detail: 'this topic has no answer',
    })),
    ...unknown.map((topic) => ({
      code: 'unknown-topic',
      pointer: pointerOf('/data/answers', [topic]),
      detail: 'this is no topic of the tool',
    })),
    ...(policy.dash.modes.includes(mode)
      ? []
      : [{ code: 'mode-not-in-policy', pointer: '/data/mode', detail: `the policy takes ${policy.dash.modes.join(', ')}` }]),
  ]
}
