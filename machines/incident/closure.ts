import { demandReasonOf } from '../rules/events.ts'
import { oweUnitAgain } from './owedAgain.ts'
import { type EventOf, incidentSetup } from './setup.ts'

// A breach that nobody answered by going there ends with the closing that names the exception; otherwise it ended with the arrival.
const settled = (['downgraded', 'attendance-warning', 'attendance-overdue', 'repeat-victim'] as const).map((kind) => ({
  type: 'resolveAlerts' as const,
  params: { kind },
}))

/** What was no crime was none as far as was known, and so with a risk that needed no MARAC: news asks again. */
const reopen = {
  target: 'open' as const,
  actions: [{ type: 'remember' as const, params: { noCrime: null, maracException: null } }, oweUnitAgain],
}

const reopenOnNews = {
  guard: ({ event }: { readonly event: EventOf<'disclosure.checked' | 'disclosure.met'> }) =>
    demandReasonOf(event.type, event.data) !== null,
  ...reopen,
}

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
          actions: [{ type: 'remember', params: { review: [] } }, { type: 'waiveAll', params: undefined }, ...settled],
        },
      },
    },
    closed: {
      on: {
        'incident.reopened': reopen,
        'unit.diverted': reopen,
        'unit.arrived': reopen,
        'attendance.failed': reopen,
        'call.cut-off': reopen,
        'call.received': reopen,
        'log.noted': reopen,
        'victim.contacted': reopen,
        'bail.breached': reopen,
        'order.breached': reopen,
        'incident.linked': reopen,
        'disclosure.checked': reopenOnNews,
        'disclosure.met': reopenOnNews,
      },
    },
  },
})
