/** Hand-overs of the shift on record: written, told, accepted, watched. */
import type { HandoverRows } from '../../engine/handover/ports.ts'
import type { Clock } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { accepting } from './accept.ts'
import { shiftChanges } from './changes.ts'
import { watching } from './watch.ts'
import { lookingAhead, writing } from './write.ts'

export const createHandoverRows = (database: Database, clock: Pick<Clock, 'bounds'>): HandoverRows => ({
  write: writing(database, clock),
  ahead: lookingAhead(database, clock),
  ...shiftChanges(database, clock),
  ...accepting(database, clock),
  watch: watching(database, clock),
})
