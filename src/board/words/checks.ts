/** What checks are called: the usual ones by name, a policy's own code as words, and what somebody wrote exactly. */
import { plain } from './words.ts'

/** As the form of a reassessment offers them. */
export const CHECKS: Readonly<Record<string, string>> = {
  repeat: 'Earlier incidents',
  markers: 'Markers',
  orders: 'Orders and bail',
  marac: 'MARAC',
  weapons: 'Firearms and weapons',
}

export const checkWords = (checks: readonly string[]): string => checks.map((check) => CHECKS[check] ?? plain(check)).join('; ')
