/** What waits for a second person, and what became of it, as the page of approvals shows it. */
import type { EventName } from '../../../../machines/rules/events.ts'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { samePerson } from '../../../../machines/rules/person.ts'
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../../../machines/rules/whoActs.ts'
import type { approvalPage } from '../../../engine/answers/approvals.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { type SomeFields, someFields } from '../../forms/someFields.ts'
import type { Fact } from '../../words/facts.ts'
import { recordedIn } from '../../words/recorded.ts'
import type { Refusal } from '../../words/refused.ts'
import { eventWords, plain, words } from '../../words/words.ts'

export type Approvals = Answer<typeof approvalPage>
type Item = Approvals['items'][number]
type Shown = Exclude<Item, { readonly restricted: true }>

/** What became of a form; `before`: it had been sent already. */
export const OUTCOMES = ['approved', 'refused', 'lapsed', 'before'] as const
export type Outcome = (typeof OUTCOMES)[number]

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  approved: 'You agreed. It applies from now on.',
  refused: 'You refused. Nothing has changed.',
  lapsed: 'You agreed, but it could not be done any more. The list of what was decided last says why.',
  before: 'You sent this form before, and it was decided once. The lists below say what became of it.',
}

/** A decision that was not taken, as it was typed. */
export interface Tried {
  readonly approval: string
  readonly decision: string
  readonly reason: string
  readonly refused: Refusal
  readonly issues: readonly Issue[]
}

/** Who looks. */
export interface Reader {
  readonly person: { readonly id: string } | null
  readonly role: Role
  /** The id of the event that a form posts: sent twice, it is recorded once. */
  readonly newId: () => string
}

interface Waiting {
  readonly approval: string
  readonly incident: string
  readonly asks: string
  readonly event: string
  readonly askedBy: string
  readonly askedAt: string
  readonly until: string
  readonly facts: readonly Fact[]
  readonly isDestroyed: boolean
  readonly isOwn: boolean
  readonly decides: string
  readonly form: (SomeFields & { readonly id: string }) | null
}

interface Decided {
  readonly incident: string
  readonly asks: string
  readonly status: string
  readonly by: string | null
  readonly at: string | null
  readonly why: string | null
}

export interface Page {
  readonly done: string | null
  readonly refused: Refusal | null
  readonly errors: SomeFields['errors']
  /** What was typed about something that no longer waits. */
  readonly kept: string | null
  readonly waiting: readonly Waiting[]
  readonly restricted: readonly { readonly incident: string; readonly until: string | null }[]
  readonly hasMore: boolean
  readonly decided: readonly Decided[]
}

const isShown = (item: Item): item is Shown => !('restricted' in item)

export function approvalsOf(
  { waiting, decided, tried, done }: { waiting: Approvals; decided: Approvals; tried: Tried | null; done: Outcome | null },
  reader: Reader,
): Page {
  const shown = waiting.items.filter(isShown).map((item) => waitingOf(item, tried, reader))
  const own = tried === null ? undefined : shown.find(({ approval }) => approval === tried.approval)
  return {
    done: done === null ? null : OUTCOME_WORDS[done],
    refused: tried?.refused ?? null,
    errors: own?.form?.errors ?? (tried?.issues ?? []).map(({ detail }) => ({ text: detail, href: null })),
    kept: tried !== null && own?.form == null && tried.reason !== '' ? tried.reason : null,
    waiting: shown,
    restricted: waiting.items.flatMap((item) => (isShown(item) ? [] : [{ incident: item.incident, until: item.until ?? null }])),
    hasMore: waiting.next !== null,
    decided: decided.items.filter(isShown).map(decidedOf),
  }
}

const nameOf = (type: string): EventName => type.replace(/^uk\.police\.da\./, '').replace(/\.v\d+$/, '') as EventName

function waitingOf(item: Shown, tried: Tried | null, { person, role, newId }: Reader): Waiting {
  const { approval, incident, type, asks, askedBy, askedAt, until = '', decides, data } = item
  const event = nameOf(type)
  const acting = actingFieldOf(event)
  const isOwn = person !== null && [askedBy, actorIn(data, acting)].some((one) => one !== null && samePerson(one.id, person.id))
  const mayDecide = person !== null && !isOwn && decides.includes(role)
  return {
    ...{ approval, incident, asks: asksWords(event, asks), event: eventWords(type), askedAt, until, isOwn },
    askedBy: personWords(askedBy),
    facts: recordedIn(event, data, acting === null ? [] : [acting]),
    isDestroyed: data === null,
    decides: decides.map((one) => ROLE_LABELS[one].toLowerCase()).join(' or a '),
    form: mayDecide ? { id: newId(), ...formFor(approval, tried?.approval === approval ? tried : null) } : null,
  }
}

const formFor = (approval: string, tried: Tried | null): SomeFields => {
  const typed = new Map([
    ['/data/decision', tried === null ? [] : [tried.decision]],
    ['/data/reason', tried === null ? [] : [tried.reason]],
  ])
  return someFields('approval.given', ['decision', 'reason'], { typed, issues: tried?.issues ?? [] }, `${approval}-`)
}

function actorIn(data: object | null, acting: string | null): { readonly id: string } | null {
  const actor: unknown = data === null || acting === null ? null : Reflect.get(data, acting)
  return typeof actor === 'object' && actor !== null && 'id' in actor && typeof actor.id === 'string' ? { id: actor.id } : null
}

const personWords = ({ id, role }: { readonly id: string; readonly role: string }): string => `${id} (${words(role)})`

/** What is asked for, as a sentence goes on after the incident's reference. */
function asksWords(event: EventName, asks: string): string {
  const [from = '', to = ''] = asks.split(' to ')
  switch (event) {
    case 'incident.graded':
    case 'risk.reassessed':
      return `lower the grade from ${from} to ${to}`
    case 'dash.reviewed':
      return `lower the risk grade from ${plain(from)} to ${plain(to)}`
    case 'dash.excepted':
      return 'make no DASH assessment'
    case 'incident.resolved-by-telephone':
      return 'resolve it by telephone'
    case 'crime.outcome':
      return asks.replace(/^(.*): outcome (.*)$/, 'give crime $1 the outcome $2')
    default:
      return asks
  }
}

/** Why nobody had to decide any more. What could not be done says so in its reason. */
const LAPSED: Readonly<Record<NonNullable<Shown['lapsed']>, string>> = {
  'nobody-decided': 'nobody decided in time',
  'decided-otherwise': 'somebody has decided the same thing since',
  'set-aside': 'a second reader set the reassessment aside',
  closed: 'the incident was closed',
  'not-possible-now': 'it could not be done any more',
}
const STATUS: Readonly<Record<Shown['status'], string>> = {
  waiting: 'waiting',
  approved: 'agreed',
  refused: 'refused',
  lapsed: 'lapsed',
}

const decidedOf = ({ incident, type, asks, status, decidedAt, decidedBy, lapsed, reason }: Shown): Decided => ({
  ...{ incident, asks: asksWords(nameOf(type), asks), status: STATUS[status], at: decidedAt ?? null },
  by: decidedBy?.id ?? null,
  why: [...(lapsed === undefined ? [] : [LAPSED[lapsed]]), ...(reason === undefined ? [] : [reason])].join(': ') || null,
})
