/**
 * What attending officers are told on their way, from the lines of the record: the newest word on each thing, because a
 * later form that says nothing of a weapon takes no weapon away. Source: docs/sources.md#briefing (what APP asks to be passed on)
 */
import type { CaseEventData, EventName } from '../../../machines/rules/events.ts'
import { thriveIssues } from '../../../machines/rules/grading/thrive.ts'
import { COMMAND_ROLES, ELEMENTS, type Instant, type Person, type Role } from '../../../machines/rules/vocabulary.ts'
import { plain } from '../../../machines/rules/words.ts'
import { addTo } from '../addTo.ts'
import type { briefing } from '../answers/briefing.ts'
import type { Answer } from '../answers/shapes.ts'
import type { Actor, KeptEntry } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import { afterCorrections } from './corrections.ts'
import type { IncidentView } from './views.ts'

type Report = CaseEventData['incident.reported']
type Thrive = CaseEventData['thrive.assessed']
type Reassessed = CaseEventData['risk.reassessed']

export type BriefingView = Answer<typeof briefing>
type Told = BriefingView['since'][number]

/** The newest of what came since; the rest is in the timeline. */
const MOST_SINCE = 20
const SUPERVISES: readonly Role[] = ['supervisor', ...COMMAND_ROLES]

interface Line<Data> {
  readonly sequence: number
  readonly at: Instant
  readonly actor: Actor | null
  readonly data: Data
}

/** @param entries the lines of the case; those whose content was destroyed at retention have nothing to tell. */
export async function briefingOf(
  live: LiveCase,
  view: IncidentView,
  standing: BriefingView['standing'],
  entries: AsyncIterable<KeptEntry>,
): Promise<BriefingView> {
  const read = new Map<string, Line<unknown>[]>()
  for await (const { sequence, type, at, actor, content } of entries)
    if (content !== null) addTo(read, type, { sequence, at, actor, data: JSON.parse(content) as unknown })
  takeOutSetAside(read)
  const lines = <Data>(type: string) => (read.get(type) ?? []) as readonly Line<Data>[]

  const report = lines<Report>('incident.reported')[0]?.data
  const { location, persons, corrected } = afterCorrections(report ?? {}, lines('incident.corrected'))
  const assessed = lines<Thrive>('thrive.assessed')
  const thrives = assessed.map(({ data }) => data)
  const { context } = live.incident
  const { policy } = context
  return {
    incident: view.incident,
    force: view.force,
    version: view.version,
    reportedAt: view.reportedAt,
    priority: view.priority,
    attendBy: context.attendBy,
    attendedAt: context.attendedAt,
    resolvedByTelephoneAt: context.telephone?.at ?? null,
    closed: view.state.closure === 'closed',
    breaches: context.breaches.filter(({ settled }) => !settled).map(({ priority, dueAt }) => ({ priority, dueAt })),
    location: Object.keys(location).length === 0 ? null : location,
    corrected: [...corrected],
    firstWords: report?.narrative ?? null,
    people: [...persons, ...lines<CaseEventData['person.identified']>('person.identified').map(({ data }) => data.person)],
    children: {
      known: context.children.length,
      asked: thrives.findLast(({ childrenAsked }) => childrenAsked !== undefined)?.childrenAsked ?? null,
      answer: newest(thrives, ({ childrenAnswer }) => childrenAnswer),
    },
    flags: context.flags,
    highRiskFlags: context.flags.filter((flag) => policy.highRiskFlags.includes(flag)),
    riskGrade: context.riskGrade,
    weapons: newest(thrives, ({ weapons }) => weapons),
    situation: view.risk.situation,
    ...('unknownSince' in view.risk && { unknownSince: view.risk.unknownSince }),
    suspect: { whereabouts: newest(thrives, ({ suspectWhereabouts }) => suspectWhereabouts), dealtWith: context.suspect },
    peopleAtRisk: thrives.findLast(({ peopleAtRisk }) => (peopleAtRisk ?? []).length > 0)?.peopleAtRisk ?? [],
    repeat: view.risk.repeat,
    standing,
    links: view.links,
    historyChecks: historyChecks(thrives),
    safeContact: safeContact(thrives),
    communicationNeeds: newest(thrives, ({ communicationNeeds }) => communicationNeeds),
    safetyAdvice: newest(thrives, ({ safetyAdvice }) => safetyAdvice),
    saidAt: saidAt(assessed),
    adviceLine: thrives.findLast(({ adviceLine }) => isSaid(adviceLine?.organisation))?.adviceLine ?? null,
    interimRisk: interimRisk(assessed, lines<Reassessed>('risk.reassessed')),
    thrive: thriveOf(assessed.at(-1), live),
    reassessed: reassessedOf(lines<Reassessed>('risk.reassessed').at(-1)),
    openDemands: context.openDemands.map(({ id, reason }) => ({ id, reason })),
    since: since(lines),
    supervisors: supervisors(lines),
  }
}

/** What a second person found to explain is told to nobody as a reassessment. Its words stay: nobody has denied them. */
function takeOutSetAside(read: Map<string, Line<unknown>[]>): void {
  const verdicts = (read.get('reassessment.checked') ?? []) as readonly Line<CaseEventData['reassessment.checked']>[]
  const aside = new Set(verdicts.flatMap(({ data }) => (data.verdict === 'explains' ? [data.reassessment] : [])))
  const made = read.get('risk.reassessed') ?? []
  const part = (isAside: boolean) => made.filter(({ sequence }) => aside.has(sequence) === isAside)
  read.set('risk.reassessed', part(false))
  read.set(SET_ASIDE, part(true))
}
const SET_ASIDE = 'set-aside'

type Lines = <Data>(type: string) => readonly Line<Data>[]

const isSaid = (text: string | undefined): boolean => plain(text) !== ''
const newest = (thrives: readonly Thrive[], field: (thrive: Thrive) => string | undefined): string | null =>
  thrives.map(field).findLast(isSaid) ?? null

const SAYS: { readonly [Part in keyof BriefingView['saidAt']]-?: (thrive: Thrive) => boolean } = {
  weapons: ({ weapons }) => isSaid(weapons),
  childrenAnswer: ({ childrenAnswer }) => isSaid(childrenAnswer),
  suspectWhereabouts: ({ suspectWhereabouts }) => isSaid(suspectWhereabouts),
  peopleAtRisk: ({ peopleAtRisk = [] }) => peopleAtRisk.length > 0,
  communicationNeeds: ({ communicationNeeds }) => isSaid(communicationNeeds),
  safetyAdvice: ({ safetyAdvice }) => isSaid(safetyAdvice),
  safeContact: ({ safeContact }) => Object.values(safeContact ?? {}).some(isSaid),
  historyChecks: ({ historyChecks }) => saysChecks(historyChecks),
}

const saidAt = (assessed: readonly Line<Thrive>[]): BriefingView['saidAt'] =>
  Object.fromEntries(
    Object.entries(SAYS).flatMap(([part, says]) => {
      const line = assessed.findLast(({ data }) => says(data))
      return line === undefined ? [] : [[part, line.at]]
    }),
  )

const saysChecks = (checks: Thrive['historyChecks']): boolean => (checks?.done ?? []).length > 0 || isSaid(checks?.notDoneReason)

function historyChecks(thrives: readonly Thrive[]): BriefingView['historyChecks'] {
  const checks = thrives.findLast(({ historyChecks: said }) => saysChecks(said))?.historyChecks
  return checks === undefined ? null : { done: checks.done ?? [], notDoneReason: checks.notDoneReason ?? null }
}

/** Field by field: a new telephone number leaves the codeword as it was. */
const safeContact = (thrives: readonly Thrive[]): BriefingView['safeContact'] =>
  Object.assign(
    {},
    ...thrives.map(({ safeContact: said }) => Object.fromEntries(Object.entries(said ?? {}).filter(([, text]) => isSaid(text)))),
  )

function interimRisk(assessed: readonly Line<Thrive>[], reassessed: readonly Line<Reassessed>[]): Told | null {
  const said = [
    ...assessed.map(({ at, data }) => ({ at, by: 'thrive.assessed', text: data.interimRisk ?? '' })),
    ...reassessed.map(({ at, data }) => ({ at, by: 'risk.reassessed', text: data.interimRisk ?? '' })),
  ]
  return (
    said
      .filter(({ text }) => isSaid(text))
      .sort(byTime)
      .at(-1) ?? null
  )
}

function thriveOf(line: Line<Thrive> | undefined, { incident }: LiveCase): BriefingView['thrive'] {
  if (line === undefined) return null
  const { at, data } = line
  const said = { ...Object.fromEntries(ELEMENTS.map((name) => [name, data[name]])), ...data.elements }
  return {
    at,
    assessor: data.assessor,
    elements: Object.entries(said).map(([element, part]) => ({
      element,
      level: part?.level || null,
      rationale: part?.rationale ?? null,
    })),
    gaps: thriveIssues(data, incident.context.policy.thrive, incident.context.flags),
  }
}

function reassessedOf(line: Line<Reassessed> | undefined): BriefingView['reassessed'] {
  if (line === undefined) return null
  const { at, data } = line
  return {
    at,
    assessor: data.assessor,
    elements: Object.entries({ ...data.thrive, ...data.elements }).map(([element, part]) => ({
      element,
      change: part?.change || null,
      rationale: part?.rationale ?? null,
    })),
    safeguarding: data.interimSafeguarding ?? [],
  }
}

/** What an event tells that came since, in words; null for an event that tells nothing. */
const TELLS: { readonly [Name in EventName]?: (data: CaseEventData[Name]) => string | null } = {
  'call.received': ({ text }) => text,
  'call.cut-off': () => 'The call was cut off.',
  'log.noted': ({ text }) => text,
  'victim.contacted': ({ outcome, newInformation }) => [outcome, newInformation].filter(isSaid).join(' '),
  'video.responded': ({ outcome }) => outcome,
  'attendance.failed': ({ reason }) => reason,
  'incident.cancelled': ({ saidBy, reason }) => `${saidBy}: ${reason}`,
  'unit.arrived': ({ hiddenHarm }) => {
    const found = (hiddenHarm?.found ?? []).filter(isSaid)
    return found.length === 0 ? null : `Hidden harm found: ${found.join(', ')}.`
  },
}

/** What a reassessment says that has no place of its own in the briefing. */
const newsIn = ({ newInformation, victimContact, decision }: Reassessed): readonly string[] =>
  [victimContact?.outcome, newInformation, decision.rationale].filter(isSaid) as string[]

/** Officers read the words of a reassessment, and of a reassessment that was set aside, that it was. */
function reassessmentsTold(lines: Lines): readonly Told[] {
  const told = (made: readonly Line<Reassessed>[], texts: (data: Reassessed) => readonly string[]) =>
    made.flatMap(({ at, data }) => {
      const text = texts(data).join(' ')
      return text === '' ? [] : [{ at, by: 'risk.reassessed', text }]
    })
  return [
    ...told(lines<Reassessed>('risk.reassessed'), newsIn),
    ...told(lines<Reassessed>(SET_ASIDE), (data) => [
      'From a reassessment that was set aside, because it explained the delay:',
      ...newsIn(data),
      ...[data.interimRisk].filter(isSaid).map(String),
    ]),
  ]
}

function since(lines: Lines): readonly Told[] {
  const told = Object.entries(TELLS).flatMap(([by, tells]) =>
    lines<never>(by).flatMap(({ at, data }) => {
      const text = tells(data)
      return text === null ? [] : [{ at, by, text }]
    }),
  )
  return [...told, ...reassessmentsTold(lines)].sort(byTime).reverse().slice(0, MOST_SINCE)
}

/** Who above the control room knows of it: who has one of its alerts, and who looked at the risk again. */
function supervisors(lines: Lines): BriefingView['supervisors'] {
  return [
    ...lines<{ readonly by: Person }>('alert.acknowledged')
      .filter(({ actor }) => actor !== null && SUPERVISES.includes(actor.role))
      .map(({ at, data }) => ({ at, by: data.by, how: 'has-the-alert' as const })),
    ...lines<Reassessed>('risk.reassessed').map(({ at, data }) => ({ at, by: data.assessor, how: 'reassessed' as const })),
  ].sort(byTime)
}

const byTime = (a: { readonly at: Instant }, b: { readonly at: Instant }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)
