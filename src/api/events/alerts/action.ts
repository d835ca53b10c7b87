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
  readonly reads: Pick<Reads, 'alertCase' | 'alertLines' | 'restricted'>
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

/** What the address of an act names. */
export interface About {
  /** The case of the alert; null for an alert about the system, and for an id that no alert has. */
  readonly incident: CaseKey | null
  /** The incident with which a refusal is kept. */
  readonly keptWith: string | null
}

/**
 * @param about is asked before anything is refused: who may not read a restricted incident is not shown the note of a refused act.
 * @param act answers what is sent.
 */
export const acting = <Said extends Schema>(
  ports: AlertActionPorts,
  schema: Said,
  about: (name: string, caller: Caller) => Promise<About>,
  act: (incident: CaseKey | null, name: string, asked: Act<z.output<Said>>) => Promise<object>,
): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    // Not an event: a `subject` is an unknown field here.
    () => [],
    async (sent, req, res) => {
      const caller = callerOf(res)
      const name = String(req.params.id ?? req.params.ref)
      const { incident, keptWith } = await about(name, caller)
      sent.about = { ...sent.about, incident: keptWith }
      const said = saidIn(sent, req, schema, ports.limits, caller)
      res.json(await act(incident, name, { said, caller, sent, res }))
    },
  )

export const aboutAlert =
  ({ reads }: Pick<AlertActionPorts, 'reads'>) =>
  async (id: string, { force }: Caller): Promise<About> => {
    const incident = isId(id) ? await reads.alertCase(force, id) : null
    if (incident !== null) return { incident, keptWith: incident.reference }
    const ofSystem = isId(id) ? await reads.alertLines(force, id, 1) : null
    return { incident, keptWith: await ifRestricted(reads, force, ofSystem?.incident ?? '') }
  }

/** Another incident is not named in a refusal: an act on a mistyped number is no report that was refused. */
export const ifRestricted = async (reads: Pick<Reads, 'restricted'>, force: string, reference: string): Promise<string | null> =>
  (await reads.restricted(force)).has(reference) ? reference : null

export const isId = (id: string): boolean => /^[\x21-\x7e]{1,128}$/.test(id)

export const noSuchAlert = (): Refused =>
  new Refused('not-found', 'There is no such alert that you may see: look in GET /v1/alerts.')
