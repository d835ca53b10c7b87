/** The policy as a YAML file: read, checked with the line of every mistake, and named by the hash of its content. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import canonicalize from 'canonicalize'
import type { WrittenCalendars } from '../../machines/rules/calendar/schema.ts'
import { toolNamed, type WrittenTools } from '../../machines/rules/hau/tools.ts'
import type { Mistake as Found } from '../../machines/rules/issue.ts'
import { type Policy, parsePolicy } from '../../machines/rules/policy/policy.ts'
import type { PackedDetector } from '../../machines/rules/reassessment/text/detector.ts'
import { ACKNOWLEDGING_ROLES } from '../../machines/rules/vocabulary.ts'
import { detectorFrom } from '../detector/readDetector.ts'
import { BadFile, type ByHand, type Mistake, readByHand, type TextFile } from '../files/byHand.ts'

/** A policy is a page or two; what is bigger is no policy. */
export const MOST_BYTES = 256 * 1024

export const DEFAULT_POLICY = fileURLToPath(new URL('./default-england-wales.yaml', import.meta.url))

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
      readonly remarks: readonly Mistake[]
    }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

/**
 * Reads a policy file.
 *
 * @param tools laid under a file that names none, and pinned with it (decision 0017).
 * @param calendars laid under it part by part, and pinned with it; null for none.
 * @param detector laid under a file that names none, and pinned with it.
 */
export function readPolicy(
  policy: string | TextFile,
  tools: WrittenTools = {},
  calendars: WrittenCalendars | null = null,
  detector: PackedDetector = detectorFrom(null),
): ReadPolicy {
  try {
    const file = typeof policy === 'string' ? { file: 'policy', text: policy } : policy
    return judged(readByHand(file, MOST_BYTES), (raw) => withDetector(withCalendars(withTools(raw, tools), calendars), detector))
  } catch (error) {
    if (error instanceof BadFile) return { ok: false, mistakes: error.mistakes }
    throw error
  }
}

/** @throws BadFile */
function judged(written: ByHand, complete: (raw: unknown) => unknown): ReadPolicy {
  const raw = complete(written.raw)
  const read = parsePolicy(raw)
  if (!read.ok) throw written.refused(read.mistakes)
  const { policy } = read
  const unheard = [...levelsNobodyHears(policy), ...countsOfNoTool(policy)]
  if (unheard.length > 0) throw written.refused(unheard)
  const canonical = canonicalize(raw) ?? ''
  const hash = createHash('sha256').update(canonical).digest('hex')
  return { ok: true, policy, hash, canonical, remarks: written.refused([...equalRanks(policy), ...nobodyReads(policy)]).mistakes }
}

/** What is not a policy at all stays as it is, for the schema to say so. */
const withTools = (raw: unknown, tools: WrittenTools): unknown =>
  !isObject(raw) || 'tools' in raw || Object.keys(tools).length === 0 ? raw : { ...raw, tools }

/** The same for the detector. */
const withDetector = (raw: unknown, detector: PackedDetector): unknown =>
  !isObject(raw) || 'detector' in raw ? raw : { ...raw, detector }

/** The same for calendars, where a file may have some parts of its own, as one-off holidays. */
export function withCalendars(raw: unknown, calendars: WrittenCalendars | null): unknown {
  if (!isObject(raw) || calendars === null) return raw
  const own = raw.calendars ?? {}
  return isObject(own) ? { ...raw, calendars: { ...calendars, ...own } } : raw
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Asked of a file only: a count for an unknown tool would never be reached. */
const countsOfNoTool = ({ dash, tools }: Policy): Found[] =>
  Object.keys(dash.visibleHighRiskByTool)
    .filter((name) => toolNamed(tools, name) === undefined)
    .map((name) => ({ path: ['dash', 'visibleHighRiskByTool', name], message: 'is the name of no tool' }))

/** Asked of a file only: a case that pinned such a policy keeps it. */
const levelsNobodyHears = ({ escalation }: Policy): Found[] =>
  escalation.flatMap((role, level) => {
    if (ACKNOWLEDGING_ROLES.includes(role)) return []
    const message = `the role ${role} cannot acknowledge alerts, so nobody on this level could say that they have one; name one of ${ACKNOWLEDGING_ROLES.join(', ')}`
    return [{ path: ['escalation', level], message }]
  })

const equalRanks = ({ priorities }: Policy): Found[] => {
  const names = Object.keys(priorities)
  return names.flatMap((name, place) => {
    const equal = names.slice(0, place).find((other) => priorities[other]?.rank === priorities[name]?.rank)
    if (equal === undefined) return []
    const message = `is the rank of ${equal} too: going from one to the other is neither an upgrade nor a downgrade`
    return [{ path: ['priorities', name, 'rank'], message }]
  })
}

/** Nothing is wrong with it, and no reassessment is read by anybody any more. */
const nobodyReads = ({ reassessment: { doubtBelow, sample } }: Policy): Found[] => [
  ...(doubtBelow === 0
    ? [{ path: ['reassessment', 'doubtBelow'], message: 'is 0: no text casts a doubt, so no second person is asked for it' }]
    : []),
  ...(sample === 0
    ? [{ path: ['reassessment', 'sample'], message: 'is 0: nobody reads a sample, so nobody sees what the detector misses' }]
    : []),
]
