/** Decisions of a second person: what was asked, who may decide on it, and what then applies. */

import { mayRead } from '../../../machines/incident/restricted/restricted.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { APPROVAL, type ApprovalContext, approvalId } from '../../../machines/matters/approval.ts'
import { ruleOf } from '../../../machines/rules/decidedByTwo.ts'
import type { CaseEventData, EventName } from '../../../machines/rules/events.ts'
import { type Issue, issueIf } from '../../../machines/rules/issue.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import type { Instant, Person, Role } from '../../../machines/rules/vocabulary.ts'
import type { ApprovalTold, ArrivedEvent } from '../engine.ts'
import type { CaseStore } from '../ports.ts'
import type { Problem, Warning } from '../problems.ts'
import { endApproval } from '../step/approvals.ts'
import type { Actor, Asked, CaseKey, KeptEntry, StoredMachine } from '../step/case.ts'
import type { Unchained } from '../step/consequences.ts'
import { partOf } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import { withNamed } from '../step/named.ts'
import { take } from '../step/step.ts'
import { judgeContent } from './content.ts'
import { invalid, issue, type Judged, problemOf, withoutErrors } from './judged.ts'
import { aboutOf } from './matters.ts'
import { refusedNow } from './takenNow.ts'
import { isSameAccount } from './yourself.ts'

/** Lines that ask for something, by their place in the record. */
export type AskedLines = ReadonlyMap<number, KeptEntry>
export const NOTHING_ASKED: AskedLines = new Map()

export const isGiven = (event: ArrivedEvent): event is ArrivedEvent<'approval.given'> => event.type === 'approval.given'

/** The line that the name of an approval ends with; of another name, any number. Whether there is one of that name is asked before. */
const lineOf = (reference: string, approval: string): number => Number(approval.slice(approvalId(reference, 0).length - 1))

/** What the decisions among the events of a group are about. @param upTo the newest line of the case. @param events of that case. */
export async function askedFor(
  store: Pick<CaseStore, 'readEntries'>,
  key: CaseKey,
  upTo: number,
  events: readonly ArrivedEvent[],
): Promise<AskedLines> {
  const named = events.filter(isGiven).map(({ data }) => lineOf(key.reference, data.approval))
  const wanted = named.filter((line) => Number.isInteger(line) && line >= 1 && line <= upTo)
  const read = new Map<number, KeptEntry>()
  if (wanted.length === 0) return read
  const types = ['approval.asked', 'risk.reassessed']
  for await (const entry of store.readEntries(key, Math.max(...wanted), types, Math.min(...wanted)))
    if (wanted.includes(entry.sequence)) read.set(entry.sequence, entry)
  return read
}

/** What a line asked for, by whom. */
interface AskedFor extends Asked {
  readonly actor: Actor
}

/** @returns null where its content was destroyed. */
function askedIn(
  { asked, entries }: { readonly asked: AskedLines; readonly entries: readonly KeptEntry[] },
  { reference }: LiveCase,
  approval: string,
): AskedFor | null {
  const sequence = lineOf(reference, approval)
  const line = entries.find((entry) => entry.sequence === sequence) ?? asked.get(sequence)
  if (line === undefined || line.content === null) return null
  const actor = line.actor as Actor
  if (line.type !== 'approval.asked')
    return { type: 'risk.reassessed', time: line.at, data: JSON.parse(line.content) as CaseEventData['risk.reassessed'], actor }
  return { ...(JSON.parse(line.content) as Asked), actor }
}

const contextOf = (live: LiveCase, approval: string): ApprovalContext | undefined =>
  partOf(live, 'matters', `${APPROVAL}/${approval}`)?.context as ApprovalContext | undefined

/** What became of what a line asked for; null for a line that asked for nothing. @throws LeftTheCase */
export const approvalOf = (live: LiveCase, sequence: number): ApprovalTold | null =>
  told(live, sequence, partOf(live, 'matters', `${APPROVAL}/${approvalId(live.reference, sequence)}`))

/** The same of a line that has just been recorded: what it asks for has not left the case. */
export const approvalIn = (live: LiveCase, sequence: number): ApprovalTold | null =>
  told(live, sequence, live.matters[`${APPROVAL}/${approvalId(live.reference, sequence)}`])

function told({ reference }: LiveCase, sequence: number, machine: StoredMachine | undefined): ApprovalTold | null {
  if (machine === undefined) return null
  const { until } = machine.context as unknown as ApprovalContext
  return { approval: approvalId(reference, sequence), status: machine.value as ApprovalTold['status'], until }
}

/** Both of one person: as signed in, and by their names always. Whoever signed in decides in their own name. */
function areOne(asked: AskedFor, { data: { by }, actor }: Pick<ArrivedEvent<'approval.given'>, 'data' | 'actor'>): boolean {
  const theirs = [ruleOf(asked.type)?.actor(asked.data).id, asked.actor.person?.name]
  return isSameAccount(asked.actor, actor) || theirs.some((id) => id !== undefined && samePerson(id, by.id))
}

const LOWERS: readonly EventName[] = ['incident.graded', 'risk.reassessed', 'dash.reviewed']

/** A key's people are claims where people sign in: whoever asks by a claim could decide on it in person, and be both. */
export const askedByNobody = (type: EventName): Problem => ({
  code: LOWERS.includes(type) ? 'downgrade-not-approved' : 'invalid-event',
  detail:
    'Two people decide this, and nobody knows who asks: sign in to ask, or use the key of a system that vouches for its people.',
  errors: [issue('/data', 'takes two people who prove who they are')],
})

/** Whether this person may decide on it, and at that time. */
function judgeDecision(live: LiveCase, asked: AskedFor, event: ArrivedEvent<'approval.given'>): Judged {
  const { at, data, actor } = event
  const { decides = [], askedAt } = contextOf(live, data.approval) ?? {}
  const errors: Issue[] = [
    ...issueIf(
      areOne(asked, event),
      '/data/by/id',
      'whoever asked for this, or acts in it, does not decide: somebody else has to',
    ),
    ...issueIf(!decides.includes(actor.role), '/data/by', `this takes a ${decides.join(' or a ')}: have one of them decide`),
    ...issueIf(
      !mayRead(live.incident.context.restricted, data.by.id),
      '/data/by',
      'the incident is restricted: somebody who may read it has to decide',
    ),
  ]
  if (errors.length > 0)
    return LOWERS.includes(asked.type)
      ? problemOf('downgrade-not-approved', 'This person may not decide on what waits for a second person.', errors)
      : invalid(errors)
  return withoutErrors(
    askedAt != null && at < askedAt ? [issue('/time', `comes before what it decides on, which was asked for at ${askedAt}`)] : [],
  )
}

/** What applies once a second person has approved it; of a reassessment, the grade alone. */
function approvedEvent(
  { type, data }: Asked,
  second: Person,
  { at, recordedAt }: { readonly at: Instant; readonly recordedAt: Instant },
): PublicEvent {
  if (type === 'risk.reassessed') {
    const { assessor: by, decision } = data as CaseEventData['risk.reassessed']
    const { priority, rationale } = decision
    return { type: 'incident.graded', at, recordedAt, data: { priority, rationale: String(rationale), by, approvedBy: second } }
  }
  return { type, at, recordedAt, data: ruleOf(type)?.with(data, second) ?? data } as PublicEvent
}

/** What keeps it from applying as things are now; null where nothing does. @param roles of both. */
function approvedRefuses(live: LiveCase, event: PublicEvent, roles: readonly Role[]): Problem | null {
  const seen = withNamed(live, event)
  const about = aboutOf(seen, event)
  const problem = refusedNow(live, event, about)
  if (problem !== null) return problem
  const ranks = ruleOf(event.type)?.ranks(live.incident.context.policy) ?? null
  const role = roles.find((one) => ranks?.includes(one)) ?? (roles[0] as Role)
  return judgeContent(seen, event, role, { about, last: null }).problem
}

const UNEXPLAINED: Warning = {
  code: 'reason-missing',
  pointer: '/data/reason',
  detail: 'Whoever asked does not learn why it was refused: tell them.',
}

type Decided =
  | { readonly problem: Problem }
  | { readonly problem: null; readonly recorded: readonly [Unchained, ...Unchained[]]; readonly warnings: readonly Warning[] }

interface Deciding {
  readonly now: Instant
  readonly asked: AskedLines
  readonly entries: readonly KeptEntry[]
}

/** A second person has decided. What was asked for applies at that instant, judged as things are now, or ends as not possible any more. */
export function decide(work: Deciding, live: LiveCase, arrived: ArrivedEvent<'approval.given'>): Decided {
  const { at, data, actor } = arrived
  const { approval, by } = data
  const asked = askedIn(work, live, approval)
  if (asked === null)
    return {
      problem: {
        code: 'not-accepted-now',
        detail: `What ${approval} asked for was destroyed at retention, so nobody can decide on it: post the event anew.`,
        accepts: [],
      },
    }
  const judged = judgeDecision(live, asked, arrived)
  if (judged.problem !== null) return judged
  const happened = { at, recordedAt: work.now }
  const event = approvedEvent(asked, by, happened)
  const isRefused = data.decision === 'refused'
  const problem = isRefused ? null : approvedRefuses(live, event, [asked.actor.role, actor.role])
  const given = take(live, { type: 'approval.given', ...happened, data }, arrived)
  if (isRefused) return { problem: null, recorded: [given], warnings: data.reason === undefined ? [UNEXPLAINED] : [] }
  if (problem === null) {
    const applied = take(live, event, { source: null, id: null, actor: asked.actor }, { recall: () => [], approval })
    return { problem: null, recorded: [given, applied], warnings: [] }
  }
  const detail = whyOf(problem)
  const lapsed = endApproval(live, approval, { code: problem.code, detail }, happened)
  const warning = { code: 'approval-lapsed', pointer: '/data/approval', detail: `It cannot be done as things are now: ${detail}` }
  return { problem: null, recorded: [given, lapsed], warnings: [warning] }
}

const whyOf = ({ detail, errors = [], blockers = [] }: Problem): string =>
  [detail, ...[...errors, ...blockers].map((one) => one.detail)].join(' ')
