/**
 * Who has an alert. Taking it says so, and taking an alert that another person has takes it over; releasing gives it back to everybody.
 * None of it stops or resolves anything. `acknowledge` is taking without a note, and answers a resolved alert as it is.
 */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { SEVERITIES } from '../../../../machines/rules/catalogue/alerts.ts'
import { atMost, name, person, text } from '../../../../machines/rules/fields.ts'
import { listed } from '../../../../machines/rules/issue.ts'
import { ROLES, SUPERVISING } from '../../../../machines/rules/vocabulary.ts'
import type { takenAlerts } from '../../../engine/answers/parts.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { isLeft } from '../../../engine/judge/taking.ts'
import type { Caller } from '../../../engine/reads.ts'
import type { CaseKey, TakenFrom } from '../../../engine/step/case.ts'
import { alertSeen } from '../../../engine/views/hidden.ts'
import type { AlertItem } from '../../../engine/views/views.ts'
import { actorOf } from '../../authenticate.ts'
import { Refused } from '../../problems.ts'
import { unknownIncident } from '../../reads/reads.ts'
import { hiddenFor } from '../../reads/restricted.ts'
import { RIGHTS } from '../../roles.ts'
import { mustBeTheirs } from '../yourself.ts'
import { type About, type Act, type AlertActionPorts, aboutAlert, acting, ifRestricted, isId, noSuchAlert } from './action.ts'

export const acknowledgement = z.strictObject({ by: person })
/** The note is content: the incident's timeline has it, and no alert, stream or message. */
export const taking = z.strictObject({ by: person, note: atMost(text, 1_000).optional() })
/** So many people have alerts of one incident at once. Project default. */
const MOST_FROM = 50
export const takingFrom = taking.extend({
  from: z
    .array(name)
    .max(MOST_FROM)
    .describe(
      'Ids of the people from whom it may be taken over; `[]` takes only what nobody has. Where somebody else has it by then, nothing is taken: 409 `not-accepted-now`. Left out: it is taken from whoever has it.',
    )
    .optional(),
})
type Taking = Act<z.output<typeof taking> & { readonly from?: TakenFrom | undefined }>

/** Of an incident at once; the answer counts the rest. */
const MOST_ANSWERED = 100

export const acknowledge = (ports: AlertActionPorts): RequestHandler =>
  acting(ports, acknowledgement, aboutAlert(ports), (incident, id, asked) => taken(ports, incident, id, asked))

export const take = (ports: AlertActionPorts): RequestHandler =>
  acting(ports, takingFrom, aboutAlert(ports), async (incident, id, asked) => {
    const alert = await taken(ports, incident, id, asked)
    if (alert.status === 'resolved') throw new Refused('not-accepted-now', 'This alert is resolved: there is nothing to take.')
    return alert
  })

async function taken(ports: AlertActionPorts, incident: CaseKey | null, id: string, asked: Taking): Promise<AlertItem> {
  const { by, note, from } = asked.said
  mustTake(asked)
  const { caller } = asked
  const alert =
    incident === null
      ? await ofSystem(id, () =>
          ports.systemAlerts.acknowledgeSystemAlert(caller.force, id, by, { actor: actorOf(caller), note, from }),
        )
      : await ports.engine.acknowledge(id, incident, by, actorOf(caller), note, from)
  if (alert === null) throw noSuchAlert()
  if (isLeft(alert, by, from)) throw await leftWith(ports, [alert], asked)
  return seenBy(ports, alert, caller)
}

/** Who has it is told to the readers of a restricted incident. */
async function leftWith({ reads }: AlertActionPorts, alerts: readonly AlertItem[], { said, caller }: Taking): Promise<Refused> {
  const hidden = await hiddenFor(reads, caller)
  const holders = alerts
    .filter((alert) => isLeft(alert, said.by, said.from))
    .flatMap((alert) => alertSeen(alert, hidden).acknowledgedBy ?? [])
  const who = [...new Set(holders.map(({ id, role }) => `${id} (${role})`))]
  return new Refused(
    'not-accepted-now',
    `${who.length === 0 ? 'Somebody else has it' : `${listed(who)} ${who.length === 1 ? 'has' : 'have'} it`}. Nothing was taken: speak to them, and take it over with their id in \`from\`.`,
  )
}

export const release = (ports: AlertActionPorts): RequestHandler =>
  acting(ports, taking, aboutAlert(ports), async (incident, id, asked) => {
    const { by, note } = asked.said
    const { caller } = asked
    mustTake(asked)
    const released =
      incident === null
        ? ((await ofSystem(id, () =>
            ports.systemAlerts.releaseSystemAlert(caller.force, id, by, { actor: actorOf(caller), note }),
          )) ?? 'unknown')
        : await ports.engine.release(id, incident, by, actorOf(caller), note)
    if (released === 'unknown') throw noSuchAlert()
    if (released === 'not-taken') throw new Refused('not-accepted-now', 'Nobody has this alert, so there is nothing to release.')
    if (released === 'not-theirs')
      throw new Refused(
        'forbidden',
        `Somebody else has this alert. They release it, or one of these roles: ${listed(SUPERVISING)}.`,
      )
    return seenBy(ports, released, caller)
  })

/** `POST /v1/incidents/{ref}/alerts/take`: also the alerts about the system that name the incident, reported or not. */
export const takeAll = (ports: AlertActionPorts): RequestHandler =>
  acting(ports, takingFrom, aboutIncident(ports), async (_, reference, asked) => {
    const { by, note, from } = asked.said
    const { caller } = asked
    mustTake(asked)
    if (!/^[\x21-\x7e]{1,64}$/.test(reference)) throw unknownIncident()
    const ofIncident = await ports.engine.acknowledgeAll({ force: caller.force, reference }, by, actorOf(caller), note, from)
    if (ofIncident?.some((alert) => isLeft(alert, by, from))) throw await leftWith(ports, ofIncident, asked)
    const said = { actor: actorOf(caller), note, from }
    const aboutIt = await ports.systemAlerts.takeSystemAlerts(caller.force, reference, by, said)
    if (ofIncident === null && aboutIt.length === 0) throw unknownIncident()
    const hasOwn = ofIncident !== null && ofIncident.length > 0
    if (!hasOwn && aboutIt.some((alert) => isLeft(alert, by, from))) throw await leftWith(ports, aboutIt, asked)
    const hidden = await hiddenFor(ports.reads, caller)
    const all = [...(ofIncident ?? []), ...aboutIt].sort(worstFirst)
    const items = all.slice(0, MOST_ANSWERED).map((alert) => alertSeen(alert, hidden))
    const answer: Answer<typeof takenAlerts> = { items, more: all.length - items.length }
    return answer
  })

/** @throws Refused `forbidden`, `not-yourself` */
function mustTake({ said: { by }, caller }: Taking): void {
  if (!RIGHTS[caller.role].acknowledges) {
    const takers = ROLES.filter((role) => RIGHTS[role].acknowledges)
    throw new Refused('forbidden', `The role ${caller.role} does not take alerts. Roles that do: ${listed(takers)}.`)
  }
  mustBeTheirs(by, caller)
}

const ofSystem = async <Answer>(id: string, act: () => Promise<Answer>): Promise<Answer | null> => (isId(id) ? act() : null)

/** Who had an alert before is told to the readers of a restricted incident. */
const seenBy = async ({ reads }: AlertActionPorts, alert: AlertItem, caller: Caller): Promise<AlertItem> =>
  alertSeen(alert, await hiddenFor(reads, caller))

const aboutIncident =
  ({ reads }: AlertActionPorts) =>
  async (reference: string, { force }: Caller): Promise<About> => ({
    incident: null,
    keptWith: await ifRestricted(reads, force, reference),
  })

const worstFirst = (a: AlertItem, b: AlertItem): number =>
  SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || (a.raisedAt < b.raisedAt ? -1 : 1)
