/** `POST /v1/rota/overrides` changes who is on duty for a while. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { rotaOf } from '../../../machines/rules/delivery/duty.ts'
import { momentIn, NOT_A_MOMENT } from '../../../machines/rules/delivery/moment.ts'
import { NOBODY_NAMED, whyNotOnDuty } from '../../../machines/rules/delivery/named.ts'
import { atMost, name, person, text } from '../../../machines/rules/fields.ts'
import type { Issue } from '../../../machines/rules/issue.ts'
import { earlier } from '../../../machines/rules/time/instants.ts'
import { ACKNOWLEDGING_ROLES, type Instant, type Person } from '../../../machines/rules/vocabulary.ts'
import type { Duty, NewOverride } from '../../engine/duty/ports.ts'
import { overrideView } from '../../engine/duty/views.ts'
import { actorOf, callerOf } from '../authenticate.ts'
import { invalidEvent } from '../events/admit.ts'
import { saidIn } from '../events/posted.ts'
import { keepingRefusals, type Writing } from '../events/refuse.ts'
import { mustBeTheirs } from '../events/yourself.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import { RIGHTS } from '../roles.ts'
import { DAY_MS, type DutyReadPorts, ofForce } from './reads.ts'

/** Of one override. Project default: longer is a change of the pattern, which the delivery file says. */
const LONGEST_DAYS = 92
/** Of its answer. */
const SHOWN_DAYS = 31

const moment = z
  .string()
  .max(40)
  .describe('A date and time of the zone of the rota, as `2026-12-25T07:00`, or with an offset, as `2026-12-25T07:00:00Z`.')
const people = z
  .array(name)
  .max(50)
  .refine((list) => new Set(list).size === list.length, 'must name each once')

export const overrideBody = z.strictObject({
  role: z.enum(ACKNOWLEDGING_ROLES),
  from: moment,
  to: moment,
  people: people.describe('As the delivery file calls them, in the order in which they are told.'),
  instead: people
    .min(1)
    .describe('A swap: `people` stand in for these alone. Without it `people` replace everybody. With it `people` may be empty.')
    .optional(),
  by: person.describe('Whoever decided it; the key, where nobody is named.').optional(),
  reason: atMost(text, 1_000).optional(),
})

export interface OverridePorts extends DutyReadPorts, Writing {
  readonly limits: Limits
}

export const postOverride = (ports: OverridePorts): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    () => [],
    async (sent, req, res) => {
      const caller = callerOf(res)
      if (!RIGHTS[caller.role].changesRota)
        throw new Refused('forbidden', `The role ${caller.role} does not change who is on duty: a supervisor does.`)
      const duty = ofForce(ports.duty, caller.force)
      const said = saidIn(sent, req, overrideBody, ports.limits, caller)
      const { by = { id: caller.key, role: caller.role } } = said
      if (said.by !== undefined) mustBeTheirs(said.by, caller)
      const override = overrideIn({ ...said, by }, duty, await ports.reads.now())
      const kept = await duty.override(override, actorOf(caller))
      if (kept === null)
        throw invalidEvent([
          {
            pointer: '',
            detail: 'is too much: so many overrides are not over yet that the pattern in the delivery file is to be changed',
          },
        ])
      const until = earlier(kept.to, new Date(Date.parse(kept.from) + SHOWN_DAYS * DAY_MS).toISOString())
      res.status(201).json(overrideView(duty, kept, until))
    },
  )

/** @throws Refused `invalid-event` */
function overrideIn(said: z.output<typeof overrideBody> & { readonly by: Person }, duty: Duty, now: Instant): NewOverride {
  const { role, people, instead = null, by, reason = null } = said
  const plan = duty.planNow()
  const { zone } = rotaOf(plan, role)
  const from = momentIn(said.from, zone)?.first
  const to = momentIn(said.to, zone)?.last
  const strangers = (list: readonly string[], pointer: string): Issue[] =>
    list.flatMap((id, place) => {
      const detail = whyNotOnDuty(id, role, plan.people)
      return detail === null ? [] : [{ pointer: `${pointer}/${place}`, detail }]
    })
  const issues = [
    ...(from === undefined ? [{ pointer: '/from', detail: NOT_A_MOMENT }] : []),
    ...(to === undefined ? [{ pointer: '/to', detail: NOT_A_MOMENT }] : whyNotTo(from, to, now)),
    ...(people.length === 0 && instead === null ? [{ pointer: '/people', detail: NOBODY_NAMED }] : []),
    ...strangers(people, '/people'),
    ...strangers(instead ?? [], '/instead'),
  ]
  if (from === undefined || to === undefined || issues.length > 0) throw invalidEvent(issues)
  return { role, from, to, people, instead, by, reason }
}

function whyNotTo(from: Instant | undefined, to: Instant, now: Instant): Issue[] {
  const wrong = (detail: string) => [{ pointer: '/to', detail }]
  if (from !== undefined && to <= from) return wrong('must be later than from')
  if (to <= now) return wrong('is over: nobody can be on duty then any more')
  if (from !== undefined && Date.parse(to) - Date.parse(from) > LONGEST_DAYS * DAY_MS)
    return wrong(`must be at most ${LONGEST_DAYS} days after from: change the pattern in the delivery file`)
  return []
}
