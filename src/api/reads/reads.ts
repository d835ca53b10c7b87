/**
 * The reads of the contract (§3). Another force's incident is a 404 like an unknown incident; so is a closed incident for a
 * role that reads open incidents.
 */
import type { Request, RequestHandler, Response } from 'express'
import { listed as inSentence } from '../../../machines/rules/issue.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Caller, Listed, Page, Reads } from '../../engine/reads.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import type { IncidentView } from '../../engine/views/views.ts'
import { discloseItems } from '../access/references.ts'
import { callerOf } from '../authenticate.ts'
import { invalidQuery, Refused } from '../problems.ts'
import { RIGHTS } from '../roles.ts'
import { alertsQuery, incidentsQuery, noQuery, pageQuery, queryOf, refusalsQuery } from './query.ts'
import { sendList } from './sendList.ts'

export interface ReadPorts {
  readonly engine: Pick<Engine, 'view' | 'assessments' | 'briefing' | 'textReader'>
  readonly reads: Reads
}

export const listIncidents =
  ({ reads }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    const { cursor, limit, ...filter } = queryOf(req, incidentsQuery)
    if (filter.priority !== undefined) await mustBePriority(reads, filter.priority)
    const page = await reads.incidents(caller.force, { ...filter, openOnly: openOnly(caller) }, { cursor, limit })
    discloseItems(res, page.items)
    await sendList(res, page)
  }

export const oneIncident =
  ({ engine }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    const view = await incidentOf(engine, caller, keyOf(req, caller))
    discloseItems(res, view.risk.repeat.incidents)
    res.json(view)
  }

/** A list of an incident, for the roles that read the incident. */
const listed =
  (
    { engine, reads }: ReadPorts,
    list: (reads: ReadPorts['reads'], key: CaseKey, page: Page) => Promise<Listed<unknown>>,
  ): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    const page = queryOf(req, pageQuery)
    const key = keyOf(req, caller)
    await incidentOf(engine, caller, key)
    await sendList(res, await list(reads, key, page))
  }

export const timeline = (ports: ReadPorts): RequestHandler => listed(ports, (reads, key, page) => reads.timeline(key, page))

/** What an incident's page shows only the newest of. */
export const ofIncident =
  (list: 'demandsOfIncident' | 'deadlinesOfIncident') =>
  (ports: ReadPorts): RequestHandler =>
    listed(ports, (reads, key, page) => reads[list](key, page))

/** The system's alerts about it too. */
export const alertsOfIncident = (ports: ReadPorts): RequestHandler =>
  listed(ports, (reads, key, page) => reads.alerts(key.force, { incident: key.reference, openOnly: false }, page))

/** What was said at the door, in the order that a reviewer needs; for the roles that read the timeline. */
export const assessments = ({ engine }: ReadPorts): RequestHandler =>
  fromTimeline(engine, (key, caller) => engine.assessments(key, openOnly(caller) ? 'open' : 'all'))

/** What officers on their way are told; for the roles that read the timeline, from which it is taken. */
export const briefing = ({ engine }: ReadPorts): RequestHandler => fromTimeline(engine, (key) => engine.briefing(key))

function fromTimeline(engine: ReadPorts['engine'], read: (key: CaseKey, caller: Caller) => Promise<unknown>): RequestHandler {
  return async (req, res) => {
    const caller = readerOf(res, 'incidents')
    queryOf(req, noQuery)
    const key = keyOf(req, caller)
    const { risk } = await incidentOf(engine, caller, key)
    // Both tell of them.
    discloseItems(res, risk.repeat.incidents)
    res.json(await read(key, caller))
  }
}

export const listAlerts =
  ({ reads }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'alerts')
    const { cursor, limit, ...filter } = queryOf(req, alertsQuery)
    const page = await reads.alerts(caller.force, { ...filter, openOnly: openOnly(caller) }, { cursor, limit })
    discloseItems(res, page.items)
    await sendList(res, page)
  }

export const listRefusals =
  ({ reads }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'refusals')
    const { incident = null, ...page } = queryOf(req, refusalsQuery)
    const listed = await reads.refusals(caller.force, incident, page)
    discloseItems(res, listed.items)
    await sendList(res, listed)
  }

/** One refusal, with what was sent. */
export const oneRefusal =
  ({ reads }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'refusals')
    const id = String(req.params.refusal)
    const refusal = /^\d{1,15}$/.test(id) ? await reads.refusal(force, Number(id)) : null
    if (refusal === null) throw new Refused('not-found', 'There is no such refusal for this key.')
    discloseItems(res, [refusal])
    res.json(refusal)
  }

type Readable = 'incidents' | 'alerts' | 'refusals' | 'samples' | 'registers' | 'accessLog'
const WORDS: Partial<Record<Readable, string>> = { accessLog: 'the access log' }

/** @throws Refused `forbidden` when the caller's role does not read this kind. */
export function readerOf(res: Response, what: Readable): Caller {
  const caller = callerOf(res)
  const right = RIGHTS[caller.role][what]
  if (!mayRead(right)) {
    const readers = ROLES.filter((role) => mayRead(RIGHTS[role][what]))
    throw new Refused(
      'forbidden',
      `The role ${caller.role} may not read ${WORDS[what] ?? what}. Roles that may: ${readers.join(', ')}.`,
    )
  }
  return caller
}

const mayRead = (right: boolean | string): boolean => right !== false && right !== 'none'

/** A name that no policy has would read as nothing to do. @throws Refused `invalid-query` */
async function mustBePriority(reads: Reads, priority: string): Promise<void> {
  const known = await reads.priorities()
  if (known.includes(priority)) return
  throw invalidQuery([{ pointer: '/priority', detail: `must be a priority of a policy: ${inSentence(known)}` }])
}

export const openOnly = ({ role }: Caller): boolean => RIGHTS[role].incidents === 'open'

export async function incidentOf(engine: Pick<Engine, 'view'>, caller: Caller, key: CaseKey): Promise<IncidentView> {
  const view = await engine.view(key)
  if (!view || (openOnly(caller) && view.state.closure.startsWith('closed'))) throw unknownIncident()
  return view
}

/** @throws Refused `not-found` when the address names none of these. */
export function nameIn<Name extends string>(req: Request, names: readonly Name[], what: string): Name {
  const name = names.find((known) => known === req.params.name)
  if (name === undefined) throw new Refused('not-found', `There is no such ${what}. There are: ${names.join(', ')}.`)
  return name
}

/** Text that cannot be a subject is not looked up. */
export function keyOf(req: Request, { force }: Caller): CaseKey {
  const reference = String(req.params.ref)
  if (!/^[\x21-\x7e]{1,64}$/.test(reference)) throw unknownIncident()
  return { force, reference }
}

export const unknownIncident = (): Refused => new Refused('unknown-incident', 'There is no such incident for this key.')
