/** Met before? What was asked, what was found and why, and what an empty answer does not prove. */
import { FIND_FIELDS, type FindField } from '../../../../machines/rules/report/findKeys.ts'
import type { foundPage } from '../../../api/answers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { counted, words } from '../../words/words.ts'

export type Found = Answer<typeof foundPage>

export interface Field {
  readonly field: FindField
  /** The pointer into the question. */
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly longest: number
  readonly inputmode: 'text' | 'tel'
}

const FIELDS: Readonly<Record<FindField, Omit<Field, 'field' | 'name'>>> = {
  reference: {
    label: 'Incident number',
    hint: 'All of it, such as WK-20261120-0412, in any case, with or without separators. Its last part alone finds nothing.',
    longest: 100,
    inputmode: 'text',
  },
  personRef: { label: 'Reference of a person', hint: 'Of anybody in the incident', longest: 256, inputmode: 'text' },
  phone: { label: 'Telephone number', hint: 'All of it, in any spelling', longest: 64, inputmode: 'tel' },
  name: { label: 'Name', hint: 'Whole words, such as the surname', longest: 256, inputmode: 'text' },
  address: { label: 'Address or place', hint: 'A line of it, or words of it', longest: 500, inputmode: 'text' },
  postcode: { label: 'Postcode', hint: 'The first half only together with another field', longest: 16, inputmode: 'text' },
}

export const FORM: readonly Field[] = FIND_FIELDS.map((field) => ({ field, name: `/${field}`, ...FIELDS[field] }))

export type Question = Readonly<Record<FindField, string>>

export const questionIn = (form: URLSearchParams): Question =>
  Object.fromEntries(FIND_FIELDS.map((field) => [field, form.get(`/${field}`) ?? ''])) as Question

const saidFields = (question: Question): readonly FindField[] => FIND_FIELDS.filter((field) => question[field].trim() !== '')

export interface Elsewhere {
  readonly name: string
  readonly label: string
  readonly value: string
}

const DIGITS = /^[+\d][\d\s()+./-]*$/
const FEWEST_OF_A_PHONE = 7

/** Where to look for what was typed as an incident number, where no incident has that number: another field may ask for it. */
export function elsewhereFor(question: Question): readonly Elsewhere[] {
  if (saidFields(question).join() !== 'reference') return []
  const value = question.reference.trim()
  const digits = value.replaceAll(/\D/g, '').length
  const isPhone = DIGITS.test(value) && digits >= FEWEST_OF_A_PHONE
  const fields: readonly FindField[] = isPhone ? ['phone', 'personRef'] : ['name', 'address', 'personRef']
  return fields.map((field) => ({ name: `/${field}`, label: lower(FIELDS[field].label), value }))
}

/** As it is posted; what is blank is not asked. */
export const askedOf = (question: Question): Partial<Question> =>
  Object.fromEntries(saidFields(question).map((field) => [field, question[field]]))

/** What was asked, for the line above the results. */
export const askedInWords = (question: Question): readonly { readonly label: string; readonly value: string }[] =>
  saidFields(question).map((field) => ({ label: FIELDS[field].label, value: question[field].trim() }))

const plainly = (reference: string): string => reference.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase()

/** The incident that was asked for by its number alone, and nothing else it could be; null where somebody has to choose. */
export function exactlyIn(question: Question, { items, next, restricted }: Found): string | null {
  const [only] = items
  if (only === undefined || items.length > 1 || next !== null || restricted > 0) return null
  if (saidFields(question).join() !== 'reference') return null
  return plainly(only.incident) === plainly(question.reference) ? only.incident : null
}

export interface FoundRow {
  readonly incident: string
  readonly reportedAt: string
  readonly isClosed: boolean
  readonly facts: readonly string[]
  readonly why: string
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

export function rowsOf({ items }: Found): readonly FoundRow[] {
  return items.map(({ incident, reportedAt, priority, state, risk, demands, by }) => ({
    ...{ incident, reportedAt, isClosed: state.closure === 'closed' },
    facts: [
      priority === null ? 'no grade' : `grade ${priority}`,
      words(state.attendance),
      risk.grade === null ? 'no DASH yet' : `${words(risk.grade)} risk`,
      ...risk.flags.map(words),
      risk.repeat.count === 0 ? '' : counted(risk.repeat.count, 'earlier incident'),
      demands.length === 0 ? '' : 'a reassessment is demanded',
    ].filter((fact) => fact !== ''),
    why: by.map((field) => lower(FIELDS[field].label)).join(' and '),
  }))
}

/** @param reads what the role reads. */
export function notProven(question: Question, reads: 'open' | 'all'): readonly string[] {
  const said = new Set(saidFields(question))
  return [
    reads === 'open' ? 'Closed incidents were not searched: your role finds open incidents. A supervisor finds all.' : '',
    said.size > 1 ? 'Every field has to match. Try each of them alone.' : '',
    said.has('name') ? 'A name is found by its whole words, not by how it sounds: try Smyth as well as Smith.' : '',
    said.has('phone') ? 'Somebody may have called from another telephone.' : '',
    said.has('address') ? 'A road is found by its words: Street does not find Road.' : '',
    said.has('reference') ? 'A part of an incident number finds nothing.' : '',
    'Incidents of other forces, and those that were never reported to this service, are not here.',
  ].filter((line) => line !== '')
}
