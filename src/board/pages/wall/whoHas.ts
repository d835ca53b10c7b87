/** Who has an incident's alerts, and what the reader may do about that. */
import { samePerson } from '../../../../machines/rules/person.ts'
import { canAct } from '../../holder.ts'
import type { Text, Times } from '../../words/text.ts'
import { roleWords } from '../../words/wall.ts'
import { counted, inWords } from '../../words/words.ts'
import type { Item, Restricted } from './item.ts'

export interface Reader {
  /** Null for a key, whose person nobody knows. */
  readonly id: string | null
  readonly role: string
  readonly acknowledges: boolean
  readonly reassesses: boolean
}

/** A button of a row. */
export interface Action {
  readonly does: 'take' | 'release'
  readonly label: string
  /** The incident, a space, and who had it as this row shows it: whoever is second is told. */
  readonly value: string
}

/** As many people as the list of incidents names. */
const MOST_TOLD = 5

type Has = { readonly has: readonly Text[]; readonly actions: readonly Action[] }

export function whoHas(item: Item | Restricted, { id, role, acknowledges }: Reader, times: Times): Has {
  // Of a row all is taken together, whomever it asks.
  const takesAll = acknowledges && role !== 'hau'
  const told = 'restricted' in item ? undefined : item.alerts
  if (told === undefined)
    return {
      has: [[`Who has it is not told here.`]],
      // Taken only where nobody else has it: who cannot see that is told, and asked again.
      actions: takesAll ? [{ does: 'take', label: 'Take its alerts', value: `${item.incident} []` }] : [],
    }
  const { open, taken, takenBy, oldestOpenAt } = told
  const isReader = (person: { readonly id: string }): boolean => id !== null && samePerson(person.id, id)
  const others = takenBy.filter((person) => !isReader(person))
  const isMine = others.length < takenBy.length
  const seen = takenBy.map((person) => person.id)
  // A full list may leave somebody out: then nobody can say who is news.
  const value = `${item.incident} ${seen.length < MOST_TOLD ? JSON.stringify(seen) : ''}`
  const has: Text[] = takenBy.map(
    (person): Text => [
      isReader(person)
        ? `You have ${person.role === 'hau' ? 'alerts of it' : 'it'}`
        : `${person.id} (${roleWords(person.role)}) has ${person.role === 'hau' ? 'alerts of it' : 'it'}`,
      ...(person.since === null ? ['.'] : [' since ', times.at(person.since), '.']),
    ],
  )
  if (takenBy.length === 0) has.push([open === 0 ? 'No alert is open.' : 'Nobody has it.'])
  else if (!takenBy.some((person) => canAct(person.role, item.demands.length > 0)) && asksMore(item))
    has.unshift([item.demands.length > 0 ? 'No supervisor has it.' : 'Nobody has it who can send a unit.'])
  if (open > 0)
    has.push([
      `${counted(open, 'alert waits', 'alerts wait')} for somebody`,
      ...(oldestOpenAt === null ? ['.'] : [`, ${open === 1 ? 'for' : 'the longest for'} `, times.since(oldestOpenAt), '.']),
    ])
  if (!acknowledges || open + taken === 0) return { has, actions: [] }
  const takes = takesAll && (others.length > 0 || open > 0)
  return {
    has,
    actions: [
      ...(takes
        ? [
            {
              does: 'take' as const,
              label: takeLabel(
                others.map((person) => person.id),
                isMine,
                open,
                open + taken,
              ),
              value,
            },
          ]
        : []),
      ...(isMine ? [{ does: 'release' as const, label: 'Release', value: item.incident }] : []),
    ],
  }
}

const asksMore = ({ attention }: Pick<Item, 'attention'>): boolean => attention.some((name) => name !== 'none')

function takeLabel(others: readonly string[], isMine: boolean, open: number, all: number): string {
  if (others.length > 0) return `Take over from ${inWords(others)}`
  if (isMine) return `Take ${open === 1 ? 'the other alert' : `the other ${open} alerts`}`
  return all === 1 ? 'Take' : `Take all ${all} alerts`
}
