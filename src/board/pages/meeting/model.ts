import type { dailyMeeting } from '../../../engine/answers/registers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { aboutWords } from '../../words/registers.ts'
import { registerWords } from '../../words/words.ts'
import { many, type Row, rowsOf } from '../registers/lines.ts'

export interface Meeting {
  readonly at: string
  /** Sentences about the demands that ended since the last meeting. */
  readonly ended: readonly string[]
  readonly warning: string | null
  readonly panels: readonly Panel[]
  readonly empty: readonly Named[]
}

interface Named {
  readonly name: string
  readonly label: string
}

interface Panel extends Named {
  readonly about: string
  readonly count: string
  readonly late: string | null
  readonly rows: readonly Row[]
  readonly hasMore: boolean
}

const demands = (count: number): string => (count === 1 ? '1 demand was' : `${count} demands were`)

export function meetingOf({ at, countedTo, bankHolidays, demandsEnded, registers }: Answer<typeof dailyMeeting>): Meeting {
  const { answered, superseded, setAside } = demandsEnded
  const named = (name: string): Named => ({ name, label: registerWords(name) })
  return {
    at,
    warning: bankHolidays.warning,
    ended: [
      `In the day before, ${demands(answered)} answered by a reassessment, and ${demands(superseded)} ended by an arrival.`,
      ...(setAside === 0 ? [] : [`A second person found that the answers to ${setAside} of them explained a delay.`]),
    ],
    panels: registers
      .filter(({ count }) => count > 0)
      .map(({ register, about, count, late, first }) => ({
        ...named(register),
        ...{ about: aboutWords(about), count: many(count, countedTo), late: late === 0 ? null : many(late, countedTo) },
        ...{ rows: rowsOf(first, at), hasMore: count > first.length },
      })),
    empty: registers.filter(({ count }) => count === 0).map(({ register }) => named(register)),
  }
}
