/** What the bail and the investigations of one case know of each other and among themselves, as each stands when something happens. */

import { tell } from '../effects.ts'
import { personKey } from '../rules/person.ts'
import { type Instant, UNNAMED } from '../rules/vocabulary.ts'
import type { BailContext } from './bail/memory.ts'
import type { InvestigationContext, Waiting } from './investigation/setup.ts'
import type { Told } from './matter.ts'

/** @param states outermost states, of which they are in one. */
function others<Context>({ matters }: Told, kind: string, ...states: readonly string[]): readonly Context[] {
  return Object.entries(matters).flatMap(([id, { value, context }]) =>
    id.startsWith(`${kind}/`) && states.includes(rootOf(value)) ? [context as unknown as Context] : [],
  )
}
const rootOf = (value: unknown): string => (typeof value === 'string' ? value : (Object.keys(value as object)[0] ?? ''))

/** Bail that has not ended yet. */
export const bailStanding = (event: Told): readonly BailContext[] => others(event, 'bail', 'standing')
/** Bail of a suspect of which nobody has said that it ended. */
export const bailOf = (event: Told, suspect: string): readonly BailContext[] =>
  others<BailContext>(event, 'bail', 'standing', 'lapsed').filter((one) => one.suspect === suspect)
/** Bail of a suspect that has not ended: the first after each arrest. */
export const bailAfterArrests = (event: Told, suspect: string): readonly BailContext[] =>
  bailStanding(event)
    .filter((one) => one.suspect === suspect)
    .filter(({ arrestedAt }, place, all) => all.findIndex((one) => one.arrestedAt === arrestedAt) === place)
/** When what is known of a suspect happened; null without an account of the suspect. */
export const suspectKnownAt = ({ matters }: Pick<Told, 'matters'>, suspect: string): Instant | null =>
  (matters[SUSPECT + suspect]?.context as { readonly saidAt?: Instant | null } | undefined)?.saidAt ?? null
/** What was decided of a suspect: nothing, or that they were charged, with whatever crime, or let go of this crime. */
export type Decided = 'charged' | 'let-go' | null
/**
 * The suspects of the incident by their references, whether the report named them, somebody identified them or dealt with them. Two
 * spellings of a reference are one suspect (the public contract, section 2); what was said last counts.
 */
export function suspectsOf(
  { incident, matters }: Pick<Told, 'incident' | 'matters'>,
  crime: string,
): ReadonlyMap<string, Decided> {
  const known = new Map<string, { readonly name: string; readonly decided: Decided; readonly saidAt: Instant }>()
  for (const name of incident.suspects)
    if (!known.has(personKey(name))) known.set(personKey(name), { name, decided: null, saidAt: '' })
  for (const [id, { value, context }] of Object.entries(matters)) {
    if (!id.startsWith(SUSPECT) || id === SUSPECT + UNNAMED) continue
    const written = id.slice(SUSPECT.length)
    const { name, saidAt: before } = known.get(personKey(written)) ?? { name: written, saidAt: '' }
    const saidAt = (context as { readonly saidAt?: Instant | null }).saidAt ?? ''
    const decided = rootOf(value) === 'decided' ? decidedOf(context, crime) : null
    if (saidAt >= before) known.set(personKey(written), { name, decided, saidAt })
  }
  return new Map([...known.values()].map(({ name, decided }) => [name, decided]))
}
function decidedOf(suspect: object, crime: string): Decided {
  const { how, letGoOf = null } = suspect as { readonly how?: string | null; readonly letGoOf?: readonly string[] | null }
  if (how === 'charged') return 'charged'
  return letGoOf === null || letGoOf.includes(crime) ? 'let-go' : null
}
const SUSPECT = 'suspect/'
/** Suspects who were arrested or interviewed, by their references. */
export const spokenToIn = ({ matters }: Pick<Told, 'matters'>): readonly string[] =>
  Object.entries(matters).flatMap(([id, { context }]) => {
    const { spokenToAt = null } = context as { readonly spokenToAt?: Instant | null }
    return id.startsWith(SUSPECT) && spokenToAt !== null ? [id.slice(SUSPECT.length)] : []
  })
/** Crimes that have no outcome yet. */
export const crimesOpen = (event: Told): readonly InvestigationContext[] => others(event, 'investigation', 'open')

/** Evidence that is not expected back before an instant. */
export const evidenceAfter = (event: Told, endsAt: Instant): readonly Waiting[] =>
  crimesOpen(event).flatMap(({ waitingFor }) => waitingFor.filter(({ expectedBy }) => expectedBy > endsAt))

/** What the prosecutors were asked about a suspect: what nobody has decided first. A request that names none is about each. */
export function chargingOf(
  event: Told,
  suspect: string | null,
): Pick<InvestigationContext, 'charging' | 'chargingRequestedAt' | 'chargingBy'> {
  const asked = crimesOpen(event).flatMap(({ chargingOf, chargingBy }) =>
    chargingOf.flatMap(({ suspect: whom, charging, requestedAt: chargingRequestedAt }) => {
      const isAbout = charging !== null && (whom === null || whom === suspect)
      return isAbout ? [{ charging, chargingRequestedAt, chargingBy: charging === 'requested' ? chargingBy : null }] : []
    }),
  )
  return asked.find(({ charging }) => charging === 'requested') ?? asked[0] ?? NONE
}
const NONE = { charging: null, chargingRequestedAt: null, chargingBy: null }

/** Bail looks again at what it waits for. */
export const tellBail = tell('bail', null, { type: 'investigation.changed' })
