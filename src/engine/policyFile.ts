/** The policy as a YAML file: read, checked with the line of every mistake, and named by the hash of its content. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { type Document, isAlias, isMap, isNode, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { WrittenCalendars } from '../../machines/rules/calendar/schema.ts'
import { toolNamed, type WrittenTools } from '../../machines/rules/hau/tools.ts'
import type { Mistake } from '../../machines/rules/issue.ts'
import { type Policy, parsePolicy } from '../../machines/rules/policy/policy.ts'
import { ACKNOWLEDGING_ROLES } from '../../machines/rules/vocabulary.ts'

/** A policy is a page or two; what is bigger is no policy. */
const MOST_BYTES = 256 * 1024

export interface PolicyMistake {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  readonly message: string
}

export type ReadPolicy =
  | {
      readonly ok: true
      /** With its defaults filled in. */
      readonly policy: Policy
      /** SHA-256, hex, of `canonical`: the same for the same content, however it is laid out and commented. */
      readonly hash: string
      /** RFC 8785 JSON of what the file says, with tools and calendars laid under it and without the defaults, so that a key added later with a default changes no hash. Read it with `policyOf`. */
      readonly canonical: string
      /** What may be meant, and is worth a second look. */
      readonly remarks: readonly PolicyMistake[]
    }
  | { readonly ok: false; readonly mistakes: readonly PolicyMistake[] }

/** A stored policy cannot be read any more: it was written by another version, or damaged. */
class PolicyUnreadable extends Error {
  readonly code = 'policy-unreadable'
}

/**
 * Reads a policy file. Anchors and aliases are refused: no policy needs them, and they can expand without end.
 *
 * @param tools laid under a file that names none, and pinned with it (decision 0017).
 * @param calendars laid under it part by part, and pinned with it; null for none.
 */
export function readPolicy(text: string, tools: WrittenTools = {}, calendars: WrittenCalendars | null = null): ReadPolicy {
  if (Buffer.byteLength(text) > MOST_BYTES)
    return refused([{ line: 1, column: 1, message: `a policy has at most ${MOST_BYTES} bytes` }])
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
    const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({ ...placeAt(lines, pos[0]), message }))
    const mistakes = [...faults, ...notAllowed(document, lines)]
    return mistakes.length > 0
      ? refused(mistakes)
      : judged(document, lines, (raw) => withCalendars(withTools(raw, tools), calendars))
  } catch (error) {
    // The parser goes one call deeper for each bracket.
    if (error instanceof RangeError) return refused([{ line: 1, column: 1, message: 'is nested too deeply' }])
    throw error
  }
}

/**
 * A policy from the canonical JSON that a case pinned.
 * @throws PolicyUnreadable when it is none.
 */
export function policyOf(canonical: string): Policy {
  const read = parsePolicy(JSON.parse(canonical))
  if (!read.ok) throw new PolicyUnreadable(read.mistakes.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  return read.policy
}

function judged(document: Document.Parsed, lines: LineCounter, complete: (raw: unknown) => unknown): ReadPolicy {
  const raw = complete(document.toJS({ maxAliasCount: 0 }))
  const place = ({ path, message }: Mistake): PolicyMistake => ({
    ...placeAt(lines, offsetOf(document.contents, path)),
    message: `${path.join('.') || 'the policy'}: ${message}`,
  })
  const read = parsePolicy(raw)
  if (!read.ok) return refused(read.mistakes.map(place))
  const { policy } = read
  const unheard = [...levelsNobodyHears(policy), ...countsOfNoTool(policy)]
  if (unheard.length > 0) return refused(unheard.map(place))
  const canonical = canonicalize(raw) ?? ''
  const hash = createHash('sha256').update(canonical).digest('hex')
  return { ok: true, policy, hash, canonical, remarks: equalRanks(policy).map(place) }
}

/** What is not a policy at all stays as it is, for the schema to say so. */
const withTools = (raw: unknown, tools: WrittenTools): unknown =>
  !isObject(raw) || 'tools' in raw || Object.keys(tools).length === 0 ? raw : { ...raw, tools }

/** The same for calendars, where a file may have some parts of its own, as one-off holidays. */
export function withCalendars(raw: unknown, calendars: WrittenCalendars | null): unknown {
  if (!isObject(raw) || calendars === null) return raw
  const own = raw.calendars ?? {}
  return isObject(own) ? { ...raw, calendars: { ...calendars, ...own } } : raw
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Asked of a file only: a count for a tool that is none would never be reached. */
const countsOfNoTool = ({ dash, tools }: Policy): Mistake[] =>
  Object.keys(dash.visibleHighRiskByTool)
    .filter((name) => toolNamed(tools, name) === undefined)
    .map((name) => ({ path: ['dash', 'visibleHighRiskByTool', name], message: 'is the name of no tool' }))

/** Asked of a file only: a case that pinned such a policy keeps it. */
const levelsNobodyHears = ({ escalation }: Policy): Mistake[] =>
  escalation.flatMap((role, level) => {
    if (ACKNOWLEDGING_ROLES.includes(role)) return []
    const message = `the role ${role} cannot acknowledge alerts, so nobody on this level could say that they have one; name one of ${ACKNOWLEDGING_ROLES.join(', ')}`
    return [{ path: ['escalation', level], message }]
  })

const equalRanks = ({ priorities }: Policy): Mistake[] => {
  const names = Object.keys(priorities)
  return names.flatMap((name, place) => {
    const equal = names.slice(0, place).find((other) => priorities[other]?.rank === priorities[name]?.rank)
    if (equal === undefined) return []
    const message = `is the rank of ${equal} too: going from one to the other is neither an upgrade nor a downgrade`
    return [{ path: ['priorities', name, 'rank'], message }]
  })
}

/** What YAML allows and a policy does not. Doubled keys are looked for here, because the parser compares each with each. */
function notAllowed(document: Document.Parsed, lines: LineCounter): PolicyMistake[] {
  const found: PolicyMistake[] = []
  const add = (node: unknown, message: string) =>
    found.push({ ...placeAt(lines, isNode(node) ? (node.range?.[0] ?? 0) : 0), message })
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node) || ('anchor' in node && node.anchor !== undefined))
        add(node, 'anchors and aliases are not allowed: write it out')
    },
    Map: (_, { items }) => {
      const keys = new Set<string>()
      for (const { key } of items) {
        if (keys.has(String(key))) add(key, 'this key stands here twice')
        keys.add(String(key))
      }
    },
  })
  return found
}

/** Where a path begins: at the key that is wrong or, for one that is missing, at the section that should have it. */
function offsetOf(root: Node | null, path: readonly (string | number)[]): number {
  let offset = root?.range?.[0] ?? 0
  let node: unknown = root
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isNode(key) && String(key) === String(part))
      if (pair === undefined) return offset
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      node = pair.value
    } else {
      node = isSeq(node) ? node.items[Number(part)] : undefined
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset
    }
  }
  return offset
}

function placeAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

const refused = (mistakes: readonly PolicyMistake[]): ReadPolicy => ({ ok: false, mistakes: mistakes.slice(0, 100) })
