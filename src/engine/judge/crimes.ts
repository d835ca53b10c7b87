/** What is said of crimes, where an incident may have several: which one a charge or an allocation is of, and who should have it. */
import type { EventOf } from '../../../machines/incident/setup.ts'
import { ENDING } from '../../../machines/matters/bail/actions.ts'
import { bailAfterArrests, crimesOpen, suspectsOf } from '../../../machines/matters/beside.ts'
import { offenceTime } from '../../../machines/matters/investigation/actions.ts'
import { getsThisTeam, ruleFor } from '../../../machines/matters/investigation/allocating.ts'
import { isOpenedByStatement, limitLeft, runsFor } from '../../../machines/matters/investigation/chargeLimit.ts'
import type { InvestigationContext } from '../../../machines/matters/investigation/setup.ts'
import { leftToCharge } from '../../../machines/matters/investigation/whoIsCharged.ts'
import type { Told } from '../../../machines/matters/matter.ts'
import { allocationWarnings } from '../../../machines/rules/investigation/allocation.ts'
import { issueIf, warnIf } from '../../../machines/rules/issue.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import { earlier } from '../../../machines/rules/time/instants.ts'
import type { Issue, Warning } from '../problems.ts'
import type { LiveCase } from '../step/live.ts'
import { blank, told } from '../step/moves.ts'

/** A crime that is named is one of the incident, where its crimes are followed. */
export function crimeIssues({ incident, matters }: LiveCase, { crimeRef }: { readonly crimeRef?: string | undefined }): Issue[] {
  const known = crimeRef === undefined || Object.hasOwn(matters, `investigation/${crimeRef}`)
  if (known || incident.context.policy.investigation === undefined) return []
  return [{ pointer: '/data/crimeRef', detail: 'names no crime of this incident' }]
}

const crimeNamed = ({ matters }: LiveCase, crimeRef: string | undefined): InvestigationContext | undefined =>
  matters[`investigation/${crimeRef}`]?.context as unknown as InvestigationContext | undefined

/** It was given before it was posted, of a crime of this incident, and not before that crime was committed. */
export function statementIssues(live: LiveCase, { at, data }: EventOf<'statement.taken'>): Issue[] {
  const { offenceAt = null, offenceAtAssumed: assumed = false } = crimeNamed(live, data.crimeRef) ?? {}
  return [
    ...crimeIssues(live, data),
    ...issueIf(data.takenAt > at, '/data/takenAt', 'must not be after the time of the event'),
    ...issueIf(offenceAt !== null && !assumed && data.takenAt < offenceAt, '/data/takenAt', 'must not be before the offence'),
  ]
}

/** A crime that was finished, perhaps because its time was over, may be charged again. A statement without a crime may be about each. */
export function statementWarnings(
  { incident: { context: incident }, matters }: LiveCase,
  event: EventOf<'statement.taken'>,
): Warning[] {
  const { crimeRef, takenAt, of } = event.data
  if (of !== 'complainant') return []
  return Object.entries(matters).flatMap(([id, { context }]) => {
    const crime = context as unknown as InvestigationContext
    const isAbout = crimeRef === undefined ? (crime.offenceAt ?? takenAt) <= takenAt : crime.name === crimeRef
    if (!id.startsWith('investigation/') || !isAbout || crime.outcome === null || crime.charged.length > 0) return []
    if (!isOpenedByStatement({ incident }, crime)) return []
    const statementAt = crime.statementAt === null ? takenAt : earlier(crime.statementAt, takenAt)
    const chargeBy = limitLeft({ incident }, { ...crime, statementAt })
    if (chargeBy === null || chargeBy < event.at) return []
    const detail = `${crime.name} has outcome ${crime.outcome}. By this statement it can be charged until ${chargeBy}: record it again to take it up.`
    return [{ code: 'can-be-charged-again', pointer: '/data/crimeRef', detail }]
  })
}

/** A charge that could be of several crimes meets the limit of none. */
export function chargeWarnings(live: LiveCase, event: EventOf<'suspect.dealt-with'> | EventOf<'bail.ended'>): Warning[] {
  const open = crimesOpen(told(live, event))
  if (!isCharge(event) || event.data.crimeRef !== undefined || open.length < 2) return []
  const detail = `Several crimes are open (${named(open)}): the charge is counted for none of them until it says which.`
  return [{ code: 'crime-not-named', pointer: '/data/crimeRef', detail }]
}

/** The limit runs for each suspect: whoever charges one is told for whom it runs on, and that a charge of nobody by name meets none of several. */
export function otherSuspectWarnings(
  live: LiveCase,
  event: EventOf<'suspect.dealt-with'> | EventOf<'bail.ended'>,
  charged: string | undefined,
): Warning[] {
  const { crimeRef } = event.data
  const known = told(live, event)
  const open = crimesOpen(known)
  const [crime] = crimeRef === undefined && open.length > 1 ? [] : open.filter(({ name }) => name === (crimeRef ?? name))
  if (!isCharge(event) || (crime?.chargeBy ?? null) === null || crime === undefined) return []
  const left = leftToCharge(known, crime)
  if (charged === undefined) {
    const detail = `Several are suspected (${left.join(', ')}): the charge is counted for none of them until it says whom it is of.`
    return warnIf(suspectsOf(known, crime.name).size > 1 && left.length > 0, 'charged-suspect-not-named', '/data/suspect', detail)
  }
  const others = left.filter((name) => !samePerson(name, charged))
  const detail = `The limit of ${crime.name} (${crime.chargeBy}) runs on for ${others.join(', ')}, whom nobody has charged or let go.`
  return warnIf(others.length > 0, 'other-suspect-not-charged', '/data/crimeRef', detail)
}
const isCharge = (event: EventOf<'suspect.dealt-with'> | EventOf<'bail.ended'>): boolean =>
  event.type === 'bail.ended' ? event.data.because === 'charged' : event.data.how === 'charged'

/** What became of a suspect who is on bail after several arrests ends none of them: nobody has said which. */
export function bailNotNamedWarnings(live: LiveCase, event: EventOf<'suspect.dealt-with'>): Warning[] {
  const { suspect, how } = event.data
  const standing = suspect === undefined ? [] : bailAfterArrests(told(live, event), suspect)
  if (!ENDING.some((ending) => ending === how) || standing.length < 2) return []
  const names = standing.map(({ name }) => name).join(' and ')
  const detail = `${suspect} is on bail after several arrests (${names}), and each stands: say which ended by its name (bail.ended).`
  return [{ code: 'bail-not-named', pointer: '/data/suspect', detail }]
}

/** A crime may change who should have it: said, where somebody has it already or has the others. */
export function recordedWarnings(live: LiveCase, event: EventOf<'crime.recorded'>): Warning[] {
  const known = crimeNamed(live, event.data.crimeRef)
  const team = known?.team ?? live.incident.context.team
  if (team === null) return []
  const rule = ruleFor(told(live, event), [...(known?.offences ?? []), ...event.data.offences])
  return allocationWarnings(rule, { team })
    .filter(({ code }) => code === 'allocated-against-rule')
    .map((warning) => ({ ...warning, pointer: '/data/offences' }))
}

/** A limit that is counted from the report, because nobody said when the offence was committed, may be over sooner. */
export function assumedWarnings(live: LiveCase, event: EventOf<'crime.recorded'>): Warning[] {
  const known = told(live, event)
  if (known.incident.policy.investigation === undefined) return []
  const { crimeRef } = event.data
  const crime = crimeNamed(live, crimeRef) ?? (blank(`investigation/${crimeRef}`).context as InvestigationContext)
  const offences = [...new Set([...crime.offences, ...event.data.offences])]
  const time = offenceTime(crime, known)
  const { chargeBy } = runsFor(known, { ...crime, ...time, offences })
  const detail = `Nobody said when it was committed: its limit (${chargeBy}) is counted from ${time.offenceAt}, and is over sooner if it was committed before. Record it again with offenceAt once that is known.`
  return warnIf(time.offenceAtAssumed && chargeBy !== null, 'limit-assumed', '/data/offenceAt', detail)
}

/** Nobody investigates a crime that has an outcome until it is reopened. */
export function allocationIssues(live: LiveCase, event: EventOf<'investigation.allocated'>): Issue[] {
  const { crimeRef } = event.data
  const followed = live.incident.context.policy.investigation !== undefined
  if (crimeRef === undefined || !followed || crimesOpen(told(live, event)).some(({ name }) => name === crimeRef)) return []
  const unknown = crimeIssues(live, event.data)
  return unknown.length > 0 ? unknown : [{ pointer: '/data/crimeRef', detail: 'has an outcome: record it again to take it up' }]
}

/** Against which rule the team is, of the crimes that it gets; and which ones it does not get, because nobody named them. */
export function allocatedWarnings(live: LiveCase, allocated: EventOf<'investigation.allocated'>): Warning[] {
  const event: Told & typeof allocated = told(live, allocated)
  const { crimeRef, team } = event.data
  const open = crimesOpen(event).filter(({ name }) => crimeRef === undefined || crimeRef === name)
  const taken = open.filter((context) => getsThisTeam({ context, event }))
  const offences = taken.flatMap((crime) => crime.offences)
  return [
    ...(taken.length > 0 || open.length === 0 ? allocationWarnings(ruleFor(event, offences), event.data) : []),
    ...open.flatMap((crime) => {
      const rule = ruleFor(event, crime.offences)
      if (rule === null || taken.includes(crime)) return []
      const detail = `${crime.name} does not go to ${team}: the rule ${rule.rule} sends it to ${rule.teams.join(' or ')}. Name it to decide otherwise.`
      return [{ code: 'crime-not-allocated', pointer: '/data/crimeRef', detail }]
    }),
  ]
}

const named = (crimes: readonly InvestigationContext[]): string => crimes.map(({ name }) => name).join(', ')
