/**
 * What somebody does about an alert. `POST /v1/alerts/{id}/acknowledge` says who has it, and neither stops nor resolves
 * anything. `POST /v1/alerts/{id}/dismiss` ends the alert of a refused report that nobody will report, that of a restricted incident
 * which another person opened, and that of a subscription which its receiver ended.
 */
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { atMost, person, text } from '../../../machines/rules/fields.ts'
import { issuesOf } from '../../../machines/rules/issue.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Caller, Reads, SystemAlerts } from '../../engine/reads.ts'
import { alertSeen } from '../../engine/views/hidden.ts'
import type { AlertItem } from '../../engine/views/views.ts'
import { actorOf, callerOf } from '../authenticate.ts'
import { mediaTypeOf } from '../door/body.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import type { AuthMode } from '../reads/me.ts'
import { hiddenFor } from '../reads/restricted.ts'
import { RIGHTS } from '../roles.ts'
import { invalidEvent, invalidIssues } from './admit.ts'
import { mustBeInPerson } from './inPerson.ts'
import { beyondLimits, parseJson } from './json.ts'
import { keepingRefusals, type Sent, type Writing } from './refuse.ts'
import { filledIn, mustBeTheirs } from './yourself.ts'

export const acknowledgement = z.strictObject({ by: person })
/**
 * Why nobody must report it: on paper already, another force's, a test of the connection; such an alert shows the reason. Or what was
 * found about the opening of a restricted incident: the record keeps that, and no alert shows it.
 */
export const dismissal = z.strictObject({ by: person, reason: atMost(text, 1_000) })

export interface AlertActionPorts extends Writing {
  readonly engine: Pick<Engine, 'acknowledge' | 'dismiss'>
  readonly reads: Pick<Reads, 'alertCase' | 'restricted'>
  readonly systemAlerts: SystemAlerts
  readonly limits: Limits
  readonly authMode: AuthMode
}

/** @param act answers the alert as it now is; null when there is no such alert. */
const action = <Said extends z.ZodType>(
  ports: AlertActionPorts,
  schema: Said,
  act: (id: string, said: z.output<Said>, sent: Sent, res: Response) => Promise<AlertItem | null>,
): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    // Not an event: a `subject` is an unknown field here.
    () => [],
    async (sent, req: Request, res) => {
      jsonIn(sent, req, ports.limits)
      const said = saidIn(sent, schema, ports.limits, callerOf(res))
      const id = String(req.params.id)
      const alert = await act(id, said, sent, res)
      if (alert === null) throw new Refused('not-found', 'There is no such alert that you may see: look in GET /v1/alerts.')
      // Who had it before is told to the readers of a restricted incident.
      res.json(alertSeen(alert, await hiddenFor(ports.reads, callerOf(res))))
    },
  )

/** @throws Refused `unsupported-media-type`, `payload-too-large` */
export function jsonIn({ tooLarge }: Sent, req: Request, { eventBytes }: Limits): void {
  if (mediaTypeOf(req) !== 'application/json')
    throw new Refused('unsupported-media-type', 'Send application/json, as UTF-8, not compressed.')
  if (tooLarge) throw new Refused('payload-too-large', `At most ${eventBytes} bytes.`)
}

export function saidIn<Said extends z.ZodType>({ bytes }: Sent, schema: Said, limits: Limits, caller: Caller): z.output<Said> {
  const parsed = parseJson(bytes)
  if (!parsed.ok) throw invalidEvent([parsed.issue])
  const beyond = [...parsed.issues, ...beyondLimits(parsed.value, limits)]
  if (beyond.length > 0) throw invalidEvent(beyond)
  const { said } = filledIn(parsed.value, 'by', caller)
  const read = schema.safeParse(said)
  if (!read.success) throw invalidIssues(issuesOf(read.error, said, ''))
  return read.data
}

const isId = (id: string): boolean => /^[\x21-\x7e]{1,128}$/.test(id)

export const acknowledge = (ports: AlertActionPorts): RequestHandler =>
  action(ports, acknowledgement, async (id, { by }, sent, res) => {
    const caller = callerOf(res)
    const { force, role } = caller
    if (!RIGHTS[role].acknowledges) throw new Refused('forbidden', `The role ${role} does not acknowledge alerts.`)
    mustBeTheirs(by, caller)
    if (!isId(id)) return null
    const incident = await ports.reads.alertCase(force, id)
    if (incident === null) return ports.systemAlerts.acknowledgeSystemAlert(force, id, by)
    sent.about = { ...sent.about, incident: incident.reference }
    return ports.engine.acknowledge(id, incident, by, actorOf(caller))
  })

export const dismiss = (ports: AlertActionPorts): RequestHandler =>
  action(ports, dismissal, async (id, { by, reason }, sent, res) => {
    const caller = callerOf(res)
    const { force, role } = caller
    if (!RIGHTS[role].posts.includes('risk.reassessed'))
      throw new Refused('forbidden', `The role ${role} does not dismiss alerts: a supervisor does.`)
    mustBeTheirs(by, caller)
    if (!isId(id)) return null
    const incident = await ports.reads.alertCase(force, id)
    if (incident === null)
      return (await ports.reports.dismiss(force, id, by, reason)) ?? ports.systemAlerts.dismissSystemAlert(force, id, by, reason)
    sent.about = { ...sent.about, incident: incident.reference }
    // Whoever broke the glass may have the key of a room too, and could end the alert in another name.
    mustBeInPerson(caller, ports.authMode)
    const ended = await ports.engine.dismiss(id, incident, { by, reason }, actorOf(caller))
    if (ended === 'own')
      throw invalidEvent([
        { pointer: '/by/id', detail: 'must be another person than who opened the incident: have a colleague look into it' },
      ])
    if (ended === 'not-dismissed')
      throw new Refused(
        'not-accepted-now',
        'Only the alert of a refused report, of an opened restricted incident, or of an ended subscription can be dismissed. This alert ends when somebody does what it asks for.',
      )
    return ended === 'unknown' ? null : ended
  })
