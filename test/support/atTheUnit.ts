/** How an incident comes to the harm assessment unit, and through it. */
import {
  arrived,
  dashReviewed,
  dashSubmitted,
  gradedP2,
  hauChecked,
  hauReceived,
  maracReferred,
  noCrime,
  referralAcknowledged,
  referred,
} from './happenings.ts'

/** Attended, and a DASH of this grade made and reviewed. */
export const reviewed = (grade: 'standard' | 'high') => [
  ...gradedP2('20:00'),
  arrived('20:20'),
  dashSubmitted('20:30', grade),
  dashReviewed('20:40'),
]
/** High, and with the harm assessment unit. */
export const highRisk = [...reviewed('high'), hauReceived('21:00')]

/** A high risk of which everybody was told: only the unit itself is left. */
export const told = [
  ...highRisk,
  hauChecked('21:10'),
  ...['daro', 'marac', 'idva'].flatMap((partner) => [referred('21:20', partner), referralAcknowledged('21:30', partner)]),
  maracReferred('21:35'),
  noCrime('21:36'),
]
