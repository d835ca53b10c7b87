/**
 * The number that says under which rules a record was written (`RULES_VERSION`). A replay under other rules would give other
 * deadlines and demands, so a record with another number is not opened at all.
 */
import type pg from 'pg'
import { RULES_VERSION } from '../../engine/step/live.ts'

/** Nothing was changed. */
export class OtherRules extends Error {
  readonly code = 'other-rules'
  readonly found: number

  constructor(found: number, what: 'record' | 'backup' = 'record') {
    super(
      `The ${what} was written under rules version ${found}; this release has rules version ${RULES_VERSION}. Use the release that wrote it, or begin a new record: another DATA_DIR, or a new database in DATABASE_URL.`,
    )
    this.found = found
  }
}

/** Builds from before rules versions. */
export const UNNUMBERED = 1

/** @returns the rules version of the record in this database; null for a database without a record. */
async function rulesOf(client: pg.Client): Promise<number | null> {
  const there = async (table: string): Promise<boolean> => {
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table])
    return rows[0]?.there === true
  }
  if (await there('reassess.rules')) {
    const { rows } = await client.query<{ version: number }>('select version from reassess.rules')
    if (rows[0] !== undefined) return rows[0].version
  }
  if (!(await there('reassess.cases'))) return null
  const { rows } = await client.query('select from reassess.cases limit 1')
  return rows.length === 0 ? null : UNNUMBERED
}

/** @throws OtherRules when the record in this database has another number. */
export async function refuseOtherRules(client: pg.Client): Promise<void> {
  const found = await rulesOf(client)
  if (found !== null && found !== RULES_VERSION) throw new OtherRules(found)
}

/** Gives a record without a number its number. A number never changes. */
export async function numberRules(client: pg.Client): Promise<void> {
  const { rows } = await client.query('select from reassess.rules')
  if (rows.length === 0) await client.query('insert into reassess.rules (version) values ($1)', [RULES_VERSION])
}
