/**
 * The reads of the contract (§3). Another force's incident is a 404 like an unknown incident; so is a closed incident for a
 * role that reads open incidents.
 */
import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { listed as inSentence } from '../../../machines/rules/issue.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import type { Engine } from '../../engine/engine.ts'
import type { DeliveryReads } from '../../engine/notifications/seen.ts'
import type { AlertFilter, Caller, IncidentFilter, Listed, Page, Reads } from '../../engine/reads.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import { alertSeen, itemSeen, namesOthers, refusalSeen, timelineSeen } from '../../engine/views/hidden.ts'
import type { IncidentView } from '../../engine/views/views.ts'
import { discloseItems } from '../access/references.ts'
import { callerOf } from '../authenticate.ts'
import { invalidQuery, Refused } from '../problems.ts'
import { RIGHTS } from '../roles.ts'
import { ALERTS, REFUSALS, TIMELINE } from './columns.ts'
import { alertsQuery, incidentsQuery, noQuery, pageQuery, queryOf, refusalsQuery, timelineQuery } from './query.ts'
import { hiddenFor, mustBeReader, mustBeReaderOfAll, readerBehind } from './restricted.ts'
import { sendList } from './sendList.ts'
import { sendPageOrTable } from './sendTable.ts'
import { linesWithDeliveries, type ToldPorts, withTold } from './told.ts'

export interface ReadPorts {
  readonly engine: Pick<Engine, 'view' | 'assessments' | 'briefing' | 'textReader' | 'escalation' | 'breakGlass'>
  readonly reads: Reads & DeliveryReads
  readonly tellsPeople?: ToldPorts['tellsPeople']
}

export const listIncidents =
  ({ reads }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    const { cursor, limit, mine, ...filter } = queryOf(req, incidentsQuery)
    if (filter.priority !== undefined) await mustBePriority(reads, filter.priority)
    const taker = mine === undefined ? {} : await takenBy(mine, reads, res)
    const page = await reads.incidents(caller.force, { ...filter, ...taker, openOnly: openOnly(caller) }, { cursor, limit })
    discloseItems(res, page.items)
    const hidden = await hiddenFor(reads, caller)
    // Their grade, states and area are not told: neither by what finds them.
    const isTold = tellsOfContent(filter)
    const found = page.items.filter(({ incident }) => !(isTold && hidden.has(incident)))
    await sendList(res, { ...page, items: found.map((item) => itemSeen(item, hidden)) })
  }

/** Whether an incident is closed is no secret: it shows in who is shown it. */
const CLOSURE: readonly unknown[] = [undefined, 'open', 'closed', 'closure.open', 'closure.closed']
const tellsOfContent = ({ priority, state, area }: Pick<IncidentFilter, 'priority' | 'state' | 'area'>): boolean =>
  priority !== undefined || area !== undefined || !CLOSURE.includes(state)

export const oneIncident =
  (ports: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    const view = await incidentOf(ports.engine, keyOf(req, caller), { req, res, caller })
    discloseItems(res, view.risk.repeat.incidents)
    res.json({ ...view, alerts: await withTold(ports, caller.force, view.alerts) })
  }

/** A list of an incident, for the roles that read the incident. */
const listed =
  <Query extends typeof pageQuery>(
    { engine, reads }: ReadPorts,
    query: Query,
    list: (reads: ReadPorts['reads'], key: CaseKey, page: z.output<Query>, caller: Caller) => Promise<Listed<unknown>>,
  ): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    const page = queryOf(req, query)
    const key = keyOf(req, caller)
    await incidentOf(engine, key, { req, res, caller })
    await sendList(res, await list(reads, key, page, caller))
  }

export const timeline =
  (ports: ReadPorts): RequestHandler =>
  async (req, res) => {
    const { engine, reads } = ports
    const caller = readerOf(res, 'incidents')
    const { order, ...page } = queryOf(req, timelineQuery)
    const key = keyOf(req, caller)
    await incidentOf(engine, key, { req, res, caller })
    const read = async (asked: Page) => {
      const lines = await linesWithDeliveries(ports, key.force, await reads.timeline(key, asked, order))
      if (!lines.items.some(namesOthers)) return lines
      const hidden = await hiddenFor(reads, caller)
      return { ...lines, items: lines.items.map((line) => timelineSeen(line, hidden)) }
    }
    const name = `timeline-${key.reference.replaceAll(/[^A-Za-z0-9.-]/g, '_')}`
    await sendPageOrTable(req, res, page, { name, columns: TIMELINE, now: () => reads.now(), read })
  }

/** What an incident's page shows only the newest of. */
export const ofIncident =
  (list: 'demandsOfIncident' | 'deadlinesOfIncident') =>
  (ports: ReadPorts): RequestHandler =>
    listed(ports, pageQuery, (reads, key, page) => reads[list](key, page))

/** The system's alerts about it too. */
export const alertsOfIncident = (ports: ReadPorts): RequestHandler =>
  listed(ports, pageQuery, async (reads, key, page) => {
    const found = await reads.alerts(key.force, { incident: key.reference, openOnly: false }, page)
    return { ...found, items: await withTold(ports, key.force, found.items) }
  })

/** What was said at the door, in the order that a reviewer needs; for the roles that read the timeline. */
export const assessments = ({ engine }: ReadPorts): RequestHandler =>
  fromTimeline(engine, (key, caller) => engine.assessments(key, openOnly(caller) ? 'open' : 'all', readerBehind(caller)))

/** What officers on their way are told; for the roles that read the timeline, from which it is taken. */
export const briefing = ({ engine }: ReadPorts): RequestHandler =>
  fromTimeline(engine, (key, caller) => engine.briefing(key, readerBehind(caller)))

function fromTimeline(engine: ReadPorts['engine'], read: (key: CaseKey, caller: Caller) => Promise<unknown>): RequestHandler {
  return async (req, res) => {
    const caller = readerOf(res, 'incidents')
    queryOf(req, noQuery)
    const key = keyOf(req, caller)
    const { risk } = await incidentOf(engine, key, { req, res, caller })
    // Both tell of them.
    discloseItems(res, risk.repeat.incidents)
    res.json(await read(key, caller))
  }
}

export const listAlerts =
  (ports: ReadPorts): RequestHandler =>
  async (req, res) => {
    const { reads } = ports
    const caller = readerOf(res, 'alerts')
    const { cursor, limit, mine, format, ...filter } = queryOf(req, alertsQuery)
    const taker = mine === undefined ? {} : await takenBy(mine, reads, res)
    const read = async (asked: Page) => {
      const page = await reads.alerts(caller.force, { ...filter, ...taker, openOnly: openOnly(caller) }, asked)
      discloseItems(res, page.items)
      const told = await withTold(ports, caller.force, page.items)
      const hidden = await hiddenFor(reads, caller)
      return { ...page, items: told.map((alert) => alertSeen(alert, hidden)) }
    }
    await sendPageOrTable(req, res, { cursor, limit, format }, { name: 'alerts', columns: ALERTS, now: () => reads.now(), read })
  }

/** Whose alerts `mine` asks for. Who has the alerts of a restricted incident is told to no key. @throws Refused `invalid-query` */
async function takenBy(mine: string, reads: Reads, res: Response): Promise<Pick<AlertFilter, 'mine' | 'hidden'>> {
  const caller = callerOf(res)
  const { person } = caller
  const isSelf = mine === 'true'
  if (person !== undefined) {
    if (isSelf || samePerson(mine, person.name)) return { mine: { id: person.name, account: person } }
    throw invalidQuery([{ pointer: '/mine', detail: 'must be `true`: you signed in, and this is what you have' }])
  }
  const named = isSelf ? res.locals.session?.named?.id : mine
  if (named === undefined)
    throw invalidQuery([
      {
        pointer: '/mine',
        detail: 'must be the id of a person, as `mine=sup-1`: a key stands for nobody; or sign in and ask for `true`',
      },
    ])
  return { mine: { id: named }, hidden: [...(await hiddenFor(reads, caller))] }
}

export const listRefusals =
  ({ reads }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'refusals')
    const { incident = null, ...page } = queryOf(req, refusalsQuery)
    const read = async (asked: Page) => {
      const refused = await reads.refusals(caller.force, incident, asked)
      discloseItems(res, refused.items)
      const hidden = await hiddenFor(reads, caller)
      return { ...refused, items: refused.items.map((one) => refusalSeen(one, hidden)) }
    }
    await sendPageOrTable(req, res, page, { name: 'refusals', columns: REFUSALS, now: () => reads.now(), read })
  }

/** One refusal, with what was sent. */
export const oneRefusal =
  ({ reads }: ReadPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'refusals')
    const { force } = caller
    const id = String(req.params.refusal)
    const refusal = /^\d{1,15}$/.test(id) ? await reads.refusal(force, Number(id)) : null
    if (refusal === null) throw new Refused('not-found', 'There is no such refusal that you may read: look in GET /v1/refusals.')
    const { subjects, ...told } = refusal
    // What was sent of another incident may name it, too.
    const isAbout = (incident: string) => subjects.includes(incident) || told.sent.includes(incident)
    await mustBeReaderOfAll(reads, isAbout, { req, res, caller })
    discloseItems(res, [told])
    res.json(told)
  }

type Readable = 'incidents' | 'alerts' | 'refusals' | 'samples' | 'registers' | 'accessLog' | 'subscriptions'
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

/** The one door to an incident and to everything below it. @throws Refused `unknown-incident`, `restricted`, `reason-required` */
export async function incidentOf(
  engine: ReadPorts['engine'],
  key: CaseKey,
  asked: { readonly req: Request; readonly res: Response; readonly caller: Caller },
): Promise<IncidentView> {
  const view = await engine.view(key, readerBehind(asked.caller))
  if (!view || (openOnly(asked.caller) && view.state.closure.startsWith('closed'))) throw unknownIncident()
  await mustBeReader(engine, key, view, asked)
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

export const unknownIncident = (): Refused =>
  new Refused('unknown-incident', 'There is no such incident that you may read: check how its number is written.')
