/** An incident's way to its end: clears every closure blocker, one after another, as the engine names it. */
import { hau, officer, supervisor } from '../../../machines/rules/catalogue/people.ts'
import { type CaseEventData, EVENTS, type EventName, typeOf } from '../../../machines/rules/events.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { IncidentView } from '../../engine/views/views.ts'
import type { Chance } from './chance.ts'
import type { Poster } from './poster.ts'
import { dash, reassessment, thrive } from './sayings.ts'

/** Each round clears what can be cleared; referrals wait for a DASH, and acknowledgements for referrals. */
const MOST_ROUNDS = 20
const PARTNERS = ['daro', 'marac', 'idva', 'childrens-services'] as const

type Said = readonly [role: Role, name: EventName, data: object]
type Child = NonNullable<CaseEventData['incident.reported']['persons']>[number]

export async function finish(poster: Poster, incident: string, chance: Chance): Promise<void> {
  const children = await childrenOf(poster, incident)
  if (chance.often(0.5)) await poster.post('officer', incident, 'suspect.dealt-with', { how: 'arrested', by: officer })
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const view = await poster.view(incident)
    if (view === null || view.state.closure === 'closed') return
    const codes = new Set(view.closureBlockers.map(({ code }) => code))
    for (const [role, name, data] of [...codes].flatMap((code) => clears(code, view, children, chance))) {
      if (!view.accepts.includes(typeOf(name))) continue
      await poster.wait(chance.between(0.5, 3))
      await poster.post(role, incident, name, data)
    }
    if (codes.size === 0) {
      const by = { by: supervisor, rationale: 'Victim seen and safe, DASH reviewed, referrals acknowledged.' }
      await poster.post('supervisor', incident, 'incident.closed', by)
    }
    await poster.wait(chance.between(1, 4))
  }
}

/** What to post to clear a blocker; nothing when clearing another blocker clears it too. */
function clears(code: string, view: IncidentView, children: readonly Child[], chance: Chance): readonly Said[] {
  switch (code) {
    case 'thrive-missing':
    case 'thrive-inadequate':
      return [['control-room', 'thrive.assessed', thrive(chance, true)]]
    case 'not-graded':
      return [['control-room', 'incident.graded', EVENTS['incident.graded'].example]]
    case 'not-attended':
      return [['officer', 'unit.arrived', EVENTS['unit.arrived'].example]]
    case 'demand-open':
      return [['supervisor', 'risk.reassessed', reassessment(view, chance)]]
    case 'dash-missing':
    case 'dash-returned':
      return [['officer', 'dash.submitted', dash(chance, children)]]
    case 'dash-not-reviewed':
      return [['supervisor', 'dash.reviewed', chance.often(0.85) ? EVENTS['dash.reviewed'].example : RETURNED]]
    case 'referral-not-made':
      return [
        ['hau', 'hau.received', { by: hau }],
        ['hau', 'hau.checked', { by: hau, system: 'PND', result: 'No trace.' }],
        ...PARTNERS.map((partner): Said => ['hau', 'referral.made', { partner, reason: 'As its risk asks for.', by: hau }]),
      ]
    case 'referral-not-acknowledged':
      return PARTNERS.map((partner): Said => ['hau', 'referral.acknowledged', { partner, by: hau }])
    case 'school-not-notified':
      return children.map(({ personRef, schoolRef }): Said => {
        return ['hau', 'school.notified', { child: personRef ?? 'unknown', school: schoolRef ?? 'unknown', by: hau }]
      })
    case 'investigation-not-allocated':
      return [
        ['supervisor', 'investigation.allocated', { team: 'harm-investigation-team', reason: 'By its risk.', by: supervisor }],
      ]
    default:
      return []
  }
}

const RETURNED = {
  reviewer: supervisor,
  decision: 'returned',
  rationale: 'The children were not spoken to.',
  missing: ['children'],
}

async function childrenOf(poster: Poster, incident: string): Promise<readonly Child[]> {
  const report = (await poster.firstLine(incident))?.data as CaseEventData['incident.reported'] | undefined
  return (report?.persons ?? []).filter(({ role }) => role === 'child')
}
