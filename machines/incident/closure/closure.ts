import { EVENTS, NEWS } from '../../rules/events.ts'
import { endVisit } from '../attendance/visit.ts'
import { scheduleHauAgain } from '../hau/owedAgain.ts'
import { toReferral } from '../hau/tellings.ts'
import { isNewsTo } from '../risk/untilNews.ts'
import { incidentSetup } from '../setup.ts'
import { remember, resolve } from '../words.ts'

// A breach that nobody answered by going there ends with the closing that names the exception; otherwise it ended with the arrival.
const settled = (['downgraded', 'attendance-warning', 'attendance-overdue', 'repeat-victim'] as const).map((kind) =>
  resolve({ kind }),
)

/** The decision that there was no crime, or no need of a MARAC, rests on what was known: news asks again. */
const reopen = {
  target: 'open' as const,
  actions: [remember({ noCrime: null, maracException: null }), scheduleHauAgain],
}

const reopenOnNews = { guard: isNewsTo, ...reopen }

/**
 * Open until somebody closes it with nothing left in the way. News on a closed incident opens it again, and the risk
 * region demands a reassessment of the same news (West Midlands 2022).
 */
export const closure = incidentSetup.createStateConfig({
  initial: 'open',
  states: {
    open: {
      on: {
        'incident.closed': {
          target: 'closed',
          actions: [
            remember({ review: [], reviewOf: null }),
            endVisit,
            { type: 'cancelAll', params: undefined },
            toReferral(null, { type: 'incident.waits-no-longer' }),
            ...settled,
          ],
        },
      },
    },
    closed: {
      on: Object.fromEntries(NEWS.map((name) => [name, EVENTS[name].opens.reasonOf === null ? reopen : reopenOnNews])),
    },
  },
})
