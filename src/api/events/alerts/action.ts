/** What an act on alerts is asked as: one JSON body, by whoever acts, kept where it is refused. */
import type { RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { issuesOf } from '../../../../machines/rules/issue.ts'
import type { Person } from '../../../../machines/rules/vocabulary.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Caller, Reads, SystemAlerts } from '../../../engine/reads.ts'
import type { CaseKey } from '../../../engine/step/case.ts'
import { callerOf } from '../../authenticate.ts'
import { mediaTypeOf } from '../../door/body.ts'
import type { Limits } from '../../limits.ts'
import { Refused } from '../../problems.ts'
import type { AuthMode } from '../../reads/me.ts'
import { invalidEvent, invalidIssues } from '../admit.ts'
import { beyondLimits, parseJson } from '../json.ts'
import { keepingRefusals, type Sent, type Writing } from '../refuse.ts'
import { filledIn } from '../yourself.ts'

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
      if (mediaTypeOf(req) !== 'application/json')
        throw new Refused('unsupported-media-type', 'Send application/json, as UTF-8, not compressed.')
      if (sent.tooLarge) throw new Refused('payload-too-large', `At most ${ports.limits.eventBytes} bytes.`)
      const said = saidIn(sent, schema, ports.limits, caller)
      res.json(await act(incident, name, { said, caller, sent, res }))
    },
  )

function saidIn<Said extends z.ZodType>({ bytes }: Sent, schema: Said, limits: Limits, caller: Caller): z.output<Said> {
  const parsed = parseJson(bytes)
  if (!parsed.ok) throw invalidEvent([parsed.issue])
  const beyond = [...parsed.issues, ...beyondLimits(parsed.value, limits)]
  if (beyond.length > 0) throw invalidEvent(beyond)
  const { said } = filledIn(parsed.value, 'by', caller)
  const read = schema.safeParse(said)
  if (!read.success) throw invalidIssues(issuesOf(read.error, said, ''))
  return read.data
}

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
