/** Which field each issue belongs to: its own, or the nearest to what it points at. */
import type { Issue } from '../../../machines/rules/issue.ts'
import { isBlank, saidOf } from '../words/refused.ts'
import type { ErrorLink, FormError, LaidOut, Node } from './node.ts'

/** By the id of the field. */
export type Said = ReadonlyMap<string, string>

export function atFields(nodes: readonly Node[], issues: readonly Issue[]): { said: Said; errors: LaidOut['errors'] } {
  const leaves = nodes.flatMap((node) => leavesOf(node, ''))
  const said = new Map<string, string>()
  const errors = issues.map((issue): FormError => {
    const unanswered = isBlank(issue) ? nodes.find(({ kind, name }) => kind === 'named' && name === issue.pointer) : undefined
    if (unanswered !== undefined && unanswered.nodes.length > 1) return noneOf(unanswered)
    const leaf = nearest(leaves, issue.pointer)
    const text = saidOf(issue, leaf)
    if (leaf === null) return { text, href: null }
    const before = said.get(leaf.id)
    said.set(leaf.id, before === undefined ? text : `${before} ${text}`)
    return { text, href: `#${leaf.id}` }
  })
  return { said, errors }
}

/** One sentence for all of them. */
function noneOf({ label, nodes }: Node): FormError {
  const links = nodes.map((node) => linkTo(node.label, firstOf(node).id))
  return { text: `${label}: nothing is filled in yet. Go to`, href: null, links }
}

const firstOf = (node: Node): Node => (node.nodes[0] === undefined ? node : firstOf(node.nodes[0]))

/** A question is called by its number. */
function linkTo(label: string, id: string): ErrorLink {
  const number = /^(\d+)\. |^Question (\d+) /.exec(label)
  const text = number?.[1] ?? number?.[2]
  return text === undefined ? { text: label, label: null, href: `#${id}` } : { text, label, href: `#${id}` }
}

type Leaf = Pick<Node, 'name' | 'id' | 'kind' | 'label'>

/** Each called by what it is a part of too: a form asks "Why" of many things. */
function leavesOf(node: Node, within: string): readonly Leaf[] {
  if (node.kind === 'hidden') return []
  const { name, id, kind } = node
  const label = within === '' ? node.label : `${within} – ${node.label}`
  return node.nodes.length === 0 ? [{ name, id, kind, label }] : node.nodes.flatMap((each) => leavesOf(each, node.label))
}

/** The field itself, the one that it is a part of, the first within it, or the first of what is around it. */
function nearest(leaves: readonly Leaf[], pointer: string): Leaf | null {
  for (let at = pointer; at.split('/').length > (pointer.startsWith('/data') ? 2 : 1); at = at.slice(0, at.lastIndexOf('/'))) {
    const found = leaves.find(({ name }) => name === at) ?? leaves.find(({ name }) => name.startsWith(`${at}/`))
    if (found !== undefined) return found
  }
  return null
}
