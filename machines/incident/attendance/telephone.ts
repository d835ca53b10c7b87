/**
 * Settled on the telephone, and nobody goes: an exception that a named person records, and that any news undoes. The
 * inspectorate asked that domestic abuse be attended; what is asked of the record is in `rules/telephone.ts`.
 * Source: docs/sources.md#telephone (seed 21; Hampshire 2016)
 */

import { untilNews } from '../risk/untilNews.ts'
import { type EventOf, incidentSetup } from '../setup.ts'
import { remember } from '../words.ts'
import { endWarning } from './arrivals.ts'
import { endTelling } from './victimTold.ts'

type Resolved = { readonly event: EventOf<'incident.resolved-by-telephone'> }

export const resolve = {
  target: 'resolvedByTelephone' as const,
  actions: [
    remember(({ event: { at, data } }: Resolved) => ({
      telephone: { at, by: data.by, approvedBy: data.approvedBy ?? null },
    })),
    // The alert of a breach stays: it ends with an arrival, or with the closing that names the exception.
    endWarning,
    endTelling,
    incidentSetup.raise(({ event }) => ({ type: 'attendance.excused' as const, at: event.at, recordedAt: event.recordedAt })),
  ],
}

export const resolvedByTelephone = incidentSetup.createStateConfig({ on: untilNews })
