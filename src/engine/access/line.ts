/**
 * A line of the access log: who read what, when, from where and why, and what the answer was. It holds references, codes and
 * instants, never what an incident says and never the text of a query.
 *
 * Each process writes a chain of its own, so that no process waits for another: line n holds the hash of line n - 1, and the
 * first line names the newest line of another chain that the database had (decision 0054).
 */
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'
import { canonical, GENESIS, sha256 } from '../chain.ts'
import type { SignedIn } from '../step/case.ts'

/** Data Protection Act 2018 s.62: somebody looked at it; it left as a file; it was removed. */
export const ACCESS_ACTIONS = ['consultation', 'disclosure', 'erasure'] as const
export type AccessAction = (typeof ACCESS_ACTIONS)[number]

/** References that a line names; it counts all of them. Project default: a page of a list. */
export const MOST_REFERENCES = 500

/** How far a listener of the stream, or a subscribed system, has come. */
export interface Streamed {
  readonly event: 'opened' | 'ended'
  readonly first: string
  readonly last: string
  readonly items: number
}

/** What the command of the owner removed, without content. */
export interface Removed {
  readonly lines: number
  readonly chains: number
  readonly from: Instant
  readonly to: Instant
  /** SHA-256 of the canonical bytes of what `access_log_removed` says of this removal. */
  readonly digest: string
}

/** What the reader's side says; the writer adds the instant and the chain. */
export interface AccessTold {
  readonly force: string
  /** Of a key, of a session, or `command`; of a subscription its id. */
  readonly key: string
  readonly role: Role | 'command' | 'subscription'
  readonly person?: SignedIn
  readonly action: AccessAction
  /** The pattern of the address, never the address. */
  readonly route: string
  /** References that the reader named. */
  readonly asked: readonly string[]
  /** Incidents that the answer tells of. */
  readonly disclosed: readonly string[]
  /** The client's address; of a subscription its webhook, as the delivery file calls it. */
  readonly from: string
  readonly reason?: string
  /** Of a restricted incident. */
  readonly restricted?: true
  /** Why somebody opened a restricted incident who is not among its readers. */
  readonly brokenGlass?: string
  /** Of HTTP; 0 for a command. */
  readonly status: number
  readonly code?: string
  /** The reader left before the answer's end. */
  readonly cut?: true
  readonly request: string
  readonly stream?: Streamed
  readonly removed?: Removed
}

/** A line's place, as the first line of another chain names it. */
export interface AccessHead {
  readonly writer: string
  readonly number: number
  readonly hash: string
}

/** As it is stored, in the database or in the spool. (writer, number) is its name. */
export interface AccessLine extends AccessHead {
  readonly canonical: string
  /** What those bytes say, where this process wrote them. */
  readonly said?: AccessSaid
}

export interface AccessLink {
  readonly writer: string
  readonly number: number
  readonly previous: string
  /** Of a first line. */
  readonly after?: AccessHead | null
}

/** What the canonical bytes of a line say. */
export interface AccessSaid extends Omit<AccessTold, 'disclosed'>, AccessLink {
  readonly at: Instant
  /** The first of them, in order. */
  readonly disclosed: readonly string[]
  readonly disclosedCount: number
}

export function accessLine(told: AccessTold, at: Instant, link: AccessLink): AccessLine {
  const { disclosed, ...rest } = told
  const each = [...new Set(disclosed)]
  const said: AccessSaid = { ...link, at, ...rest, disclosed: each.slice(0, MOST_REFERENCES), disclosedCount: each.length }
  const bytes = canonical(said)
  return { writer: link.writer, number: link.number, hash: sha256(bytes), canonical: bytes, said }
}

export const saidIn = ({ canonical: bytes, said }: Pick<AccessLine, 'canonical' | 'said'>): AccessSaid =>
  said ?? (JSON.parse(bytes) as AccessSaid)

/** Every incident that it names. */
export const incidentsIn = ({ asked, disclosed }: AccessSaid): readonly string[] => [...new Set([...asked, ...disclosed])]

/** Who read, told apart: a person by issuer and subject, everybody else by key. */
export const readerIn = ({ key, person }: AccessSaid): readonly string[] =>
  person === undefined ? [key] : [person.issuer, person.subject, person.name]

/**
 * What is wrong with a line, given the line before it in its chain (null: it must be the first); null when nothing is. Lines
 * that are missing before it are found by whoever walks.
 */
export function brokenAccessLine(line: AccessLine, previous: string | null): string | null {
  if (sha256(line.canonical) !== line.hash) return 'its bytes do not give its hash'
  const said = saidIn(line)
  if (said.writer !== line.writer || said.number !== line.number) return 'its place has another line'
  return said.previous === (previous ?? GENESIS) ? null : 'it does not follow the line before it'
}
