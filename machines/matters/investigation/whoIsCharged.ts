/**
 * Whom a crime's time limit still runs for. The limit is one instant of the crime, and each suspect has it (decision 0048): an offence
 * is settled once every suspect of the incident was charged with it or let go. A crime of which nobody is suspected by name is settled
 * by any charge.
 */
import { isCharge } from '../../rules/catalogue/matters/investigation.ts'
import { isOffence } from '../../rules/investigation/allocation.ts'
import { samePerson } from '../../rules/person.ts'
import { suspectsOf } from '../beside.ts'
import type { Told } from '../matter.ts'
import type { Charge, InvestigationContext } from './setup.ts'

type Crime = Pick<InvestigationContext, 'name' | 'offences' | 'charges' | 'outcome'>
type Case = Pick<Told, 'incident' | 'matters'>

const isOf = ({ offences }: Charge, offence: string): boolean => offences.some((code) => isOffence(code, offence))

/** Whom a charge is of that names nobody: the only suspect, also if others are suspected afterwards. */
export function onlySuspect(event: Case, { name }: Pick<Crime, 'name'>): string | null {
  const [only = null, ...others] = suspectsOf(event, name).keys()
  return others.length === 0 ? only : null
}

/** A charge that names nobody is the only suspect's; of several it is nobody's. */
const counts = ({ suspect }: Charge, known: number): boolean => suspect !== null || known <= 1

/** The outcome says that somebody was charged: the limit runs on only for suspects about whom nobody has decided. */
const isFinished = ({ outcome }: Pick<Crime, 'outcome'>): boolean => outcome !== null && isCharge(outcome)

/** Suspects who are yet to be charged with an offence of the crime, or let go. */
export function leftToCharge(event: Case, crime: Crime): readonly string[] {
  const suspects = suspectsOf(event, crime.name)
  // The outcome is about the only suspect.
  if (isFinished(crime) && suspects.size <= 1) return []
  return [...suspects].flatMap(([name, decided]) => {
    if (decided === 'let-go' || (decided === 'charged' && isFinished(crime))) return []
    const own = crime.charges.filter(({ suspect }) => (suspect === null ? suspects.size === 1 : samePerson(suspect, name)))
    return crime.offences.every((offence) => own.some((charge) => isOf(charge, offence))) ? [] : [name]
  })
}

/** Offences whose limit runs for nobody any more. */
export function settledOffences(event: Case, crime: Crime): readonly string[] {
  const known = suspectsOf(event, crime.name).size
  return crime.offences.filter((offence) => {
    const isCharged = isFinished(crime) || crime.charges.some((charge) => counts(charge, known) && isOf(charge, offence))
    return isCharged && leftToCharge(event, { ...crime, offences: [offence] }).length === 0
  })
}
