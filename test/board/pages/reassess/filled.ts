/** The form of a reassessment as somebody fills it in without a script. */
import { textOf, unescaped } from '../../read.ts'

export type Fields = Record<string, string | readonly string[]>

const INPUT = /<input\b[^>]*>/g
const attribute = (tag: string, name: string): string => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

/** What the form sends of itself: its hidden fields and what is ticked already, as a browser does. */
export function ownFields(html: string): Fields {
  const form = html.slice(html.indexOf('<form class="reassess"'))
  const own: Record<string, string[]> = {}
  for (const [tag] of form.matchAll(INPUT)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')]
    const isSent = type === 'hidden' || ((type === 'checkbox' || type === 'radio') && / checked/.test(tag))
    if (name !== '' && name !== 'csrf' && isSent) own[name] = [...(own[name] ?? []), attribute(tag, 'value')]
  }
  return own
}

/** All that a reassessment has to say. */
export const COMPLETE: Fields = {
  '/data/situation/suspect/where': 'nearby',
  '/data/situation/suspect/source': 'victim',
  '/data/situation/suspect/knownAt': 'now',
  '/data/situation/victim/where': 'at-address',
  '/data/situation/victim/source': 'victim',
  '/data/situation/victim/knownAt': 'now',
  '/data/situation/canReach': 'yes',
  '/data/situation/changed': ['threats', 'contact'],
  '/data/situation/protects': ['locked-in'],
  '/data/newInformation': 'Fourteen messages since 20:50.',
  '/data/victimContact/attempted': 'now',
  '/data/victimContact/outcome': 'She whispered that he is at the door.',
  '/data/checksRepeated': 'markers',
  '/otherChecks': 'his brother’s address',
  '/data/thrive/threat/change': 'increased',
  '/data/thrive/threat/rationale': 'He writes that he is coming to hurt her.',
  '/data/thrive/harm/change': 'unchanged',
  '/data/thrive/risk/change': 'unchanged',
  '/data/thrive/investigation/change': 'unchanged',
  '/data/thrive/vulnerability/change': 'unchanged',
  '/data/thrive/engagement/change': 'unchanged',
  '/data/interimRisk': 'He could get in before officers arrive.',
  '/data/interimSafeguarding': 'Handler stays on the line',
  '/tried': 'neighbour',
  '/data/decision/rationale': 'He is outside and she is alone with the children.',
  '/reviewIn': '15',
}

/** Links of the error summary, and the ids that the page has. */
export function summaryOf(html: string): {
  readonly hrefs: readonly string[]
  readonly text: string
  readonly ids: ReadonlySet<string>
} {
  const [, summary = ''] = /govuk-error-summary__list">([\s\S]*?)<\/ul>/.exec(html) ?? []
  return {
    hrefs: [...summary.matchAll(/href="#([^"]*)"/g)].map(([, id = '']) => id),
    text: textOf(summary),
    ids: new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id)),
  }
}
