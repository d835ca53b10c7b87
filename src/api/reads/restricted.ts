/**
 * The door to restricted incidents. A named reader says why. Somebody on the incident's ladder who signed in may break the glass: the
 * record has that, with an alert, before anything is shown. Everybody else learns that the incident exists (decision 0056).
 */
import type { Request, Response } from 'express'
import { mayRead } from '../../../machines/incident/restricted/restricted.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Caller, Reads } from '../../engine/reads.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import { askedIn } from '../../engine/views/hidden.ts'
import { type Hidden, hiddenFrom, type Reader } from '../../engine/views/readers.ts'
import type { IncidentView } from '../../engine/views/views.ts'
import { reasonIn } from '../access/reason.ts'
import { actorOf } from '../authenticate.ts'
import { Refused } from '../problems.ts'

/** Who reads: behind a key nobody is known, and nobody behind a session that a key opened. */
export const readerBehind = ({ person }: Caller): Reader => person?.name ?? null

/** Ask after what is to be shown was read: what was restricted meanwhile is then hidden. */
export const hiddenFor = async (reads: Pick<Reads, 'restricted'>, caller: Caller): Promise<Hidden> =>
  hiddenFrom(await reads.restricted(caller.force), readerBehind(caller))

const ONLY_READERS =
  'This incident is restricted: its content is shown to the people named for it, who have to sign in. The list of incidents shows what is asked of it. Ask a force incident manager.'
const BY_BREAKING_GLASS =
  'This incident is restricted: its content is shown to the people named for it. Your role may open it with a reason, in the header X-Break-Glass; that is recorded, and an alert tells the next rank.'

/** So that a form can ask. */
const SAY_WHY = { pointer: '/headers/x-break-glass', detail: 'must say why, to open it' }

/**
 * Lets a reader of every restricted incident through that something is about. @throws Refused `restricted`, or `reason-required` from
 * somebody who may read it and does not say why.
 */
export async function mustBeReaderOfAll(
  reads: Pick<Reads, 'restricted'>,
  isAbout: (incident: string) => boolean,
  { req, res, caller }: { readonly req: Request; readonly res: Response; readonly caller: Caller },
): Promise<void> {
  const restricted = await reads.restricted(caller.force)
  const about = [...restricted.keys()].filter(isAbout)
  if (about.length === 0) return
  res.locals.restricted = true
  const hidden = hiddenFrom(restricted, readerBehind(caller))
  if (about.some((incident) => hidden.has(incident)))
    throw new Refused(
      'restricted',
      'What was sent is about a restricted incident: its content is shown to the people named for it. Ask a force incident manager.',
    )
  res.locals.reason = reasonIn(req, 'X-Reason')
}

/**
 * Lets a reader through. @throws Refused `restricted`, or `reason-required` from somebody who may read it and does not say why;
 * RecordUnavailable where the opening cannot be recorded.
 */
export async function mustBeReader(
  engine: Pick<Engine, 'escalation' | 'breakGlass'>,
  key: CaseKey,
  view: Pick<IncidentView, 'restricted' | 'attention' | 'demands'>,
  { req, res, caller }: { readonly req: Request; readonly res: Response; readonly caller: Caller },
): Promise<void> {
  const { restricted } = view
  if (restricted === null) return
  res.locals.restricted = true
  const reader = readerBehind(caller)
  if (reader !== null && mayRead(restricted, reader)) {
    res.locals.reason = reasonIn(req, 'X-Reason')
    return
  }
  const ladder = reader === null ? null : await engine.escalation(key)
  const asked = askedIn(view)
  if (reader === null || !ladder?.includes(caller.role)) throw new Refused('restricted', ONLY_READERS, { asked })
  if (req.get('X-Break-Glass') === undefined) throw new Refused('restricted', BY_BREAKING_GLASS, { errors: [SAY_WHY], asked })
  const reason = reasonIn(req, 'X-Break-Glass')
  const isOpened = await engine.breakGlass(key, { by: { id: reader, role: caller.role }, reason }, actorOf(caller))
  if (!isOpened) throw new Refused('restricted', ONLY_READERS, { asked })
  res.locals.brokenGlass = reason
}
