/**
 * What the demo opens on: incidents of the last hours, entered with their true times as after a night on paper. Each leaves
 * a person of the trial something to decide, and the play leaves it to them.
 */
import type { Logger } from 'pino'
import type { EventName } from '../../../machines/rules/events.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { chanceFrom } from './chance.ts'
import { finish } from './finish.ts'
import { answerOfNothing, assessed, call, excuse, referenceAt, TOLD } from './nightSayings.ts'
import type { Poster } from './poster.ts'
import { dash } from './sayings.ts'

/** The people of the trial whose part is played here; sup-1, fim-1, pc-1, ch-1, hau-1 and aud-1 are left to the visitor. */
const ch = { id: 'ch-2', role: 'control-room' }
const pc = { id: 'pc-2', role: 'officer' }
const sup = { id: 'sup-2', role: 'supervisor' }
const hau = { id: 'hau-2', role: 'hau' }

const MINUTE_MS = 60_000

/** One incident, told by minutes before now. */
interface Telling {
  readonly incident: string
  /** @throws NotTaken where the service refuses it: the night is written so that it is not. */
  tell(minutesAgo: number, role: Role, name: EventName, data: object): Promise<void>
}

class NotTaken extends Error {
  override readonly name = 'NotTaken'
}

/** @returns once everything is on record: some seconds after the start. */
export async function enterNight(poster: Poster, log: Logger): Promise<void> {
  const now = Date.now()
  const at = (minutesAgo: number): number => now - minutesAgo * MINUTE_MS
  const telling = (reportedMinutesAgo: number): Telling => {
    const incident = referenceAt(new Date(at(reportedMinutesAgo)))
    return {
      incident,
      tell: async (minutesAgo, role, name, data) => {
        if (await poster.post(role, incident, name, data, at(minutesAgo))) return
        throw new NotTaken(`${name} of ${incident}`)
      },
    }
  }
  /** Reported, assessed a minute later and graded after another. */
  const begun = async (minutesAgo: number, household: keyof typeof TOLD, priority: string): Promise<Telling> => {
    const story = telling(minutesAgo)
    await story.tell(minutesAgo, 'control-room', 'incident.reported', call(household, at(minutesAgo)))
    await story.tell(minutesAgo - 1, 'control-room', 'thrive.assessed', assessed(household, at(minutesAgo - 1)))
    const grade = { priority, rationale: TOLD[household].why, by: ch }
    await story.tell(minutesAgo - 2, 'control-room', 'incident.graded', grade)
    return story
  }

  // What the shift before hands over comes first, and what asks for a reassessment last: its clocks run from when it is entered.
  await Promise.all([
    closed(poster, telling(431.4)),
    begun(142.7, 'dashDue', 'P3').then(dashDue),
    begun(296.3, 'unitWaits', 'P3').then(unitWaits),
    begun(208.1, 'unknownLong', 'P3'),
    begun(96.9, 'doubtful', 'P3').then(doubtful),
    begun(74.2, 'joined', 'P3').then((story) => joined(poster, story)),
    begun(51.6, 'lowering', 'P2').then(lowering),
    begun(117.8, 'colleague', 'P3').then(restricted),
  ])
  const handed = {
    from: sup.id,
    to: 'sup-1',
    by: sup,
    note: 'Two units are off the road. Ring the neighbour about the children first.',
  }
  if (!(await poster.send('supervisor', '/v1/handover', handed))) log.warn('the demo could not hand a shift over')
  await Promise.all([begun(192.2, 'worst', 'P2').then((story) => worst(poster, story)), ungraded(telling(0.2), at(0.2))])
}

/** Her car was taken away, and the delay explained twice: once as a note, once in the place of a reassessment. */
async function worst(poster: Poster, { incident, tell }: Telling): Promise<void> {
  await tell(171, 'control-room', 'unit.assigned', { unit: 'B14', by: ch })
  await tell(158, 'control-room', 'unit.diverted', { unit: 'B14', reason: 'Sent to a collision with injuries.', by: ch })
  await tell(96, 'supervisor', 'delay.noted', { reason: 'All units committed to a public order incident.', by: sup })
  const view = await poster.view(incident)
  // It is refused, and the refusal is kept for the auditor.
  if (view !== null) await poster.post('supervisor', incident, 'risk.reassessed', excuse(view, sup))
}

/** Rung about three times: one demand, joined twice. */
async function joined(poster: Poster, { incident, tell }: Telling): Promise<void> {
  await tell(41, 'control-room', 'call.received', {
    by: ch,
    caller: 'neighbour',
    text: 'Shouting again; a child is crying at the window.',
  })
  await tell(23, 'control-room', 'call.received', {
    by: ch,
    caller: 'victim',
    text: 'He is on the stairs. She put the children in the bathroom.',
  })
  await tell(6, 'control-room', 'call.received', {
    by: ch,
    caller: 'child',
    text: 'A boy says that his mother told him to ring. Line open, no answer.',
  })
  const [alert] = (await poster.view(incident))?.alerts.filter(({ status }) => status === 'open') ?? []
  if (alert !== undefined) await poster.send('supervisor', `/v1/alerts/${alert.id}/take`, { by: sup, note: 'Ringing her now.' })
}

/** Answered with nothing known: taken, and put before a second person. */
async function doubtful({ incident, tell }: Telling): Promise<void> {
  await tell(19, 'control-room', 'call.received', { by: ch, caller: 'victim', text: 'He has been seen in the next street.' })
  await tell(0, 'supervisor', 'risk.reassessed', answerOfNothing(`${incident}-d1`, sup, Date.now() - 2 * MINUTE_MS))
}

/** A grade that is to be lowered after the target has passed: nobody lowers it alone. */
async function lowering({ tell }: Telling): Promise<void> {
  await tell(0, 'supervisor', 'incident.graded', {
    ...{ priority: 'P3', by: sup },
    rationale: 'Her sister is with her and he was seen boarding the train to Leeds.',
  })
}

async function dashDue({ tell }: Telling): Promise<void> {
  await tell(98, 'control-room', 'unit.assigned', { unit: 'C07', by: ch })
  await tell(81, 'officer', 'unit.arrived', { unit: 'C07', victimSeen: true, by: pc })
  await tell(64, 'officer', 'suspect.dealt-with', { how: 'arrested', by: pc })
}

/** Attended, its DASH accepted: the harm assessment unit has not taken it up. */
async function unitWaits({ tell }: Telling): Promise<void> {
  await tell(251, 'officer', 'unit.arrived', { unit: 'A03', victimSeen: true, by: pc })
  await tell(202, 'officer', 'dash.submitted', { ...dash(chanceFrom(1), []), grade: 'high', author: pc })
  await tell(31, 'supervisor', 'dash.reviewed', {
    ...{ reviewer: sup, decision: 'accepted' },
    rationale: 'Every topic was asked, and the threats to kill are in her own words.',
  })
}

async function restricted({ tell }: Telling): Promise<void> {
  const readers = { by: sup, people: ['fim-1'], reason: 'He works in this control room.' }
  await tell(0, 'supervisor', 'incident.restricted', readers)
}

async function ungraded({ tell }: Telling, at: number): Promise<void> {
  await tell(0.2, 'control-room', 'incident.reported', call('ungraded', at))
}

async function closed(poster: Poster, { incident, tell }: Telling): Promise<void> {
  await tell(431.4, 'control-room', 'incident.reported', call('closed', Date.now() - 431.4 * MINUTE_MS))
  await tell(430, 'control-room', 'thrive.assessed', assessed('closed', Date.now() - 430 * MINUTE_MS))
  await tell(429, 'control-room', 'incident.graded', { priority: 'P3', rationale: TOLD.closed.why, by: ch })
  await tell(402, 'officer', 'unit.arrived', { unit: 'D11', victimSeen: true, by: pc })
  await tell(391, 'officer', 'dash.submitted', { ...dash(chanceFrom(2), []), grade: 'standard', author: pc })
  await tell(160, 'hau', 'hau.received', { by: hau })
  await finish({ ...poster, wait: async () => {} }, incident, chanceFrom(3))
}
