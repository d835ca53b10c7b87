/** The matters that an event names. Some have left the snapshot: they come back for an event that is taken. */
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import { UNNAMED } from '../../../machines/rules/vocabulary.ts'
import { matterKind } from '../views/items.ts'
import type { StoredMachine } from './case.ts'
import { broughtBack, LeftTheCase, partOf } from './leaving.ts'
import type { LiveCase } from './live.ts'

/** Which one of its kind an event is about. */
export const nameIn = (kind: string, { data }: Pick<PublicEvent, 'data'>): string =>
  String((data as Record<string, unknown>)[matterKind(kind).field])

/** Names that an event leaves out: the suspect, where nobody said which. */
const ALWAYS_NAMED = [UNNAMED]

/** Matters that have left and that an event, or a matter that it names, speaks of. @throws LeftTheCase */
function namedAway(live: LiveCase, { data }: Pick<PublicEvent, 'data'>): readonly string[] {
  if (live.left.matters === 0) return []
  const first = mattersNamed(live, [...ALWAYS_NAMED, ...textsIn(data)])
  const contexts = first.map((id) => partOf(live, 'matters', id)?.context)
  const all = new Set([...first, ...mattersNamed(live, contexts.flatMap(textsIn))])
  return [...all].filter((id) => !Object.hasOwn(live.matters, id))
}

/** @throws LeftTheCase with all that has to be read. */
function mattersNamed(live: LiveCase, names: readonly string[]): readonly string[] {
  const wanted: string[] = []
  const found = [...new Set(names)].flatMap((name) =>
    Object.keys(MATTERS).flatMap((kind) => {
      const id = `${kind}/${name}`
      try {
        return partOf(live, 'matters', id) === undefined ? [] : [id]
      } catch (error) {
        if (!(error instanceof LeftTheCase)) throw error
        wanted.push(...error.wanted)
        return []
      }
    }),
  )
  if (wanted.length > 0) throw new LeftTheCase(wanted)
  return found
}

/** The longest text that may be a name: others are what somebody wrote. */
const LONGEST_NAME = 200
const textsIn = (data: unknown): readonly string[] =>
  Object.values((data ?? {}) as object).filter(
    (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_NAME,
  )

/** What an event names is there again, as it ended: late news of it may be recorded, and nothing begins anew. @throws LeftTheCase */
export function bringNamed(live: LiveCase, event: Pick<PublicEvent, 'data'>): void {
  for (const id of namedAway(live, event)) broughtBack(live, 'matters', id)
}

/** The case as an event is judged on, with what it names: nothing comes back for an event that is refused. @throws LeftTheCase */
export function withNamed(live: LiveCase, event: Pick<PublicEvent, 'data'>): LiveCase {
  const named = namedAway(live, event)
  if (named.length === 0) return live
  const back = Object.fromEntries(named.map((id) => [id, partOf(live, 'matters', id) as StoredMachine]))
  return { ...live, matters: { ...live.matters, ...back } }
}
