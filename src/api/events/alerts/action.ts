/** What an act on alerts is asked as: one JSON body, by whoever acts, kept where it is refused. */
import type { RequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Person } from '../../../../machines/rules/vocabulary.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Caller, Reads, SystemAlerts } from '../../../engine/reads.ts'
import type { CaseKey } from '../../../engine/step/case.ts'
import { callerOf } from '../../authenticate.ts'
import type { Limits } from '../../limits.ts'
import { Refused } from '../../problems.ts'
import type { AuthMode } from '../../reads/me.ts'
import { saidIn } from '../posted.ts'
import { keepingRefusals, type Sent, type Writing } from '../refuse.ts'

export interface AlertActionPorts extends Writing {
  readonly engine: Pick<Engine, 'acknowledge' | 'acknowledgeAll' | 'release' | 'dismiss'>
  readonly reads: Pick<Reads, 'alertCase' | 'restricted'>
  readonly systemAlerts: SystemAlerts
  readonly limits: Limits
  readonly authMode: AuthMode
}

/** An act as it was posted. */
export interface Act<Said> {
  readonly said: Said
  readonly caller: Caller
  readonly sent: Sent
  readonly res: Response
}

type Schema = z.ZodType<{ readonly by: Person }>

/**
 * @param about the incident that the act is about, found before anything is refused: who may not read a restricted incident is not shown
 *   the note of a refused act.
 * @param act answers what is sent.
 */
export const acting = <Said extends Schema, About extends CaseKey | null>(
  ports: AlertActionPorts,
  schema: Said,
  about: (name: string, caller: Caller) => Promise<About>,
  act: (about: About, name: string, asked: Act<z.output<Said>>) => Promise<object>,
): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    // Not an event: a `subject` is an unknown field here.
    () => [],
    async (sent, req, res) => {
      const caller = callerOf(res)
      const name = String(req.params.id ?? req.params.ref)
      const incident = await about(name, caller)
      if (incident !== null) sent.about = { ...sent.about, incident: incident.reference }
      const said = saidIn(sent, req, schema, ports.limits, caller)
      res.json(await act(incident, name, { said, caller, sent, res }))
    },
  )

/** The case of an alert; null for an alert about the system, and for an id that no alert has. */
export const caseOfAlert =
  ({ reads }: Pick<AlertActionPorts, 'reads'>) =>
  async (id: string, { force }: Caller): Promise<CaseKey | null> =>
    isId(id) ? reads.alertCase(force, id) : null

export const isId = (id: string): boolean => /^[\x21-\x7e]{1,128}$/.test(id)

export const noSuchAlert = (): Refused =>
  new Refused('not-found', 'There is no such alert that you may see: look in GET /v1/alerts.')
