/** What the daily management meeting reads: how long each register is, what is late in it, and what comes first. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { HolidaysLeft } from '../../../machines/rules/calendar/index.ts'
import { REGISTER_NAMES, REGISTERS, type RegisterName } from '../../../machines/rules/catalogue/registers.ts'
import { before } from '../../../machines/rules/time/instants.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { dailyMeeting as answered } from '../../engine/answers/registers.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { Reads } from '../../engine/reads.ts'
import { lateIn, partsOf, type RegisterFilter } from '../../engine/registers/registers.ts'
import type { DueWithin, RegisterItem } from '../../engine/registers/views.ts'
import { registerLineSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { queryInstant, queryOf, wholeNumber } from './query.ts'
import { readerOf } from './reads.ts'
import { lateBy } from './registers.ts'
import { hiddenFor } from './restricted.ts'

export interface MeetingPorts {
  readonly reads: Pick<Reads, 'now' | 'register' | 'registerCount' | 'restricted'>
  /** How far bank holidays are known, by the policy of new cases. */
  readonly holidays: (at: Instant) => HolidaysLeft
}

type Listed = Answer<typeof answered>['registers'][number]

/** Where counting stops: a longer register needs no exact number in a meeting. Project default. */
export const COUNTED_TO = 1_000

export const meetingQuery = z.strictObject({
  at: queryInstant.describe('The time of the meeting; now, unless it is said.').optional(),
  /** Project default. */
  first: wholeNumber(50, 10, 'Lines of each register.'),
})

/**
 * The registers as they are now, judged by the meeting's time; registers of what happened (answered demands, breaches) for the
 * day before.
 */
export const dailyMeeting =
  ({ reads, holidays }: MeetingPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'registers')
    const { force } = caller
    const { at: asked, first } = queryOf(req, meetingQuery)
    const at = asked ?? (await reads.now())
    const day = { from: before(at, 'PT24H'), to: at }
    const count = (name: RegisterName, within: DueWithin, filter?: RegisterFilter) =>
      reads.registerCount(force, partsOf(name, filter), within, COUNTED_TO)
    const countLate = (name: RegisterName) => {
      const { parts, within } = lateIn(name, at)
      return reads.registerCount(force, parts, within, COUNTED_TO)
    }
    const registers: (Omit<Listed, 'first'> & { readonly first: readonly RegisterItem[] })[] = []
    // In sequence: a meeting can wait, and event senders need the connections.
    for (const name of REGISTER_NAMES) {
      const past = REGISTERS[name].order === 'happened'
      const within = past ? day : {}
      const { items, next } = await reads.register(force, partsOf(name), within, { limit: first })
      discloseItems(res, items)
      // What was read whole is not counted again: most registers are short or empty.
      const counted = next === null ? items.length : await count(name, within)
      registers.push({
        register: name,
        about: REGISTERS[name].about,
        count: counted,
        late: past || counted === 0 ? 0 : await countLate(name),
        first: items,
      })
    }
    const hidden = await hiddenFor(reads, caller)
    const { coveredTo, daysLeft, line } = holidays(at)
    res.json({
      at,
      countedTo: COUNTED_TO,
      bankHolidays: { coveredTo, daysLeft, warning: line },
      demandsEnded: {
        ...day,
        answered: await count('demands-answered', day, { state: 'answered' }),
        superseded: await count('demands-answered', day, { state: 'superseded' }),
        setAside: await count('demands-answered', day, { state: 'set-aside' }),
      },
      registers: registers.map(({ first, ...register }) => ({
        ...register,
        first: first.map((line) => registerLineSeen(line, hidden)).map(lateBy(at)),
      })),
    } satisfies Answer<typeof answered>)
  }
