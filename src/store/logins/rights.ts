/**
 * Compares what the engine and the reader may do with the list of tables, and grants what the list says. The owner of the schema
 * grants; anybody may compare.
 */
import pg from 'pg'
import { FORCE_SETTING } from '../connection/database.ts'
import { FUNCTIONS, SEQUENCES, TABLES } from './tables.ts'

/** Names of the logins, as PostgreSQL has them. */
export interface Granted {
  readonly engine: string
  readonly reader: string
}

/** A difference from the list, in words, and the statements that put it right. */
interface Unlike {
  readonly what: string
  readonly mend: readonly string[]
}

const EVERY_RIGHT = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']

const quoted = (name: string): string => pg.escapeIdentifier(name)
const named = (table: string): string => `reassess.${quoted(table)}`

/**
 * A row belongs to the reader's force. Without a setting that is null, and no row's force is null. Written so that no index is read
 * by it: with `=` a new table makes every list of a force look as good as a case's own key (src/store/caseKey.ts). The setting is
 * asked once for each statement.
 */
const OF_FORCE = `force is not distinct from (select pg_catalog.current_setting('${FORCE_SETTING}', true))`
/** As PostgreSQL writes it back, without the parentheses and casts that its release adds. */
const OF_FORCE_WRITTEN = `NOTforceISDISTINCTFROMSELECTcurrent_setting'${FORCE_SETTING}',trueAScurrent_setting`

const TABLES_FOUND = `
  select c.relname as table, c.relrowsecurity as parted,
         exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'force' and not a.attisdropped) as "hasForce"
    from pg_catalog.pg_class c
   where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = 'reassess') and c.relkind in ('r', 'p')
   order by c.relname`

const RIGHTS_FOUND = `
  select c.relname as table, l.login, p.name as right
    from pg_catalog.pg_class c cross join unnest($1::text[]) as l(login) cross join unnest($2::text[]) as p(name)
   where c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = 'reassess') and c.relkind in ('r', 'p')
     and has_table_privilege(l.login, c.oid, p.name)`

const POLICIES_FOUND = `
  select tablename as table, policyname as name, permissive, roles::text[] as roles, cmd, qual, with_check as "withCheck"
    from pg_catalog.pg_policies where schemaname = 'reassess'`

const BESIDE_FOUND = `
  select l.login, has_schema_privilege(l.login, n.oid, 'usage') as usage, has_schema_privilege(l.login, n.oid, 'create') as creates,
         pg_has_role(l.login, n.nspowner, 'member') as owns,
         (select coalesce(array_agg(s.relname::text), '{}') from pg_catalog.pg_class s
           where s.relnamespace = n.oid and s.relkind = 'S' and has_sequence_privilege(l.login, s.oid, 'usage')) as sequences,
         (select coalesce(array_agg(f.oid::regprocedure::text), '{}') from pg_catalog.pg_proc f
           where f.pronamespace = n.oid and has_function_privilege(l.login, f.oid, 'execute')) as functions
    from pg_catalog.pg_namespace n cross join unnest($1::text[]) as l(login)
   where n.nspname = 'reassess'`

interface FoundTable {
  readonly table: string
  readonly parted: boolean
  readonly hasForce: boolean
}
interface FoundPolicy {
  readonly table: string
  readonly name: string
  readonly permissive: string
  readonly roles: readonly string[]
  readonly cmd: string
  readonly qual: string | null
  readonly withCheck: string | null
}
interface FoundBeside {
  readonly login: string
  readonly usage: boolean
  readonly creates: boolean
  readonly owns: boolean
  readonly sequences: readonly string[]
  readonly functions: readonly string[]
}

/** What is taken from everybody is taken from a login too that should have it, and is granted in the next round. */
const ROUNDS = 3

/**
 * Grants what the list says and takes away what it does not say, as the owner, in the caller's transaction. Where nothing
 * differs it changes nothing and locks nothing.
 *
 * @throws RightsDiffer with a difference that granting does not mend.
 */
export async function grantRights(owner: pg.Client, logins: Granted): Promise<void> {
  for (let round = 1; round <= ROUNDS; round++)
    for (const { mend } of await unlike(owner, logins)) for (const statement of mend) await owner.query(statement)
  await mustHaveRights(owner, logins)
}

/** @throws RightsDiffer with the first difference from the list. */
export async function mustHaveRights(client: pg.Client, logins: Granted): Promise<void> {
  const [first] = await unlike(client, logins)
  if (first !== undefined) throw new RightsDiffer(first.what)
}

/** A login may do more or less than the list says, and granting does not mend it or was not asked for. */
export class RightsDiffer extends Error {
  readonly code = 'rights-differ'

  constructor(what: string) {
    super(
      `${what}: run reassess migrate; if it says the same, take away what was granted by hand, such as a membership in another role.`,
    )
  }
}

/** Every difference between the list and the database. */
async function unlike(client: pg.Client, { engine, reader }: Granted): Promise<readonly Unlike[]> {
  const logins = [engine, reader]
  const tables = (await client.query<FoundTable>(TABLES_FOUND)).rows
  const rights = (await client.query<{ table: string; login: string; right: string }>(RIGHTS_FOUND, [logins, EVERY_RIGHT])).rows
  const policies = (await client.query<FoundPolicy>(POLICIES_FOUND)).rows
  const beside = (await client.query<FoundBeside>(BESIDE_FOUND, [logins])).rows
  const has = new Set(rights.map(({ table, login, right }) => JSON.stringify([table, login, right])))
  return [
    ...beside.flatMap((found) => besideUnlike(found, found.login === engine)),
    ...tables.flatMap((found) => [
      ...[
        { login: engine, wanted: TABLES[found.table]?.engine ?? [] },
        { login: reader, wanted: TABLES[found.table]?.reader ?? [] },
      ].flatMap(({ login, wanted }) =>
        rightsUnlike(found.table, login, wanted, (right) => has.has(JSON.stringify([found.table, login, right]))),
      ),
      ...partedUnlike(
        found,
        policies.filter(({ table }) => table === found.table),
        { engine, reader },
      ),
    ]),
  ]
}

function besideUnlike({ login, usage, creates, owns, sequences, functions }: FoundBeside, isEngine: boolean): Unlike[] {
  const to = quoted(login)
  const wanted = isEngine ? SEQUENCES : []
  const calls = FUNCTIONS[isEngine ? 'engine' : 'reader']
  const called = calls.map((name) => name.slice(0, name.indexOf('(')))
  const callable = functions.map((name) => name.slice(name.indexOf('.') + 1, name.indexOf('(')))
  if (owns) return [{ what: `Login ${login} owns the schema reassess, or is a member of its owner`, mend: [] }]
  return [
    ...(usage
      ? []
      : [{ what: `Login ${login} may not use the schema reassess`, mend: [`grant usage on schema reassess to ${to}`] }]),
    ...(creates
      ? [
          {
            what: `Login ${login} may create in the schema reassess`,
            mend: [`revoke create on schema reassess from ${to}, public`],
          },
        ]
      : []),
    ...wanted
      .filter((name) => !sequences.includes(name))
      .map((name) => ({ what: `Login ${login} may not use ${name}`, mend: [`grant usage on sequence ${named(name)} to ${to}`] })),
    ...sequences
      .filter((name) => !wanted.includes(name))
      .map((name) => ({
        what: `Login ${login} may use ${name}`,
        mend: [`revoke all on sequence ${named(name)} from ${to}, public`],
      })),
    ...calls
      .filter((_, at) => !callable.includes(called[at] ?? ''))
      .map((name) => ({
        what: `Login ${login} may not call ${name}`,
        mend: [`grant execute on function reassess.${name} to ${to}`],
      })),
    ...functions
      .filter((_, at) => !called.includes(callable[at] ?? ''))
      .map((name) => ({ what: `Login ${login} may call ${name}`, mend: [`revoke all on function ${name} from ${to}, public`] })),
  ]
}

function rightsUnlike(table: string, login: string, wanted: readonly string[], has: (right: string) => boolean): Unlike[] {
  return EVERY_RIGHT.filter((right) => has(right) !== wanted.includes(right)).map((right) =>
    wanted.includes(right)
      ? {
          what: `Login ${login} may not ${right} in reassess.${table}`,
          mend: [`grant ${right} on ${named(table)} to ${quoted(login)}`],
        }
      : {
          what: `Login ${login} may ${right} in reassess.${table}`,
          mend: [`revoke ${right} on ${named(table)} from ${quoted(login)}, public`],
        },
  )
}

/** A parted table has two policies: the engine works on all rows, the reader sees the rows of its force. */
function partedUnlike(
  { table, parted, hasForce }: FoundTable,
  found: readonly FoundPolicy[],
  { engine, reader }: Granted,
): Unlike[] {
  // A column `force` that the list does not know of parts the table too: no force sees what nobody thought of.
  const isParted = TABLES[table]?.parted ?? hasForce
  const wanted = isParted
    ? [policyText('engine', engine, 'ALL', 'true', 'true'), policyText('reader', reader, 'SELECT', OF_FORCE_WRITTEN, null)]
    : []
  const there = new Map(found.map((policy) => [textOf(policy), policy.name]))
  const on = named(table)
  const make: Readonly<Record<string, string>> = {
    engine: `create policy engine on ${on} to ${quoted(engine)} using (true) with check (true)`,
    reader: `create policy reader on ${on} for select to ${quoted(reader)} using (${OF_FORCE})`,
  }
  return [
    ...[...there]
      .filter(([text]) => !wanted.includes(text))
      .map(([, name]) => ({
        what: `reassess.${table} has a policy ${name} of its own`,
        mend: [`drop policy ${quoted(name)} on ${on}`],
      })),
    ...wanted
      .filter((text) => !there.has(text))
      .map((text) => text.slice(0, text.indexOf(' ')))
      .map((name) => ({ what: `reassess.${table} lacks the policy of the ${name}`, mend: [make[name] ?? ''] })),
    ...(parted === isParted
      ? []
      : [
          {
            what: `reassess.${table} ${isParted ? 'does not part forces' : 'parts forces that it does not have'}`,
            mend: [`alter table ${on} ${isParted ? 'enable' : 'disable'} row level security`],
          },
        ]),
  ]
}

const policyText = (...parts: readonly (string | null)[]): string => parts.join(' ')
const textOf = ({ name, permissive, roles, cmd, qual, withCheck }: FoundPolicy): string =>
  policyText(permissive === 'PERMISSIVE' ? name : `${name} (restrictive)`, roles.join(), cmd, plain(qual), plain(withCheck))
const plain = (sql: string | null): string | null => sql?.replaceAll(/::text|pg_catalog\.|[()\s]/g, '') ?? null
