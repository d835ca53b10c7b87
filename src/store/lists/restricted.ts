import type { Restricted } from '../../engine/views/readers.ts'
import type { Database } from '../connection/database.ts'

const RESTRICTED = {
  name: 'reassess-restricted',
  text: 'select reference, readers from reassess.cases where force = $1 and readers is not null',
}

/** The restricted incidents of a force with their readers, from an index of these alone: a few among a hundred thousand. */
export async function restrictedOf(database: Database, force: string): Promise<Restricted> {
  const rows = await database.query<{ reference: string; readers: readonly string[] }>(RESTRICTED, [force])
  return new Map(rows.map(({ reference, readers }) => [reference, readers]))
}
