/** What is outstanding over all incidents, as it is read. */
import { z } from 'zod'
import { REGISTER_NAMES } from '../../../machines/rules/catalogue/registers.ts'
import { registerItem, restrictedLine } from './parts.ts'
import { count, instant, word } from './shapes.ts'

const registerName = z.enum(REGISTER_NAMES)
const line = z.union([registerItem, restrictedLine])

export const register = z.object({
  register: registerName,
  at: instant.describe('By the clock of the record: `late` is judged by it.'),
  items: z.array(line),
  next: word.nullable(),
})

export const dailyMeeting = z.object({
  at: instant,
  countedTo: count.describe('No register is counted further: a count of this is that or more.'),
  bankHolidays: z.object({
    coveredTo: z.string().meta({ format: 'date' }),
    daysLeft: z.int(),
    warning: word.nullable().describe('Where less than six months of the list are left.'),
  }),
  demandsEnded: z
    .object({ from: instant, to: instant, answered: count, superseded: count, setAside: count })
    .describe(
      'In the day before the meeting, by when the record knew. `setAside`: a second person found that what had answered them explains a delay.',
    ),
  registers: z.array(
    z.object({
      register: registerName,
      about: word,
      count,
      late: count.describe(
        'Of these, those whose clock has run out by the time of the meeting; 0 for registers of what happened.',
      ),
      first: z.array(line).describe('The most pressing.'),
    }),
  ),
})
