/** What waits for a second person, and what became of it, as the page of approvals shows it. */
import { type EventName, nameOf } from '../../../../machines/rules/events.ts'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { samePerson } from '../../../../machines/rules/person.ts'
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../../../machines/rules/whoActs.ts'
import type { approvalPage } from '../../../engine/answers/approvals.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { lengthOf } from '../../../frame/times.ts'
import { type SomeFields, someFields } from '../../forms/someFields.ts'
import type { Fact } from '../../words/facts.ts'
import { recordedIn } from '../../words/recorded.ts'
import type { Refusal } from '../../words/refused.ts'
import { eventWords, words } from '../../words/words.ts'
import { type Question, type Reassessed, besideOf as reassessedBeside, saidIn } from '../reassessments/beside.ts'
import { asksWords, lapsedWords } from './asks.ts'
import type { Beside } from './beside.ts'

export type Approvals = Answer<typeof approvalPage>
type Item = Approvals['items'][number]
export type Shown = Exclude<Item, { readonly restricted: true }>

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
  readonly now: number
}

interface Waiting {
  readonly approval: string
  readonly incident: string
  readonly asks: string
  readonly event: string
  readonly askedBy: string
  readonly askedAt: string
  readonly until: string
  readonly why: string | null
  readonly standing: Standing | null
  /** Of a reassessment, beside the assessment before it. */
  readonly questions: readonly Question[]
  /** Of anything else. */
  readonly facts: readonly Fact[]
  readonly isDestroyed: boolean
  readonly isOwn: boolean
  readonly decides: string
  readonly form: (SomeFields & { readonly id: string }) | null
}

/** How the incident stands, for whoever decides. */
interface Standing {
  readonly grade: string
  readonly waited: string
  readonly since: string
  readonly until: string | null
  readonly flags: string
  readonly before: { readonly at: string; readonly what: string; readonly says: readonly Fact[] } | null
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

export const isShown = (item: Item): item is Shown => !('restricted' in item)

interface Told {
  readonly waiting: Approvals
  readonly decided: Approvals
  readonly tried: Tried | null
  readonly done: Outcome | null
  /** By approval, of what the reader may decide. */
  readonly besides?: ReadonlyMap<string, Beside | null>
}

export function approvalsOf({ waiting, decided, tried, done, besides = new Map() }: Told, reader: Reader): Page {
  const shown = waiting.items.filter(isShown).map((item) => waitingOf(item, besides.get(item.approval) ?? null, tried, reader))
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

const eventOf = ({ type }: Pick<Shown, 'type'>): EventName => nameOf(type) as EventName

function isOwnOf(item: Shown, { person }: Pick<Reader, 'person'>): boolean {
  const actor = actorIn(item.data, actingFieldOf(eventOf(item)))
  return person !== null && [item.askedBy, actor].some((one) => one !== null && samePerson(one.id, person.id))
}

export const mayDecide = (item: Shown, reader: Pick<Reader, 'person' | 'role'>): boolean =>
  reader.person !== null && item.decides.includes(reader.role) && !isOwnOf(item, reader)

/** They say by references what was answered and read, not how the risk is. */
const REFERENCES = ['demand', 'alsoAnswers'] as const

function waitingOf(item: Shown, beside: Beside | null, tried: Tried | null, reader: Reader): Waiting {
  const { approval, incident, type, asks, askedBy, askedAt, until = '', decides, data } = item
  const event = eventOf(item)
  const acting = actingFieldOf(event)
  const isOwn = isOwnOf(item, reader)
  const isReassessment = event === 'risk.reassessed' && data !== null
  const why = whyIn(data)
  const without = [...(acting === null ? [] : [acting]), ...REFERENCES, ...(why === null ? [] : WHY)]
  return {
    ...{ why, standing: beside === null ? null : standingOf(beside, isReassessment, reader.now) },
    questions: isReassessment ? reassessedBeside(data as Reassessed, beside?.before?.data ?? null) : [],
    ...{ approval, incident, asks: asksWords(event, asks), event: eventWords(type), askedAt, until, isOwn },
    askedBy: personWords(askedBy),
    facts: isReassessment ? [] : recordedIn(event, data, without),
    isDestroyed: data === null,
    decides: decides.map((one) => ROLE_LABELS[one].toLowerCase()).join(' or a '),
    form: mayDecide(item, reader)
      ? { id: reader.newId(), ...formFor(approval, tried?.approval === approval ? tried : null) }
      : null,
  }
}

const WHY = ['rationale', 'reason'] as const

/** In the words of whoever asks. */
function whyIn(data: object | null): string | null {
  const decision: unknown = data === null ? null : Reflect.get(data, 'decision')
  const within = [data, decision].filter((part) => typeof part === 'object' && part !== null)
  const said = within
    .flatMap((part) => WHY.map((name) => Reflect.get(part as object, name)))
    .find((one) => typeof one === 'string')
  return typeof said === 'string' && said.trim() !== '' ? said : null
}

function standingOf({ incident, before }: Beside, isBeside: boolean, now: number): Standing {
  const { since, until } = incident.waiting
  return {
    grade: incident.priority ?? 'no grade',
    waited: lengthOf((until === null ? now : Date.parse(until)) - Date.parse(since)),
    ...{ since, until, flags: incident.risk.flags.map(words).join(', ') },
    before:
      before === null
        ? null
        : {
            ...{ at: before.at, what: before.isThrive ? 'THRIVE' : 'reassessment' },
            says: isBeside ? [] : saidIn(before.data),
          },
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

const STATUS: Readonly<Record<Shown['status'], string>> = {
  waiting: 'waiting',
  approved: 'agreed',
  refused: 'refused',
  lapsed: 'lapsed',
}

const decidedOf = ({ incident, type, asks, status, decidedAt, decidedBy, lapsed, reason }: Shown): Decided => ({
  ...{ incident, asks: asksWords(eventOf({ type }), asks), status: STATUS[status], at: decidedAt ?? null },
  by: decidedBy?.id ?? null,
  why:
    [...(lapsed === undefined ? [] : [lapsedWords(lapsed, nameOf(type))]), ...(reason === undefined ? [] : [reason])].join(
      ': ',
    ) || null,
})
