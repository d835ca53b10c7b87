/** Who is on duty, as readers are shown it. */
import { fallsTo, onDutyOf, rolesOnRota, rotaOf } from '../../../machines/rules/delivery/duty.ts'
import type { DeliveryPlan } from '../../../machines/rules/delivery/plan.ts'
import { type DutySpan, dutySpans, holesIn, type OnDuty } from '../../../machines/rules/delivery/rota.ts'
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'
import type { dutyOfRole, overrideRecorded, rotaOfRole, rotaOverride } from '../answers/duty.ts'
import type { Answer } from '../answers/shapes.ts'
import type { Duty, KeptOverride } from './ports.ts'

/** @param role null for all roles of the ladder and of the rota. */
const rolesAsked = ({ ladder }: Duty, plan: DeliveryPlan, role: Role | null): readonly Role[] =>
  role === null ? rolesOnRota(plan, ladder) : [role]

export function onDutyView(duty: Duty, role: Role | null, at: Instant): Answer<typeof dutyOfRole>[] {
  const plan = duty.planNow()
  return rolesAsked(duty, plan, role).map((of) => {
    const people = onDutyOf(plan, of, at)
    return {
      role: of,
      at,
      people: peopleSeen(duty, people),
      falls: people.length > 0 ? null : fallsTo(plan, of, duty.ladder, at),
    }
  })
}

export function rotaView(duty: Duty, role: Role | null, from: Instant, to: Instant): Answer<typeof rotaOfRole>[] {
  const plan = duty.planNow()
  return rolesAsked(duty, plan, role).map((of) => {
    const rota = rotaOf(plan, of)
    return { role: of, zone: rota.zone, people: peopleOf(plan, of), ...spansSeen(duty, dutySpans(rota, from, to)) }
  })
}

const peopleOf = ({ people }: DeliveryPlan, role: Role) =>
  Object.entries(people).flatMap(([person, { name, roles }]) => (roles.includes(role) ? [{ person, name }] : []))

/** @param until the end of what is shown. */
export const overrideView = (duty: Duty, override: KeptOverride, until: Instant): Answer<typeof overrideRecorded> => {
  const spans = dutySpans(rotaOf(duty.planNow(), override.role), override.from, until)
  return { override: asAnswered(override), ...spansSeen(duty, spans) }
}

const asAnswered = ({ reason, ...override }: KeptOverride): Answer<typeof rotaOverride> => ({
  ...override,
  ...(reason !== null && { reason }),
})

const spansSeen = (duty: Duty, spans: readonly DutySpan[]) => ({
  spans: spans.map(({ from, to, people }) => ({ from, to, people: peopleSeen(duty, people) })),
  holes: holesIn(spans).map(({ from, to }) => ({ from, to })),
})

function peopleSeen(duty: Duty, onDuty: readonly OnDuty[]) {
  const { people } = duty.planNow()
  return onDuty.map(({ person, why }) => ({ person, name: people[person]?.name ?? person, why: whySeen(duty, why) }))
}

/** The reason stays in the record: it may say that somebody is ill. */
function whySeen(duty: Duty, why: OnDuty['why']) {
  if (why.by === 'pattern') {
    const { days, from, to } = why.shift
    return { by: why.by, days, from, to }
  }
  const { id, from, to, instead } = why.override
  const posted = duty.posted(id)
  return { by: why.by, id, from, to, instead, ...(posted && { decidedBy: posted.by, recordedAt: posted.recordedAt }) }
}
