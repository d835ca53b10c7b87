import type { Instant, Person } from '../../rules/vocabulary.ts'

/** What the investigation region remembers: crimes and who has them, the suspect, first contact with the victim. */
export interface InvestigationMemory {
  readonly crimes: number
  /** Who decided that it is no crime. News asks again. */
  readonly noCrime: { readonly at: Instant; readonly by: Person } | null
  readonly team: string | null
  readonly suspect: string | null
  /** When the complainant gave statements that name no crime: a crime that is recorded after them may be what they tell of. */
  readonly statements: readonly Instant[]
  /** References of its suspects, as the report and who was identified name them. */
  readonly suspects: readonly string[]
  /** References of its victims, where the policy keeps account of what they are told. */
  readonly victims: readonly string[]
  /** When somebody first saw or reached the victim. This and the next are kept where the policy follows investigations. */
  readonly firstContactAt: Instant | null
  /** Whether body-worn video was on, of any unit that said; null while none did. */
  readonly bodyWornVideo: boolean | null
}

export const INVESTIGATION_BLANK = {
  crimes: 0,
  noCrime: null,
  team: null,
  suspect: null,
  statements: [],
  firstContactAt: null,
  bodyWornVideo: null,
} as const satisfies Partial<InvestigationMemory>
