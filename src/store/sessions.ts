/** Sessions on PostgreSQL: who is signed in, until when, and how many at once. Time is the database's. */
import { randomBytes } from 'node:crypto'
import { samePerson } from '../../machines/rules/person.ts'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import type { Session, SessionKind, Sessions } from '../engine/reads.ts'
import type { Database } from './connection/database.ts'
import { hashOf, remembering } from './remembered.ts'

/**
 * How long somebody stays signed in. Project defaults, near NIST SP 800-63B-4 §2.2.3 (authentication assurance level 2: at most
 * an hour without activity, and a limit in all, which should be at most 24 hours); twelve hours are a shift.
 */
const SESSION_LIMITS = {
  /** Without a request that a person makes. */
  idle: 'PT1H',
  /** In all, since the sign-in. */
  whole: 'PT12H',
  /** How exactly the last request is known: it is written at most so often. */
  seen: 'PT1M',
  /** Of one person at once; the oldest ends when there is one more. Project default. */
  each: 20,
  /** Of one key at once, whoever its holders say that they are. Project default. */
  eachKey: 1_000,
}
const { idle, whole, seen, each, eachKey } = SESSION_LIMITS

/** The test's instant, or the database's. */
const NOW = 'coalesce($1::timestamptz, now())'
/** Neither over, nor idle for too long, nor opened by a key that was withdrawn or has expired since. */
const ALIVE = `s.ends_at > ${NOW} and s.last_seen > ${NOW} - interval '${idle}'
  and (s.key is null or exists (
    select from reassess.api_keys k where k.id = s.key and (k.expires_at is null or k.expires_at > ${NOW})))`
const FIND = {
  name: 'reassess-sessions-find',
  text: `
    select s.hash, s.id, s.opened_by, s.issuer, s.subject, s.name, s.key, s.named_id, s.named_role, s.force, s.roles, s.role,
           s.ends_at, least(s.ends_at, s.last_seen + interval '${idle}') as idle_ends_at,
           s.last_seen <= ${NOW} - interval '${seen}' as unseen
      from reassess.sessions s where s.hash = any($2::text[]) and ${ALIVE}`,
}
const SEE = {
  name: 'reassess-sessions-see',
  text: `update reassess.sessions set last_seen = ${NOW} where id = $2 and last_seen <= ${NOW} - interval '${seen}'`,
}
/** The insert does not see itself: it is one more than those that are kept. */
const OPEN = {
  text: `
    with opened as (
      insert into reassess.sessions (id, hash, force, opened_by, issuer, subject, name, key, named_id, named_role, owner, roles,
                                     role, sign_in, id_token, created, last_seen, ends_at)
      values ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, ${NOW}, ${NOW}, ${NOW} + interval '${whole}')
      on conflict (sign_in) do nothing returning id
    ), crowded as (
      delete from reassess.sessions where id in (
        (select id from reassess.sessions where owner = $12 order by created desc, id offset ${each - 1})
        union all
        (select id from reassess.sessions where key = $9 order by created desc, id offset ${eachKey - 1})
      ) and exists (select from opened) returning hash
    )
    select (select id from opened) as id, array(select hash from crowded) as crowded`,
}
const CHOOSE = {
  text: `
    update reassess.sessions s set hash = $3, role = $4
     where s.hash = $2 and s.role is null and $4 = any(s.roles) and ${ALIVE} returning s.id`,
}
const END = { text: 'delete from reassess.sessions where hash = $1 returning opened_by, id_token' }
const END_EACH = { text: 'delete from reassess.sessions where id = any($1::text[]) returning hash' }
const SWEEP = { text: `delete from reassess.sessions s where not (${ALIVE}) returning s.hash` }
const LIST = {
  text: `
    select s.id, s.opened_by, s.issuer, s.subject, s.name, s.key, s.named_id, s.force, s.role, s.created, s.last_seen, s.ends_at
      from reassess.sessions s where ${ALIVE} order by s.created, s.id`,
}

/** The shape that `open` makes. Nothing else is looked up. */
const TOKEN = /^rs_[\w-]{43}$/
const newToken = (): string => `rs_${randomBytes(32).toString('base64url')}`

interface Row {
  readonly hash: string
  readonly id: string
  readonly opened_by: SessionKind
  readonly issuer: string | null
  readonly subject: string | null
  readonly name: string | null
  readonly key: string | null
  readonly named_id: string | null
  readonly named_role: string | null
  readonly force: string
  readonly roles: readonly Role[]
  readonly role: Role | null
  readonly ends_at: Instant
  readonly idle_ends_at: Instant
  readonly unseen: boolean
}

/** A session as the operator's list has it. */
export interface ListedSession {
  readonly session: string
  readonly openedBy: SessionKind
  /** The name of the person, signed in or named. */
  readonly person: string
  readonly subject: string | null
  readonly key: string | null
  readonly force: string
  readonly role: Role | null
  readonly created: Instant
  readonly lastSeen: Instant
  readonly endsAt: Instant
}

export interface SessionStore extends Sessions {
  /** Those that are not over, oldest first. */
  openSessions(): Promise<readonly ListedSession[]>
  /** @param who a person's name, spelt in any way, their subject, or the id of a session. @returns how many ended. */
  endSessionsOf(who: string): Promise<number>
  /** Deletes what is over. */
  sweepSessions(): Promise<void>
}

export interface SessionClock {
  /** For the answers that are remembered for seconds. */
  readonly nowMs?: () => number
  /** For tests of the limits; the database's time unless told. */
  readonly at?: () => Instant | null
}

export function createSessions(
  database: Database,
  { nowMs = () => performance.now(), at = () => null }: SessionClock = {},
): SessionStore {
  const known = remembering<{ readonly session: Session; readonly unseen: boolean }>(async (hashes) => {
    const rows = await database.query<Row>(FIND, [at(), hashes])
    return new Map(rows.map((row) => [row.hash, { session: sessionOf(row), unseen: row.unseen }]))
  }, nowMs)

  const see = async (hash: string, id: string): Promise<void> => {
    await database.query(SEE, [at(), id])
    known.forget(hash)
  }
  const forgetAll = (rows: readonly { readonly hash: string }[]): void => {
    for (const { hash } of rows) known.forget(hash)
  }
  const openSessions = async (): Promise<ListedSession[]> =>
    (await database.query<ListRow>(LIST, [at()])).map((row) => ({
      session: row.id,
      openedBy: row.opened_by,
      person: row.name ?? row.named_id ?? '',
      subject: row.subject,
      key: row.key,
      force: row.force,
      role: row.role,
      created: row.created,
      lastSeen: row.last_seen,
      endsAt: row.ends_at,
    }))

  return {
    find: async (token, attended) => {
      if (!TOKEN.test(token)) return null
      const hash = hashOf(token)
      const found = await known.find(hash)
      if (found === null || !attended || !found.unseen) return found?.session ?? null
      // A record that can only be read still says who is signed in.
      await see(hash, found.session.id).catch(() => {})
      return (await known.find(hash))?.session ?? null
    },
    open: async ({ openedBy, force, roles, person, key, signIn, idToken }) => {
      const token = newToken()
      const [opened] = await database.query<{ id: string | null; crowded: string[] }>(OPEN, [
        at(),
        `session-${randomBytes(6).toString('hex')}`,
        hashOf(token),
        force,
        openedBy,
        person?.issuer ?? null,
        person?.subject ?? null,
        person?.name ?? null,
        key?.id ?? null,
        key?.named.id ?? null,
        key?.named.role ?? null,
        JSON.stringify(person === null ? [key?.id, key?.named.id] : [person.issuer, person.subject]),
        roles,
        roles.length === 1 ? roles[0] : null,
        signIn === undefined ? null : hashOf(signIn),
        idToken ?? null,
      ])
      for (const hash of opened?.crowded ?? []) known.forget(hash)
      return (opened?.id ?? null) === null ? null : token
    },
    chooseRole: async (token, role) => {
      const next = newToken()
      known.forget(hashOf(token))
      const chosen = await database.query(CHOOSE, [at(), hashOf(token), hashOf(next), role])
      return chosen.length === 0 ? null : next
    },
    end: async (token) => {
      const hash = hashOf(token)
      const [ended] = await database.query<{ opened_by: SessionKind; id_token: string | null }>(END, [hash])
      known.forget(hash)
      return ended === undefined ? null : { openedBy: ended.opened_by, idToken: ended.id_token }
    },
    openSessions,
    endSessionsOf: async (who) => {
      const theirs = (await openSessions()).filter(
        ({ session, person, subject }) => session === who || subject === who || samePerson(person, who),
      )
      const ended = await database.query<{ hash: string }>(END_EACH, [theirs.map(({ session }) => session)])
      forgetAll(ended)
      return ended.length
    },
    sweepSessions: async () => forgetAll(await database.query<{ hash: string }>(SWEEP, [at()])),
  }
}

type ListRow = Omit<Row, 'hash' | 'roles' | 'named_role' | 'idle_ends_at' | 'unseen'> & {
  readonly created: Instant
  readonly last_seen: Instant
}

function sessionOf(row: Row): Session {
  const { id, opened_by, issuer, subject, name, key, named_id, named_role, force, role } = row
  const person = issuer === null || subject === null || name === null ? null : { issuer, subject, name }
  return {
    id,
    openedBy: opened_by,
    force,
    roles: row.roles,
    person,
    named: named_id === null || named_role === null ? null : { id: named_id, role: named_role },
    caller: role === null ? null : { key: key ?? id, role, force, ...(person && { person }) },
    endsAt: row.ends_at,
    idleEndsAt: row.idle_ends_at,
  }
}
