/** Drafts on PostgreSQL. Time is the database's. */
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { DraftFields, DraftOf, DraftOwner, Drafts, ReadDraft, Saved } from '../engine/drafts.ts'
import type { Database } from './connection/database.ts'

/** Project defaults: until the next shift has ended, and more forms than anybody has open. */
const KEPT = 'PT24H'
const EACH = 50

/** The test's instant, or the database's. An answer carries milliseconds, and is compared with what comes back. */
const NOW = "date_trunc('milliseconds', coalesce($1::timestamptz, now()))"
const OWNER = 'd.force = $2 and d.owner = $3 and d.role = $4'
const THIS = `${OWNER} and d.incident = $5 and d.form = $6`
const KEPT_STILL = `d.saved_at > ${NOW} - interval '${KEPT}'`
const COLUMNS = `d.incident, d.form, d.saved_at, d.saved_at + interval '${KEPT}' as kept_until`

const LIST = {
  name: 'reassess-drafts',
  text: `select ${COLUMNS} from reassess.drafts d where ${OWNER} and ${KEPT_STILL} order by d.saved_at desc, d.incident, d.form`,
}
const FIND = {
  name: 'reassess-draft',
  text: `select ${COLUMNS}, d.fields from reassess.drafts d where ${THIS} and ${KEPT_STILL}`,
}
/** The delete does not see the row that the insert makes: it keeps one less than there may be. The same text again is no other text. */
const SAVE = {
  name: 'reassess-draft-save',
  text: `
    with saved as (
      insert into reassess.drafts as d (force, owner, role, incident, form, fields, saved_at)
      values ($2, $3, $4, $5, $6, $7, ${NOW})
      on conflict (force, owner, role, incident, form) do update
         set fields = excluded.fields, saved_at = greatest(excluded.saved_at, d.saved_at + interval '1 ms')
       where d.saved_at = $8::timestamptz or d.fields = excluded.fields or not ${KEPT_STILL}
      returning ${COLUMNS}
    ), crowded as (
      delete from reassess.drafts o using (
        select d.incident, d.form, d.saved_at from reassess.drafts d
         where ${OWNER} and not (d.incident = $5 and d.form = $6) order by d.saved_at desc, d.incident, d.form offset ${EACH - 1}
      ) as oldest
       where o.force = $2 and o.owner = $3 and o.role = $4 and o.incident = oldest.incident and o.form = oldest.form
         and o.saved_at = oldest.saved_at and exists (select from saved)
      returning o.incident, o.form, o.saved_at
    )
    select saved.*, coalesce(
             (select json_agg(json_build_object('incident', incident, 'form', form) order by saved_at)::text from crowded), '[]'
           ) as removed
      from saved`,
}
const REMOVE = {
  name: 'reassess-draft-remove',
  text: `delete from reassess.drafts d where ${THIS} and ($7::timestamptz is null or d.saved_at = $7 or not ${KEPT_STILL})`,
}
const SWEEP = { text: `delete from reassess.drafts d where not ${KEPT_STILL}` }

interface Row extends DraftOf {
  readonly saved_at: Instant
  readonly kept_until: Instant
}

export interface DraftStore extends Drafts {
  /** Deletes those that nobody saved for a day. */
  sweepDrafts(): Promise<void>
}

/** @param at for tests of the time; the database's unless told. */
export function createDrafts(database: Database, at: () => Instant | null = () => null): DraftStore {
  const named = ({ force, owner, role }: DraftOwner) => [at(), force, owner, role]
  const find = async (owner: DraftOwner, { incident, form }: DraftOf): Promise<ReadDraft | null> => {
    const [row] = await database.query<Row & { fields: string }>(FIND, [...named(owner), incident, form])
    return row === undefined ? null : { ...keptOf(row), fields: JSON.parse(row.fields) as DraftFields }
  }
  const save = async (owner: DraftOwner, of: DraftOf, fields: DraftFields, since: Instant | null): Promise<Saved> => {
    const values = [...named(owner), of.incident, of.form, JSON.stringify(fields), since]
    const [row] = await database.query<Row & { removed: string }>(SAVE, values)
    if (row !== undefined) return { saved: keptOf(row), removed: JSON.parse(row.removed) as DraftOf[] }
    const newer = await find(owner, of)
    // Removed in between: nothing newer is left to lose.
    return newer === null ? save(owner, of, fields, since) : { newer }
  }
  return {
    list: async (owner) => (await database.query<Row>(LIST, named(owner))).map(keptOf),
    find,
    save,
    remove: async (owner, of, since) => {
      await database.query(REMOVE, [...named(owner), of.incident, of.form, since])
      return since === null ? null : find(owner, of)
    },
    sweepDrafts: async () => void (await database.query(SWEEP, [at()])),
  }
}

const keptOf = ({ incident, form, saved_at, kept_until }: Row) => ({
  incident,
  form,
  savedAt: saved_at,
  keptUntil: kept_until,
})
