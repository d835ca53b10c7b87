/** Some fields of an event's form, where the page knows the others; two such forms on a page are told apart by the prefix of their ids. */
import type { EventName } from '../../../machines/rules/events.ts'
import { formOf } from './formOf.ts'
import { type Filled, laidOut } from './laidOut.ts'
import type { LaidOut, Node } from './node.ts'

export type SomeFields = Pick<LaidOut, 'nodes' | 'errors'>

export function someFields(event: EventName, names: readonly string[], filled: Filled, prefix = ''): SomeFields {
  const form = formOf(event)
  // What the page knows has no field that an error could lead to.
  const issues = (filled.issues ?? []).map((issue) => (issue.pointer === '/time' ? { ...issue, pointer: '' } : issue))
  const fields = form.fields.filter(({ path }) => names.includes(path))
  const { nodes, errors } = laidOut({ ...form, fields }, { ...filled, issues })
  return {
    nodes: nodes.map((node) => withPrefix(node, prefix)),
    errors: errors.map(({ text, href }) => ({ text, href: href?.replace('#', `#${prefix}`) ?? null })),
  }
}

const withPrefix = (node: Node, prefix: string): Node => ({ ...node, id: `${prefix}${node.id}` })
