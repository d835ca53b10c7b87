/** What happens on one fictional night, in the words of a control room. Times are of 2026-11-20: `20:05`; `21 08:00` is the next morning. */
import type { AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import type { DeadlineName } from '../../machines/rules/catalogue/deadlines.ts'
import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import type { CaseEventData, EventName } from '../../machines/rules/events.ts'
import type { DashQuality, Instant, RiskGrade, Role } from '../../machines/rules/vocabulary.ts'
import { shippedTools } from '../../src/tools/readTools.ts'
import { EXAMPLES, NOBODY_KNOWS, reassessment } from '../rules/examples.ts'

export const REFERENCE = 'WK-1'

export interface Posted {
  readonly kind: 'event'
  readonly type: EventName
  readonly at: Instant
  /** When the record learnt of it. */
  readonly recordedAt: Instant
  readonly role: Role
  readonly data: CaseEventData[EventName]
}

export type Happening =
  | Posted
  /** The clock reaches an instant, with workers firing what falls due on the way. */
  | { readonly kind: 'clock'; readonly at: Instant }
  /** The clock reaches the next deadline of that name, to the millisecond. */
  | { readonly kind: 'deadline'; readonly name: DeadlineName | 'climb' }
  | { readonly kind: 'acknowledged'; readonly at: Instant; readonly alert: AlertKind }
  | { readonly kind: 'workers'; readonly away: boolean }

/** `20:05`, `20:05:01`, `20:05:00.001`, `21 08:00` of that November, or a whole instant. */
export function instant(time: string): Instant {
  const [, day = '20', clock = ''] = /^(?:(\d\d) )?(\d\d:\d\d(?::\d\d(?:\.\d{3})?)?)$/.exec(time) ?? []
  const written = clock === '' ? time : `2026-11-${day}T${clock.length === 5 ? `${clock}:00` : clock}Z`
  return new Date(written).toISOString()
}

const event =
  <Name extends EventName>(type: Name, role: Role) =>
  (time: string, data: CaseEventData[Name]): Posted => {
    const at = instant(time)
    return { kind: 'event', type, at, recordedAt: at, role, data }
  }

/** As the catalogue's example has it, but for what is said here; undefined takes a field away. */
export function told<Name extends EventName>(
  type: Name,
  role: Role,
  time: string,
  data: Partial<CaseEventData[Name]> = {},
): Posted {
  const said = Object.entries({ ...EXAMPLES[type], ...data }).filter(([, value]) => value !== undefined)
  return event(type, role)(time, Object.fromEntries(said) as CaseEventData[Name])
}

const OFFICER = { id: 'off-1', role: 'officer' }
const COMMANDER = { id: 'fim-1', role: 'inspector' }
const SECOND = { id: 'ds-1', role: 'superintendent' }

/** Entered in the record at another time than it happened: a night written up from paper. */
export const entered = (recordedAt: string, posted: Posted): Posted => ({ ...posted, recordedAt: instant(recordedAt) })
/** Posted with a key of another role. */
export const as = (role: Role, posted: Posted): Posted => ({ ...posted, role })
/** The same, with parts of its data replaced. */
export const but = (posted: Posted, data: object): Posted => ({ ...posted, data: { ...posted.data, ...data } as Posted['data'] })

export const until = (time: string): Happening => ({ kind: 'clock', at: instant(time) })
export const deadlinePasses = (name: DeadlineName | 'climb'): Happening => ({ kind: 'deadline', name })
export const acknowledged = (time: string, alert: AlertKind): Happening => ({ kind: 'acknowledged', at: instant(time), alert })
/** From here on nothing fires by itself: what is due waits for the next event. */
export const withoutWorkers = (): Happening => ({ kind: 'workers', away: true })

export const reported = (
  time: string,
  { flags, children = [], area = 'urban' }: { flags?: string[]; children?: string[]; area?: 'urban' | 'rural' } = {},
): Posted =>
  told('incident.reported', 'control-room', time, {
    receivedAt: instant(time),
    location: { address: '1 Fictional Row', area },
    persons: [{ role: 'victim', personRef: 'P-1' }, ...children.map((personRef) => ({ role: 'child' as const, personRef }))],
    flags,
  })

/** Somebody about whom the report did not say as much. */
export const identified = (
  time: string,
  who: Partial<CaseEventData['person.identified']['person']> = { personRef: 'P-1' },
): Posted => told('person.identified', 'control-room', time, { person: { role: 'victim', ...who } })

export const thriveAssessed = (time: string, data: Partial<CaseEventData['thrive.assessed']> = {}): Posted =>
  told('thrive.assessed', 'control-room', time, data)

/** Of the first THRIVE of `gradedP2` and what goes on from it: the second line of the record. */
export const thriveScored = (time: string, data: Partial<CaseEventData['thrive.scored']> = {}): Posted =>
  told('thrive.scored', 'supervisor', time, { adequate: true, missing: undefined, note: undefined, ...data })

export const graded = (time: string, priority: string): Posted => told('incident.graded', 'control-room', time, { priority })

/** Lowered as the rules ask for from the warning point on: by rank, with a second person. */
export const downgraded = (time: string, priority: string): Posted =>
  event('incident.graded', 'force-incident-manager')(time, {
    priority,
    rationale: 'Suspect arrested elsewhere.',
    by: COMMANDER,
    approvedBy: SECOND,
  })

export const approvedByThemselves = (lowered: Posted): Posted => but(lowered, { approvedBy: COMMANDER })

export const logNoted = (time: string, newInformation?: boolean): Posted =>
  told('log.noted', 'control-room', time, { newInformation })

export const delayNoted = (time: string, reason = 'All units committed.'): Posted =>
  told('delay.noted', 'supervisor', time, { reason })

export const callReceived = (time: string): Posted => told('call.received', 'control-room', time)

export const callCutOff = (time: string): Posted => told('call.cut-off', 'control-room', time)

export const shiftChanged = (time: string): Posted => told('shift.changed', 'control-room', time)

export const assigned = (time: string, unit = 'B12'): Posted => told('unit.assigned', 'control-room', time, { unit })

export const diverted = (time: string, unit = 'B12'): Posted => told('unit.diverted', 'control-room', time, { unit })

export const standsDown = (time: string, unit = 'B12'): Posted => told('unit.stood-down', 'control-room', time, { unit })

export const arrived = (time: string, { victimSeen = true, unit = 'B12' } = {}): Posted =>
  told('unit.arrived', 'officer', time, { unit, victimSeen, hiddenHarm: undefined, bodyWornVideo: undefined })

/** At the scene, and nobody has seen her yet. */
export const atScene = (time: string, unit = 'B12'): Posted =>
  told('unit.arrived', 'officer', time, { unit, victimSeen: undefined, hiddenHarm: undefined, bodyWornVideo: undefined })

export const cleared = (time: string, unit = 'B12'): Posted => told('unit.cleared', 'control-room', time, { unit })

export const corrected = (time: string, data: Partial<CaseEventData['incident.corrected']> = {}): Posted =>
  event('incident.corrected', 'control-room')(time, { by: { id: 'ch-1', role: 'call-handler' }, ...data })

export const cancelledByCaller = (time: string): Posted => told('incident.cancelled', 'control-room', time)

export const attendanceFailed = (time: string): Posted => told('attendance.failed', 'officer', time)

export const victimContacted = (time: string, safe: boolean | null, newInformation = 'None'): Posted =>
  told('victim.contacted', 'control-room', time, { safe, outcome: 'Answered.', newInformation, toldOfDelay: undefined })

/** Ids are `d1`, `d2`, …; null for a reassessment that nobody asked for. Complete unless something is taken away. */
export function reassessed(
  time: string,
  demand: string | null,
  {
    priority = 'P2',
    also = [],
    ...parts
  }: Partial<CaseEventData['risk.reassessed']> & { priority?: string; also?: readonly string[] } = {},
): Posted {
  return event('risk.reassessed', 'supervisor')(
    time,
    asOf(time, {
      ...reassessment,
      ...lookedAt(instant(time)),
      demand: demand === null ? null : demandId(demand),
      alsoAnswers: also.map(demandId),
      decision: { ...reassessment.decision, priority },
      nextReviewAt: new Date(Date.parse(instant(time)) + 3_600_000).toISOString(),
      ...parts,
    }),
  )
}
/** Each text says when it was written: what stands word for word in the last assessment is doubted. */
function asOf(time: string, record: CaseEventData['risk.reassessed']): CaseEventData['risk.reassessed'] {
  const dated = (text: string | undefined) => (text?.trim() ? `${text.replace(/[.]?$/, '')} at ${time}.` : text)
  const { decision, interimRisk, thrive = {} } = record
  const elements = Object.entries(thrive).map(([name, said]) => [name, { ...said, rationale: dated(said?.rationale) }])
  return {
    ...record,
    decision: { ...decision, rationale: dated(decision.rationale) },
    interimRisk: dated(interimRisk),
    thrive: Object.fromEntries(elements),
  }
}
/** The same, with somebody's word that nobody has to go again. */
export const sendsNobody = (reassessment: Posted): Posted => {
  const { decision } = reassessment.data as CaseEventData['risk.reassessed']
  const attend = { needed: false, reason: 'She is at her sister’s, and he is in custody.' }
  return but(reassessment, { decision: { ...decision, attend } })
}
export const demandId = (short: string): string => `${REFERENCE}-${short}`

/** A reassessment that lowers the grade with the rank and the second person that the rules ask for. */
export const reassessedDown = (time: string, demand: string, priority: string): Posted =>
  as(
    'force-incident-manager',
    reassessed(time, demand, {
      assessor: COMMANDER,
      decision: { priority, rationale: 'He has been arrested ten miles away.', approvedBy: SECOND },
    }),
  )

/** Complete, and in doubt: nothing is known of either person. */
export const doubtful = (reassessment: Posted): Posted => but(reassessment, { situation: NOBODY_KNOWS })

/** A second person has read the reassessment of that sequence. */
export const read = (time: string, reassessment: number, verdict: 'assesses' | 'explains', by = 'sup-2'): Posted =>
  told('reassessment.checked', 'supervisor', time, { reassessment, verdict, by: { id: by, role: 'supervisor' } })

export const dashSubmitted = (
  time: string,
  grade: 'standard' | 'medium' | 'high' = 'medium',
  data: Partial<CaseEventData['dash.submitted']> = {},
): Posted =>
  event('dash.submitted', 'officer')(time, {
    tool: 'DARA',
    mode: 'face-to-face',
    answers: { injury: { answer: 'yes' } },
    grade,
    judgement: 'He has not hurt her before tonight.',
    author: OFFICER,
    ...data,
  })

/** As many topics as it takes for the eye, under a grade that the count does not decide. */
export const muchFound = (time: string, found = 14): Posted =>
  dashSubmitted(time, 'standard', {
    tool: 'DASH',
    answers: Object.fromEntries(
      (shippedTools()['dash-2009']?.topics ?? []).map(({ key }, place) => [
        key,
        { answer: place < found ? 'yes' : 'no', comment: 'Asked.' },
      ]),
    ),
    followUps: { 's-dash': {}, hba: {} },
  })

export const dashReviewed = (
  time: string,
  decision: CaseEventData['dash.reviewed']['decision'] = 'accepted',
  data: Partial<CaseEventData['dash.reviewed']> = {},
): Posted => told('dash.reviewed', 'supervisor', time, { decision, ...data })

/** By rank, with a second person. */
export const dashExcepted = (time: string): Posted => told('dash.excepted', 'force-incident-manager', time)

export const hauReceived = (time: string): Posted => told('hau.received', 'hau', time)
export const hauChecked = (time: string, system = 'PND'): Posted =>
  told('hau.checked', 'hau', time, { system, partner: undefined, outcome: undefined, checkedAt: undefined })
export const hauNotChecked = (time: string): Posted => told('hau.not-checked', 'hau', time)
export const hauFeedback = (time: string, quality: DashQuality = 'good', more: object = {}): Posted =>
  told('hau.feedback', 'hau', time, { quality, author: undefined, missing: undefined, sentBack: undefined, ...more })
export const sentBackByUnit = (time: string, more: object = {}): Posted =>
  hauFeedback(time, 'below-standard', { missing: ['children-hurt'], sentBack: true, ...more })
export const riskConfirmed = (time: string, grade: RiskGrade = 'high'): Posted =>
  told('hau.risk-confirmed', 'hau', time, { grade })
export const hauCompleted = (time: string): Posted => told('hau.completed', 'hau', time)
export const referred = (time: string, partner: string): Posted =>
  told('referral.made', 'hau', time, { partner, legalBasis: undefined, shared: undefined })
export const referralAcknowledged = (time: string, partner: string): Posted =>
  told('referral.acknowledged', 'hau', time, { partner })
export const schoolTold = (time: string, child: string): Posted =>
  told('school.notified', 'hau', time, { child, shared: undefined })
export const crimeRecorded = (time: string): Posted =>
  told('crime.recorded', 'control-room', time, { crimeRef: 'CR-1', offences: ['common assault'], offenceAt: undefined })
export const noCrime = (time: string): Posted => told('crime.not-recorded', 'officer', time)
export const allocated = (time: string): Posted =>
  told('investigation.allocated', 'supervisor', time, { team: 'DA team', accreditation: undefined })
export const suspectDealtWith = (time: string, how: CaseEventData['suspect.dealt-with']['how']): Posted =>
  told('suspect.dealt-with', 'officer', time, { how, reason: undefined, suspect: undefined, codeG: undefined })
const HAU = { id: 'hau-1', role: 'harm-assessment-unit' }
export const maracReferred = (time: string, data: Partial<CaseEventData['marac.referred']> = {}): Posted =>
  event('marac.referred', 'hau')(time, {
    marac: 'MARAC-1',
    area: 'north',
    criteria: ['judgement'],
    rationale: 'She is more afraid than the form says.',
    by: HAU,
    ...data,
  })
export const maracWithdrawn = (time: string): Posted => told('marac.withdrawn', 'hau', time, { marac: 'MARAC-1' })
export const maracExcepted = (time: string): Posted => told('marac.excepted', 'supervisor', time)
export const bailBreached = (time: string): Posted => told('bail.breached', 'officer', time, { bail: 'B1' })
export const videoResponded = (time: string, data: Partial<CaseEventData['video.responded']> = {}): Posted =>
  told('video.responded', 'officer', time, data)

export const transferred = (time: string, to = 'next-force'): Posted => told('incident.transferred', 'control-room', time, { to })
export const transferAcknowledged = (time: string, to = 'next-force'): Posted =>
  told('transfer.acknowledged', 'control-room', time, { to })

/** Settled on the telephone by a rank, with a second person, as the policy lets a force incident manager. */
export const resolvedByTelephone = (time: string, data: Partial<CaseEventData['incident.resolved-by-telephone']> = {}): Posted =>
  told('incident.resolved-by-telephone', 'force-incident-manager', time, data)
/** Said by the incident that carries the other, or by the one that only repeats it. */
export const linked = (time: string, incident: string, as: CaseEventData['incident.linked']['as'] = 'duplicate'): Posted =>
  told('incident.linked', 'control-room', time, { incident, as })
/** By a force incident manager, who reads it as well. */
export const restricted = (time: string, people: readonly string[], by = 'fim-1'): Posted =>
  told('incident.restricted', 'force-incident-manager', time, {
    people: [...people],
    by: { id: by, role: 'force-incident-manager' },
  })
export const unrestricted = (time: string, by = 'fim-1'): Posted =>
  told('incident.unrestricted', 'force-incident-manager', time, { by: { id: by, role: 'force-incident-manager' } })
export const closed = (time: string): Posted => told('incident.closed', 'supervisor', time)
export const reopened = (time: string): Posted => told('incident.reopened', 'supervisor', time)

/** Reported, assessed and graded P2 within the minute: due at the full hour after, warned at three quarters. */
export const gradedP2 = (time: string): Posted[] => [reported(time), thriveAssessed(time), graded(time, 'P2')]

/** From the report to an incident that can be closed, without children, at a low risk: 20:00 to 20:40. */
export const everythingDone: readonly Posted[] = [
  ...gradedP2('20:00'),
  assigned('20:05'),
  arrived('20:20'),
  noCrime('20:25'),
  dashSubmitted('20:30', 'standard'),
  dashReviewed('20:40'),
]

/** A second person decides on what the line of that sequence asked for. */
export const decided = (
  time: string,
  line: number,
  decision: 'approved' | 'refused' = 'approved',
  { by = 'sup-2', role = 'supervisor' as Role } = {},
): Posted =>
  told('approval.given', role, time, {
    approval: demandId(`a${line}`),
    decision,
    by: { id: by, role },
    reason: decision === 'refused' ? 'Nobody has rung her since.' : undefined,
  })
