/** An incident's possible course: assessed well or badly, graded, cars sent and taken away, late or in time, and its end. */
import { handler, supervisor } from '../../../machines/rules/catalogue/people.ts'
import { EVENTS } from '../../../machines/rules/events.ts'
import type { IncidentView } from '../../engine/views/views.ts'
import type { Chance } from './chance.ts'
import { finish } from './finish.ts'
import type { Poster } from './poster.ts'
import { DIVERSIONS, EXCUSES, explanation, FURTHER_CALLS, reassessment, report, thrive } from './sayings.ts'

/** Seconds that the force has in the demo's policy, by grade. */
const TARGETS = { P1: 30, P2: 60, P3: 240 } as const

/** How a supervisor of the demo meets a demand: at once, first with an excuse, or not at all. */
type Temper = 'prompt' | 'explains' | 'absent'

/** Nobody answers in the second in which they are asked. */
const LOOKS_AFTER_MS = 12_000

export async function playIncident(poster: Poster, incident: string, chance: Chance): Promise<void> {
  await poster.post('control-room', incident, 'incident.reported', report(chance))
  const attended = new AbortController()
  const temper = chance.oneOf<Temper>(['prompt', 'prompt', 'explains', 'explains', 'absent', 'absent'])
  await Promise.all([
    attend(poster, incident, chance.fork()).finally(() => attended.abort()),
    supervise(poster, incident, temper, chance.fork(), attended.signal),
  ])
  await poster.wait(chance.between(6, 20))
  await finish(poster, incident, chance)
}

async function attend(poster: Poster, incident: string, chance: Chance): Promise<void> {
  const say = (name: Parameters<Poster['post']>[2], data: object) => poster.post('control-room', incident, name, data)
  await poster.wait(chance.between(1, 5))
  if (chance.often(0.85)) await say('thrive.assessed', thrive(chance, chance.often(0.7)))
  await poster.wait(chance.often(0.9) ? chance.between(1, 4) : chance.between(15, 25))
  const priority = chance.oneOf(['P1', 'P1', 'P2', 'P2', 'P2', 'P2', 'P2', 'P2', 'P2', 'P3'] as const)
  await say('incident.graded', { priority, rationale: 'Graded on the threat as told and who is in the house.', by: handler })

  const arrivesIn = TARGETS[priority] * (chance.often(0.35) ? chance.between(0.4, 0.85) : chance.between(1.5, 4))
  const unit = `${chance.oneOf(['A', 'B', 'C', 'D'])}${String(Math.floor(chance.between(1, 30))).padStart(2, '0')}`
  await poster.wait(arrivesIn * 0.3)
  if (chance.often(0.7)) await say('unit.assigned', { unit, by: handler })
  await poster.wait(arrivesIn * 0.2)
  if (chance.often(0.3)) await say('unit.diverted', { unit, reason: chance.oneOf(DIVERSIONS), by: handler })
  if (chance.often(0.12)) await say('call.cut-off', { by: handler })
  await poster.wait(arrivesIn * 0.3)
  if (chance.often(0.2)) await say('call.received', { by: handler, ...chance.oneOf(FURTHER_CALLS) })
  await poster.wait(arrivesIn * 0.2)
  if (chance.often(0.12)) {
    await say('attendance.failed', EVENTS['attendance.failed'].example)
    await poster.wait(chance.between(10, 30))
  }
  await poster.post('officer', incident, 'unit.arrived', { unit, victimSeen: true, by: { id: `pc-${unit}`, role: 'officer' } })
}

async function supervise(poster: Poster, incident: string, temper: Temper, chance: Chance, until: AbortSignal): Promise<void> {
  const excused = new Set<string>()
  while (!until.aborted) {
    await poster.wait(chance.between(2, 4))
    const view = temper === 'absent' ? null : await poster.view(incident)
    const demand = view?.demands.find(
      ({ status, raisedAt }) => status === 'open' && Date.parse(raisedAt) < Date.now() - LOOKS_AFTER_MS,
    )
    if (!view || !demand) continue
    if (temper === 'explains' && !excused.has(demand.id)) {
      excused.add(demand.id)
      await explain(poster, view, demand.id, chance)
    } else if (temper === 'prompt' || demand.level > 1) {
      await poster.post('supervisor', incident, 'risk.reassessed', reassessment(view, chance))
    }
  }
}

/** What the inspection found: why the car is late, twice, and nothing about the risk. Neither answers the demand. */
async function explain(poster: Poster, view: IncidentView, demand: string, chance: Chance): Promise<void> {
  const reason = chance.oneOf(EXCUSES)
  await poster.post('supervisor', view.incident, 'delay.noted', { reason, by: supervisor })
  await poster.wait(chance.between(2, 5))
  await poster.post('supervisor', view.incident, 'risk.reassessed', explanation(view, demand, reason))
}
