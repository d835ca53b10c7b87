/** What a reassessment says, question by question, beside what the assessment before it said. */
import { labelOf, wordOf } from '../../../../machines/rules/catalogue/labels/index.ts'
import { isSaid } from '../../../../machines/rules/words.ts'
import type { oneReassessment } from '../../../engine/answers/reassessments.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { checkWords } from '../../words/checks.ts'
import type { Fact, Value } from '../../words/facts.ts'
import { capital, listed, plain, small } from '../../words/words.ts'

type One = Answer<typeof oneReassessment>
export type Reassessed = NonNullable<One['reassessment']>
export type Assessed = NonNullable<NonNullable<One['before']>['data']> | Reassessed

export interface Question {
  readonly label: string
  readonly now: readonly Value[]
  readonly before: readonly Value[]
}

type Lines = ReadonlyMap<string, { readonly label: string; readonly values: readonly Value[] }>

const EVENT = 'risk.reassessed'
const label = (path: string): string => labelOf(EVENT, path).label
const word = (path: string, code: string): string => wordOf(EVENT, path, code)
const text = (said: string | undefined): readonly Value[] => (isSaid(said) ? [{ text: String(said), instant: null }] : [])
const moment = (before: string, instant: string | undefined): readonly Value[] =>
  isSaid(instant) ? [{ text: before, instant: String(instant) }] : []

/** Every question that either of them answers, in the order of the form. */
export function besideOf(now: Reassessed, before: Assessed | null): readonly Question[] {
  const [said, earlier] = [linesOf(now), before === null ? new Map() : linesOf(before)] as [Lines, Lines]
  return [...new Set([...said.keys(), ...earlier.keys()])].flatMap((question) => {
    const [is, was] = [said.get(question), earlier.get(question)]
    const both = { label: (is ?? was)?.label ?? '', now: is?.values ?? [], before: was?.values ?? [] }
    return both.now.length + both.before.length === 0 ? [] : [both]
  })
}

/** What one assessment says, question by question. */
export const saidIn = (data: Assessed): readonly Fact[] => [...linesOf(data).values()].filter(({ values }) => values.length > 0)

const FIVE = ['suspect', 'victim', 'canReach', 'changed', 'protects'] as const
const LABELLED = {
  suspect: 'situation/suspect/where',
  victim: 'situation/victim/where',
  canReach: 'situation/canReach',
  changed: 'situation/changed',
  protects: 'situation/protects',
} as const
const SIX = ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'] as const

function linesOf(data: Assessed): Lines {
  const reassessed = 'decision' in data ? data : null
  const lines = new Map<string, { readonly label: string; readonly values: readonly Value[] }>()
  const put = (name: string, called: string, values: readonly Value[]): void => void lines.set(name, { label: called, values })
  for (const name of FIVE) put(name, label(LABELLED[name]), situationAt(data, name))
  put('newInformation', label('newInformation'), text(reassessed?.newInformation))
  put('victimContact', label('victimContact/attempted'), contactIn(reassessed?.victimContact))
  put('checks', label('checksRepeated'), text(checkWords(checksIn(data))))
  for (const name of SIX) put(name, label(`thrive/${name}`), elementIn('decision' in data ? data.thrive?.[name] : data[name]))
  for (const [name, element] of Object.entries(data.elements ?? {})) put(`/${name}`, capital(plain(name)), elementIn(element))
  put('interimRisk', label('interimRisk'), text(data.interimRisk))
  put('safeguarding', label('interimSafeguarding'), safeguardingIn(reassessed))
  put('resourceAction', label('resourceAction'), text(reassessed?.resourceAction))
  put(
    'decision',
    label('decision'),
    text([reassessed?.decision.priority, reassessed?.decision.rationale].filter(isSaid).join('. ')),
  )
  put('attend', label('decision/attend/needed'), attendIn(reassessed?.decision.attend))
  put('nextReviewAt', label('nextReviewAt'), moment('', reassessed?.nextReviewAt))
  return lines
}

function situationAt({ situation }: Assessed, name: (typeof FIVE)[number]): readonly Value[] {
  if (name === 'suspect' || name === 'victim') {
    const { where, source, knownAt } = situation?.[name] ?? {}
    if (!isSaid(where)) return []
    const told = isSaid(source) && source !== 'none' ? `, said by ${small(word(`situation/${name}/source`, String(source)))}` : ''
    return [...text(word(`situation/${name}/where`, String(where)) + told), ...moment('Known at ', knownAt)]
  }
  const codes = [situation?.[name] ?? []].flat().filter(isSaid)
  return text(listed(codes.map((code) => word(`situation/${name}`, code))))
}

function contactIn(contact: Reassessed['victimContact']): readonly Value[] {
  if (contact?.attempted === undefined) return []
  if (!contact.attempted) return text(['No', contact.notAttemptedReason].filter(isSaid).join('. '))
  return [...(isSaid(contact.at) ? moment('Yes, at ', contact.at) : text('Yes')), ...text(contact.outcome)]
}

const attendIn = (attend: Reassessed['decision']['attend']): readonly Value[] =>
  attend?.needed === undefined ? [] : text([attend.needed ? 'Yes' : 'No', attend.reason].filter(isSaid).join('. '))

const checksIn = (data: Assessed): readonly string[] =>
  'decision' in data ? (data.checksRepeated ?? []) : (data.historyChecks?.done ?? [])

type Element =
  | { readonly level?: string | undefined; readonly change?: string | undefined; readonly rationale?: string | undefined }
  | undefined

function elementIn(element: Element): readonly Value[] {
  const { level, change, rationale } = element ?? {}
  const found = isSaid(change)
    ? word('thrive/threat/change', String(change))
    : isSaid(level)
      ? wordOf('thrive.assessed', 'threat/level', String(level))
      : ''
  return [...text(found), ...text(rationale)]
}

const safeguardingIn = (data: Reassessed | null): readonly Value[] =>
  text([...(data?.interimSafeguarding ?? []), data?.interimSafeguardingNoneReason].filter(isSaid).join('; '))
