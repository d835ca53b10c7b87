/**
 * The incidents of a busy night: those of the first pages of the wall each have a history of their own, so that the page compresses as a
 * real page does. Behind them stands the crowd of copies.
 */
import { createHash } from 'node:crypto'
import { gatherCrowd, recorder } from './crowd.mjs'
import { event } from './events.mjs'

const VARIED = 500
/** They wait for hours, and stand above every new demand. */
const LONGEST = 15
const MINUTE_MS = 60_000
const TOGETHER = 50
const FLAGS = ['children', 'weapons', 'pregnancy', 'strangulation', 'stalking', 'bail', 'separation', 'mental-health']

/** Afterwards `wanted` are open. */
export async function gatherWall(record, wanted) {
  await gatherCrowd(record, wanted - VARIED)
  const send = recorder(record)
  const numbers = Array.from({ length: VARIED }, (_, number) => number)
  for (let first = 0; first < VARIED; first += TOGETHER)
    await send(numbers.slice(first, first + TOGETHER).flatMap((number) => historyOf(number)))
}

const nameOf = (number) => `WK-20261130-${String(number * 7 + 101).padStart(5, '0')}`

/** Graded, and nobody came in time; what else is known of it differs. */
function historyOf(number) {
  const incident = nameOf(number)
  const chance = [...createHash('sha256').update(incident).digest()]
  const [long = 0, seconds = 0, grade = 0, flag = 0, unit = 0, heard = 0] = chance
  // The others are late by a few minutes, so that their demands stay at the first level while it is measured.
  const minutesAgo = number < LONGEST ? 90 + long * 3 : 61 + long / 100
  const reportedMs = Date.now() - minutesAgo * MINUTE_MS - seconds * 217
  const after = (minutes) => ({ at: new Date(reportedMs + minutes * MINUTE_MS + (chance[6] ?? 0) * 170).toISOString() })
  const flags = FLAGS.filter((_, place) => (flag >> place) % 2 === 1 && place % 3 !== grade % 3)
  return [
    event('incident.reported', incident, { ...after(0), data: { flags } }),
    event('thrive.assessed', incident, after(2)),
    event('incident.graded', incident, { ...after(3 + (grade % 5)), data: { priority: 'P2' } }),
    ...(heard % 3 === 0 ? [event('victim.contacted', incident, after(15 + (heard % 40)))] : []),
    ...(unit % 2 === 0 ? [event('unit.assigned', incident, { ...after(10 + (unit % 45)), data: { unit: `B${unit}` } })] : []),
  ]
}
