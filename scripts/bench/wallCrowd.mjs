/**
 * The incidents of a busy night: the worst, which the first pages of the wall show, each have a history of their own, so that the page
 * compresses as a real page does. Behind them stands the crowd of copies.
 */
import { createHash } from 'node:crypto'
import { gatherCrowd, recorder } from './crowd.mjs'
import { event } from './events.mjs'

const WORST = 500
const MINUTE_MS = 60_000
const TOGETHER = 50
const FLAGS = ['children', 'weapons', 'pregnancy', 'strangulation', 'stalking', 'bail', 'separation', 'mental-health']

/** Afterwards `wanted` are open. @returns the references of the worst. */
export async function gatherWall(record, wanted) {
  await gatherCrowd(record, wanted - WORST)
  const send = recorder(record)
  const numbers = Array.from({ length: WORST }, (_, number) => number)
  for (let first = 0; first < WORST; first += TOGETHER)
    await send(numbers.slice(first, first + TOGETHER).flatMap((number) => historyOf(number)))
  return numbers.map(nameOf)
}

const nameOf = (number) => `WK-20261130-${String(number * 7 + 101).padStart(5, '0')}`

/** Graded, and nobody came in time; what else is known of it differs. */
function historyOf(number) {
  const incident = nameOf(number)
  const chance = [...createHash('sha256').update(incident).digest()]
  const [long = 0, seconds = 0, grade = 0, flag = 0, unit = 0, heard = 0] = chance
  const reportedMs = Date.now() - (90 + long * 3) * MINUTE_MS - seconds * 217
  const after = (minutes) => ({ at: new Date(reportedMs + minutes * MINUTE_MS + (chance[6] ?? 0) * 170).toISOString() })
  const flags = FLAGS.filter((_, place) => (flag >> place) % 2 === 1 && place % 3 !== grade % 3)
  return [
    event('incident.reported', incident, { ...after(0), data: { flags } }),
    event('thrive.assessed', incident, after(2)),
    event('incident.graded', incident, { ...after(3 + (grade % 5)), data: { priority: grade % 4 === 0 ? 'P1' : 'P2' } }),
    ...(heard % 3 === 0 ? [event('victim.contacted', incident, after(20 + (heard % 40)))] : []),
    ...(unit % 2 === 0 ? [event('unit.assigned', incident, { ...after(10 + (unit % 70)), data: { unit: `B${unit}` } })] : []),
  ]
}
