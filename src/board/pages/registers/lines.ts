/** The lines of a register, as a table shows them. */
import type { register } from '../../../engine/answers/registers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { untilWords } from '../../../frame/times.ts'
import { type Fact, factsOf } from '../../words/facts.ts'
import { lineWords, stateWords } from '../../words/registers.ts'
import { words } from '../../words/words.ts'

type Line = Answer<typeof register>['items'][number]

export interface Due {
  readonly at: string
  /** `in 12 min`, `2 h overdue`. */
  readonly left: string
  readonly isLate: boolean
  /** What has to be done by then; null where the line is about a date only. */
  readonly what: string | null
}

export interface Row {
  readonly incident: string
  readonly isRestricted: boolean
  readonly what: string
  readonly state: string
  readonly due: Due | null
  readonly grade: string
  readonly facts: readonly Fact[]
}

/** No register is counted further than `countedTo`. */
export const many = (count: number, countedTo: number): string => (count >= countedTo ? `${countedTo} or more` : String(count))

/** @param at by which clock a line is late: that of the record, as the register was read. */
export const rowsOf = (lines: readonly Line[], at: string): readonly Row[] => lines.map((line) => rowOf(line, Date.parse(at)))

function rowOf(line: Line, nowMs: number): Row {
  const { incident, dueAt, late } = line
  const due = (what: string | null): Due | null =>
    dueAt === null ? null : { at: dueAt, left: untilWords(Date.parse(dueAt) - nowMs), isLate: late, what }
  if ('restricted' in line)
    return { incident, isRestricted: true, what: 'Restricted', state: '', due: due(null), grade: '', facts: [] }
  const { kind, name, state, deadline, priority, riskGrade, facts } = line
  return {
    ...{ incident, isRestricted: false, what: lineWords(kind, name, incident), state: stateWords(kind, state) },
    ...{ due: due(deadline === null ? null : words(deadline)), facts: factsOf(facts) },
    grade: `${priority ?? 'no grade'}${riskGrade === null ? '' : `, DASH ${words(riskGrade)}`}`,
  }
}
