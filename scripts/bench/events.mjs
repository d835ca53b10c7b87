/** The posted events: an incident's evening, from the examples in the OpenAPI document. */
import { createHash, randomUUID } from 'node:crypto'
import { lookedAt } from '../../dist/machines/rules/catalogue/incident/situation.js'
import { exampleEvent } from '../../dist/src/api/openapi/examples.js'

export const FORCE = 'warwickshire'

/** Eight events of an incident, in an order in which the lifecycle accepts each. */
export const EVENING = [
  'incident.reported',
  'thrive.assessed',
  'incident.graded',
  'unit.assigned',
  'log.noted',
  'victim.contacted',
  'unit.arrived',
  'crime.recorded',
]

export function event(name, incident, { at = new Date().toISOString(), data = {} } = {}) {
  const example = exampleEvent(name)
  const received = name === 'incident.reported' ? { receivedAt: at, ...peopleOf(incident) } : {}
  const looked = name === 'risk.reassessed' ? lookedAt(at) : {}
  return { ...example, id: randomUUID(), subject: incident, time: at, data: { ...example.data, ...received, ...looked, ...data } }
}

/** This incident's own people and place: usually nobody has called before. */
export function peopleOf(incident) {
  const digits = String(Number.parseInt(createHash('sha256').update(incident).digest('hex').slice(0, 12), 16)).padStart(15, '0')
  return {
    location: {
      address: `${digits.slice(-6, -1)} Fictional Row`,
      area: 'urban',
      uprn: digits.slice(-12),
      postcode: `CV99 ${digits.at(-1)}ZZ`,
    },
    persons: [
      { role: 'victim', personRef: `P-${incident}`, name: nameOf(digits.slice(0, 7)), phone: `07${digits.slice(-9)}` },
      { role: 'suspect', personRef: `S-${incident}`, name: nameOf(digits.slice(7, 14)) },
    ],
  }
}

/** One of 100 first names and of 1,000 surnames. */
const nameOf = (digits) => `Example${digits.slice(0, 2)} Person${digits.slice(2, 5)}`

/** The evenings of a sender, one after another: `next()` is its next event. */
export function evenings(name) {
  let step = -1
  let incident = 0
  return {
    next() {
      step = (step + 1) % EVENING.length
      if (step === 0) incident += 1
      return event(EVENING[step], `${name}-${incident}`)
    },
  }
}

const ATTEND_WITHIN_MS = 60 * 60_000

/** An incident of grade P2 whose attendance clock runs out at an instant: two events. */
export function dueAt(incident, instantMs) {
  const at = new Date(instantMs - ATTEND_WITHIN_MS).toISOString()
  return [event('incident.reported', incident, { at }), event('incident.graded', incident, { at, data: { priority: 'P2' } })]
}
