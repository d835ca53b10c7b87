/**
 * `POST /v1/alerts/{id}/dismiss` ends the alert of a refused report that nobody will report, that of a restricted incident which
 * another person opened, and that of an alert which has reached nobody.
 */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { atMost, person, text } from '../../../../machines/rules/fields.ts'
import type { CaseKey } from '../../../engine/step/case.ts'
import { alertSeen } from '../../../engine/views/hidden.ts'
import type { AlertItem } from '../../../engine/views/views.ts'
import { actorOf } from '../../authenticate.ts'
import { Refused } from '../../problems.ts'
import { hiddenFor } from '../../reads/restricted.ts'
import { supervisesShift } from '../../roles.ts'
import { invalidEvent } from '../admit.ts'
import { mustBeInPerson } from '../inPerson.ts'
import { mustBeTheirs } from '../yourself.ts'
import { type Act, type AlertActionPorts, aboutAlert, acting, isId, noSuchAlert } from './action.ts'

/**
 * Why nobody must report it: on paper already, another force's, a test of the connection; such an alert shows the reason. Or what was
 * found about the opening of a restricted incident: the record keeps that, and no alert shows it. Or who was told by other means.
 */
export const dismissal = z.strictObject({ by: person, reason: atMost(text, 1_000) })

export const dismiss = (ports: AlertActionPorts): RequestHandler =>
  acting(ports, dismissal, aboutAlert(ports), async (incident, id, asked) => {
    const { role } = asked.caller
    if (!supervisesShift(role)) throw new Refused('forbidden', `The role ${role} does not dismiss alerts: a supervisor does.`)
    mustBeTheirs(asked.said.by, asked.caller)
    const ended = incident === null ? await dismissOfSystem(ports, id, asked) : await dismissOpening(ports, id, incident, asked)
    if (ended === null) throw noSuchAlert()
    // Who had it before is told to the readers of a restricted incident.
    return alertSeen(ended, await hiddenFor(ports.reads, asked.caller))
  })

type Dismissing = Act<z.output<typeof dismissal>>

async function dismissOfSystem(
  { reports, systemAlerts }: AlertActionPorts,
  id: string,
  { said: { by, reason }, caller: { force } }: Dismissing,
): Promise<AlertItem | null> {
  if (!isId(id)) return null
  return (await reports.dismiss(force, id, by, reason)) ?? systemAlerts.dismissSystemAlert(force, id, by, reason)
}

async function dismissOpening(
  { engine, authMode }: AlertActionPorts,
  id: string,
  incident: CaseKey,
  { said, caller }: Dismissing,
): Promise<AlertItem | null> {
  // Whoever broke the glass may have the key of a room too, and could end the alert in another name.
  mustBeInPerson(caller, authMode)
  const ended = await engine.dismiss(id, incident, said, actorOf(caller))
  if (ended === 'own')
    throw invalidEvent([
      { pointer: '/by/id', detail: 'must be another person than who opened the incident: have a colleague look into it' },
    ])
  if (ended === 'not-dismissed')
    throw new Refused(
      'not-accepted-now',
      'Only the alert of a refused report, of an opened restricted incident or of a failed delivery can be dismissed. This alert ends when somebody does what it asks for.',
    )
  return ended === 'unknown' ? null : ended
}
