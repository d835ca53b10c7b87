/** What the API warned of when it took an event, in the words of its form. */
import { atFields } from '../../forms/atFields.ts'
import type { Node } from '../../forms/laidOut.ts'

export const warningsOf = (
  nodes: readonly Node[],
  warnings: readonly { readonly pointer: string; readonly detail: string }[],
): readonly string[] => atFields(nodes, warnings).errors.map(({ text }) => text)
