/**
 * Who called before, and what follows from it: earlier incidents raise severity, shorten the review interval and count
 * towards escalation. They never lower anything, and they never grade: they are a fact that a person judges with.
 * Source: docs/sources.md#repeat.
 */
import type { Policy } from '../policy/policy.ts'
import { plus } from '../time/instants.ts'
import { CLUE_KINDS, type Instant, type MatchKeyKind, RISK_GRADES, type RiskGrade } from '../vocabulary.ts'

/** An earlier incident as it stood when it was recognised. No names, no text. */
export interface Earlier {
  readonly incident: string
  readonly reportedAt: Instant
  /** What it was recognised by, strongest first. */
  readonly by: readonly MatchKeyKind[]
  readonly priority: string | null
  readonly risk: RiskGrade | null
  readonly flags: readonly string[]
  readonly closed: boolean
  /** Markers, orders and the like that live there; absent where none did. */
  readonly standing?: readonly Standing[]
}

/** What whoever goes there has to know of an earlier incident, however old it is. */
export interface Standing {
  readonly kind: string
  readonly name: string
  readonly state: string
  /** Codes and instants. */
  readonly facts: Readonly<Record<string, unknown>>
}

/** More of them tell nobody more. */
export const MOST_EARLIER = 50

/** What an incident remembers of the calls before it, newest first. */
export interface Remembered {
  readonly policy: Policy
  readonly repeat: readonly Earlier[]
}

export interface Repeat {
  /** Earlier incidents recognised by something that the policy counts. */
  readonly count: number
  /** The highest risk of those; a flag that the policy names as high is high. Null where none was assessed. */
  readonly highestRisk: RiskGrade | null
  /** So many call-outs within the window, this one included, that the policy's escalation criterion is met. */
  readonly escalation: boolean
  /** Everything that any earlier incident was recognised by, strongest first. */
  readonly by: readonly MatchKeyKind[]
}

/** What the calls before come to. */
export function repeatOf({ policy, repeat }: Remembered): Repeat {
  const counted = repeat.filter(({ by }) => by.some((kind) => policy.repeat.countBy.includes(kind)))
  return {
    count: counted.length,
    highestRisk: RISK_GRADES.findLast((grade) => counted.some((earlier) => riskOf(earlier, policy) === grade)) ?? null,
    escalation: counted.length > 0 && counted.length + 1 >= policy.repeat.escalationCount,
    by: strongestFirst(repeat.flatMap(({ by }) => by)),
  }
}

const riskOf = ({ risk, flags }: Earlier, { highRiskFlags }: Policy): RiskGrade | null =>
  flags.some((flag) => highRiskFlags.includes(flag)) ? 'high' : risk

/** Whether what was found is worth an alert; a neighbour in the same building alone is not. */
export const alertsOn = (policy: Policy, found: readonly Earlier[]): boolean =>
  found.some(({ by }) => by.some((kind) => policy.repeat.alertBy.includes(kind)))

/** A high risk before, or the escalation criterion: a supervisor is told again, should it come out only later. */
export const isSerious = (remembered: Remembered): boolean => {
  const { highestRisk, escalation } = repeatOf(remembered)
  return highestRisk === 'high' || escalation
}

/** One memory of what was known and what was found, each incident once: by everything it was recognised by, at the worst it was seen. */
export function joined(known: readonly Earlier[], found: readonly Earlier[]): readonly Earlier[] {
  const all = new Map(known.map((earlier) => [earlier.incident, earlier]))
  for (const earlier of found) {
    const before = all.get(earlier.incident)
    const by = strongestFirst([...(before?.by ?? []), ...earlier.by])
    const flags = [...new Set([...(before?.flags ?? []), ...earlier.flags])]
    const risk = RISK_GRADES.findLast((grade) => grade === earlier.risk || grade === before?.risk) ?? null
    all.set(earlier.incident, { ...earlier, by, flags, risk })
  }
  return newestFirst([...all.values()])
}

/** Of what a look-up found, what was not known: other incidents, or known ones recognised by something more. */
export const notYetKnown = (known: readonly Earlier[], found: readonly Earlier[]): readonly Earlier[] =>
  found.filter(({ incident, by }) => {
    const before = known.find((earlier) => earlier.incident === incident)
    return before === undefined || by.some((kind) => !before.by.includes(kind))
  })

/** Within the policy's window before a report, or with something that is still in force. One reported after it, for a night entered from paper, is within it too. */
export const inWindow = (policy: Policy, reportedAt: Instant, found: readonly Earlier[]): readonly Earlier[] =>
  found.filter(
    (earlier) => earlier.standing !== undefined || plus(earlier.reportedAt, policy.repeat.window, policy.timezone) >= reportedAt,
  )

/** Where there are too many, the strongest are kept: a switchboard that rings every day does not hide the victim's own calls. */
export function newestFirst(found: readonly Earlier[]): readonly Earlier[] {
  const strength = ({ by }: Earlier): number => CLUE_KINDS.findIndex((kind) => by.includes(kind))
  const newest = [...found].sort((a, b) => (isNewer(a, b) ? -1 : 1))
  if (newest.length <= MOST_EARLIER) return newest
  const kept = new Set([...newest].sort((a, b) => strength(a) - strength(b)).slice(0, MOST_EARLIER))
  return newest.filter((earlier) => kept.has(earlier))
}

const isNewer = (a: Earlier, b: Earlier): boolean =>
  a.reportedAt === b.reportedAt ? a.incident < b.incident : a.reportedAt > b.reportedAt

/** The same address to the letter is not perhaps the same. */
export const strongestFirst = (kinds: readonly MatchKeyKind[]): readonly MatchKeyKind[] =>
  CLUE_KINDS.filter((kind) => kinds.includes(kind) && (kind !== 'perhaps-the-same' || !isSamePlace(kinds)))
const isSamePlace = (kinds: readonly MatchKeyKind[]): boolean => kinds.includes('uprn') || kinds.includes('address')
