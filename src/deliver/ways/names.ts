/** The ways that a delivery file may name, and what it says of each person there. */
import { z } from 'zod'
import type { WayName } from '../../../machines/rules/delivery/plan.ts'

export interface WayRule {
  /** What a person's entry is. */
  readonly address: z.ZodType<string, string>
  /** The section of the file of which a person's entry names an entry. */
  readonly among?: string
}

const entry = z.string('must be the name of an entry')

export const WAY_RULES: Readonly<Record<WayName, WayRule>> = {
  webhook: { address: entry, among: 'webhooks' },
  email: { address: z.email('must be an e-mail address') },
  sms: {
    address: z
      .string('must be a telephone number in quotes, as "07700900001"')
      .regex(/^\+?[\d ()-]{7,20}$/, 'must be a telephone number, as "07700900001"'),
  },
  teams: { address: entry, among: 'teams' },
}
export const WAY_NAMES: readonly WayName[] = Object.keys(WAY_RULES)
