/** What the API warned of when it took an event, in the words of its form. */
import { atFields } from '../../forms/atFields.ts'
import type { Node } from '../../forms/node.ts'

/** What waits for a second person, the page of the incident says itself. */
export const besidesWaiting = <One extends { readonly code: string }>(warnings: readonly One[] = []): readonly One[] =>
  warnings.filter(({ code }) => code !== 'lowering-waits')

export const warningsOf = (
  nodes: readonly Node[],
  warnings: readonly { readonly pointer: string; readonly detail: string }[],
): readonly string[] => atFields(nodes, warnings).errors.map(({ text }) => text)
