/** What the last assessment said, beside each part of the form: who, when, and how old it is. It fills in nothing. */
import { wordOf } from '../../../../machines/rules/catalogue/labels/index.ts'
import type { CaseEventData } from '../../../../machines/rules/events.ts'
import type { Person } from '../../../../machines/rules/vocabulary.ts'
import { isSaid, saysNone } from '../../../../machines/rules/words.ts'
import { checkWords } from '../../words/checks.ts'
import { listed, small } from '../../words/words.ts'
import type { Known } from './known.ts'

type Reassessed = CaseEventData['risk.reassessed']
export type Asked = 'suspect' | 'victim' | 'canReach' | 'changed' | 'protects'

export interface Said {
  readonly at: string
  /** Milliseconds. */
  readonly age: number
  /** Null where the record does not tell. */
  readonly by: string | null
  readonly text: string
  /** When it was known where somebody was. */
  readonly knownAt: string | null
}

const EVENT = 'risk.reassessed'
const word = (path: string, code: string): string => wordOf(EVENT, path, code)
const nameOf = (person: Person | undefined): string | null => person?.id ?? null

/** @param now milliseconds since 1970. */
export function saidOf(asked: Asked, { incident, lines }: Known, now: number): Said | null {
  const { situation } = incident.risk
  if (situation === null) return null
  const line = lines.find(({ sequence }) => sequence === situation.sequence)
  const by = nameOf((line?.data as Reassessed | null | undefined)?.assessor)
  const when = { at: situation.at, age: ageOf(situation.at, now), by }
  if (asked === 'suspect' || asked === 'victim') {
    const { where, source, knownAt } = situation[asked]
    const told = source === 'none' ? '' : `, said by ${small(word(`situation/${asked}/source`, source))}`
    return { ...when, text: word(`situation/${asked}/where`, where) + told, knownAt }
  }
  const codes = asked === 'canReach' ? [situation.canReach] : situation[asked]
  return { ...when, text: listed(codes.map((code) => word(`situation/${asked}`, code))), knownAt: null }
}

const ageOf = (at: string, now: number): number => Math.max(0, now - Date.parse(at))

type Element = { readonly level?: string; readonly change?: string; readonly rationale?: string } | undefined

/** Of an element: the level that the THRIVE found, and how the last reassessment changed it. */
export function elementSaid(name: string, { thrive, last }: Known, now: number): readonly Said[] {
  const found: Element = elementOf(thrive?.data, name)
  const again: Element = elementOf(last?.data.thrive, name) ?? elementOf(last?.data, name)
  return [
    ...(thrive !== null && found?.level
      ? [saidBy(thrive, thrive.data.assessor, withWhy(levelOf(found.level), found.rationale), now)]
      : []),
    ...(last !== null && again?.change
      ? [saidBy(last, last.data.assessor, withWhy(word('thrive/threat/change', again.change), again.rationale), now)]
      : []),
  ]
}

const levelOf = (level: string): string => wordOf('thrive.assessed', 'threat/level', level)

function elementOf(data: object | undefined, name: string): Element {
  const own = data === undefined ? undefined : Reflect.get(data, name)
  const added = data === undefined ? undefined : (Reflect.get(data, 'elements') as Readonly<Record<string, unknown>> | undefined)
  return (own ?? added?.[name]) as Element
}

const withWhy = (what: string, why: string | undefined): string => (isSaid(why) ? `${what}. ${why}` : what)

const saidBy = ({ at }: { readonly at: string }, by: Person | undefined, text: string, now: number): Said => ({
  ...{ at, age: ageOf(at, now), by: nameOf(by), text, knownAt: null },
})

/** The parts that only a reassessment has, and the interim risk, which a THRIVE has too. */
export interface Before {
  readonly contact: Said | null
  readonly checks: Said | null
  readonly interimRisk: Said | null
  readonly safeguarding: Said | null
  readonly resources: Said | null
  readonly decision: Said | null
}

export function beforeOf({ thrive, last }: Known, now: number): Before {
  const of = (text: string | undefined): Said | null =>
    last === null || !isSaid(text) ? null : saidBy(last, last.data.assessor, text as string, now)
  const data = last?.data
  const risk = data?.interimRisk ?? thrive?.data.interimRisk
  const risked = last ?? thrive
  return {
    contact: of(contactIn(data?.victimContact)),
    checks: of([...checksIn(data?.checksRepeated), ...newsIn(data)].join('. ')),
    interimRisk: risked === null || !isSaid(risk) ? null : saidBy(risked, risked.data.assessor, risk as string, now),
    safeguarding: of((data?.interimSafeguarding ?? []).filter(isSaid).join('; ') || data?.interimSafeguardingNoneReason),
    resources: of(data?.resourceAction),
    decision: of(data === undefined ? undefined : [data.decision.priority, data.decision.rationale].filter(isSaid).join('. ')),
  }
}

function contactIn(contact: Reassessed['victimContact']): string | undefined {
  if (contact?.attempted === undefined) return undefined
  return contact.attempted ? contact.outcome : `Not tried: ${contact.notAttemptedReason ?? ''}`
}

const checksIn = (checks: readonly string[] = []): readonly string[] =>
  checks.length === 0 ? [] : [`Checked again: ${checkWords(checks)}`]
const newsIn = (data: Pick<Reassessed, 'newInformation'> | undefined): readonly string[] =>
  data === undefined || saysNone(data.newInformation) ? [] : [String(data.newInformation)]
