/** What a referral to MARAC remembers. */
import type { Instant, MaracCriterion, RiskGrade } from '../../rules/vocabulary.ts'
import { defineMatter, type Remembered } from '../defineMatter.ts'

interface Action {
  readonly action: string
  /** A post or an agency. */
  readonly owner: string
  readonly dueAt: Instant
  readonly doneAt: Instant | null
}
export const isOpen = ({ doneAt }: Action): boolean => doneAt === null

const memory = {
  area: null as string | null,
  criteria: [] as readonly MaracCriterion[],
  risk: null as RiskGrade | null,
  referredAt: null as Instant | null,
  repeat: false,
  /** The version of the rule by which it is a repeat; null for a referral that is no repeat. */
  repeatRule: null as string | null,
  lastReferredAt: null as Instant | null,
  custodyEndsAt: null as Instant | null,
  /** Whether anybody said when the area meets. */
  calendar: null as 'known' | 'unknown' | null,
  meeting: null as 'regular' | 'ad-hoc' | 'daily' | null,
  meetingAt: null as Instant | null,
  /** The last instant at which the meeting takes papers; null for a meeting that was listed by hand. */
  papersBy: null as Instant | null,
  heardAt: null as Instant | null,
  chair: null as string | null,
  agencies: [] as readonly string[],
  actions: [] as readonly Action[],
  /** Files of both are flagged until then: what happens between them till then is a repeat. */
  flaggedUntil: null as Instant | null,
}
export type MaracContext = Remembered<typeof memory>

/** What is owed stays owed after the incident was closed: closing it does not make her safe. */
export const { act, begin, remember, schedule, lifecycle } = defineMatter({
  kind: 'marac',
  about:
    'A referral to a MARAC: listed for a meeting, heard, its actions owned and done; flagged while another abuse is a repeat.',
  field: 'marac',
  shown: true,
  memory,
  setOnce: [
    ...(['area', 'criteria', 'risk', 'referredAt', 'repeat', 'repeatRule'] as const),
    ...(['lastReferredAt', 'custodyEndsAt', 'calendar', 'flaggedUntil'] as const),
  ],
  clocks: { 'marac-flag': ({ flaggedUntil }) => flaggedUntil },
  climbEvery: ({ marac }) => marac.climbEvery,
})
