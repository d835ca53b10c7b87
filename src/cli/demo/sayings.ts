/**
 * What people in the demo say: the examples of the catalogue, with this evening's variations. Telephone numbers are of the
 * range kept for drama.
 */
import { lookedAt } from '../../../machines/rules/catalogue/incident/situation.ts'
import { EVENTS } from '../../../machines/rules/events.ts'
import { ELEMENTS } from '../../../machines/rules/vocabulary.ts'
import type { IncidentView, TimelineItem } from '../../engine/views/views.ts'
import type { Chance } from './chance.ts'

const CALLS = [
  { narrative: 'Caller says her former partner is at the back door and will not leave.', flags: ['repeat-victim'], child: true },
  { narrative: 'Caller whispers that he has taken her keys and phone charger.', flags: ['high-risk'], child: false },
  { narrative: 'Neighbour hears shouting and something breaking upstairs.', flags: [], child: true },
  { narrative: 'Caller says that her brother threatened her over money.', flags: [], child: false },
  { narrative: 'Caller has had forty messages since this morning; he is parked outside.', flags: ['stalking'], child: false },
  { narrative: 'Caller reports her husband pushed her against the wall an hour ago.', flags: ['pregnant'], child: true },
  { narrative: 'Caller says that he came back in spite of the order and is knocking.', flags: ['order-in-force'], child: true },
  { narrative: 'Open line; a woman asks somebody to put it down.', flags: ['weapons'], child: false },
] as const

/** Whether the evening plays it by itself; the night is left to whoever visits. */
export const isPlayed = (report: TimelineItem | null): boolean =>
  CALLS.some(({ narrative }) => narrative === (report?.data as { narrative?: unknown } | undefined)?.narrative)

export function report(chance: Chance): object {
  const { narrative, flags, child } = chance.oneOf(CALLS)
  // Some of these households call again now and then.
  const household = Math.floor(chance.between(100, 500))
  const person = { personRef: `P-${household}-1`, name: 'Example Person', phone: `07700900${household}` }
  return {
    force: 'demo',
    channel: chance.oneOf(['999', '101', 'online']),
    receivedAt: new Date().toISOString(),
    location: {
      address: `${Math.floor(chance.between(1, 90))} ${chance.oneOf(['Fictional Row', 'Example Street', 'Invented Close'])}`,
      area: chance.oneOf(['urban', 'urban', 'rural']),
    },
    narrative,
    persons: [
      { role: 'victim', ...person },
      { role: 'suspect', personRef: `P-${household}-2` },
      ...(child ? [{ role: 'child', personRef: `P-${household}-3`, schoolRef: 'SCH-EXAMPLE' }] : []),
    ],
    flags: [...flags, ...(child ? ['children'] : [])],
  }
}

/** An assessment that is good enough to grade on, or a poor one such as half of them were: levels without reasons. */
export function thrive(chance: Chance, good: boolean): object {
  const whole = EVENTS['thrive.assessed'].example
  if (good) return { ...whole, situation: { ...lookedAt(new Date().toISOString()).situation, changed: ['unknown'] } }
  const elements = ELEMENTS.map((name) => [name, chance.often(0.4) ? whole[name] : { ...whole[name], rationale: '' }])
  return { assessor: whole.assessor, ...Object.fromEntries(elements) }
}

export const DIVERSIONS = ['Immediate call elsewhere.', 'Sent to a collision with injuries.'] as const
export const EXCUSES = ['No units available.', 'All units committed to a public order incident.', 'Awaiting resource.'] as const
export const FURTHER_CALLS = [
  { caller: 'victim', text: 'He is back at the window.' },
  { caller: 'neighbour', text: 'It has gone quiet and the car has left.' },
] as const

const NOT_KNOWN = { where: 'unknown', source: 'none' } as const
const NEWS = [
  ['increased', 'He has sent fourteen messages that he is coming back.', {}],
  ['unchanged', 'He is still outside and has not tried the door again.', { changed: ['nothing'] }],
  ['unknown', 'She does not know where he went.', { suspect: NOT_KNOWN, canReach: 'unknown', changed: ['location'] }],
] as const

/** A reassessment that counts. It answers every demand that was open when the incident was read. */
export const reassessment = (view: IncidentView, chance: Chance): object => reassessmentOn(view, chance.oneOf(NEWS))

function reassessmentOn(view: IncidentView, [change, news, situation]: (typeof NEWS)[number]): object {
  const [demand = null, ...alsoAnswers] = view.demands.filter(({ status }) => status === 'open').map(({ id }) => id)
  const whole = EVENTS['risk.reassessed'].example
  const looked = lookedAt(new Date().toISOString())
  return {
    ...whole,
    demand,
    alsoAnswers,
    victimContact: { ...looked.victimContact, outcome: `Answered on her safe number. ${news}` },
    situation: { ...looked.situation, ...situation },
    newInformation: news,
    thrive: {
      ...whole.thrive,
      threat: { change, rationale: news },
      ...(change !== 'increased' && { risk: { change: 'unchanged', rationale: 'He has a key and may come back.' } }),
      vulnerability: { change: 'unchanged', rationale: 'She is upstairs with the door wedged; a neighbour is with her.' },
    },
    decision: {
      ...whole.decision,
      priority: view.priority === 'P3' && change === 'increased' ? 'P2' : (view.priority ?? 'P2'),
    },
    nextReviewAt: new Date(Date.now() + 60_000).toISOString(),
  }
}

/** Every field is filled and none of it is about her: refused as `explains-delay-not-risk`. */
export function explanation(view: IncidentView, demand: string, reason: string): object {
  const said = { change: 'unchanged', rationale: 'No change.' }
  return {
    ...reassessmentOn(view, NEWS[1]),
    demand,
    alsoAnswers: [],
    thrive: Object.fromEntries(ELEMENTS.map((name) => [name, said])),
    interimRisk: reason,
    decision: { priority: view.priority ?? 'P2', rationale: reason },
  }
}

export function dash(chance: Chance, children: readonly { readonly personRef?: string | undefined }[]): object {
  return {
    ...EVENTS['dash.submitted'].example,
    grade: chance.oneOf(['standard', 'medium', 'medium', 'high']),
    children: children.map(({ personRef }) => ({
      personRef: personRef ?? 'unknown',
      present: true,
      voice: 'Heard it from upstairs.',
    })),
  }
}
