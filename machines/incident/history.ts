import { paceOf } from '../rules/grading/grading.ts'
import { isHighRisk } from '../rules/hau/severity.ts'
import { suspectsIn } from '../rules/investigation/spokenTo.ts'
import { victimsAfter } from '../rules/investigation/victimsCode.ts'
import { CHILD_VICTIM, isChild, isChildVictim, personsIn } from '../rules/report/persons.ts'
import { alertsOn, isSerious, joined, notYetKnown } from '../rules/report/repeatCallers.ts'
import { known } from '../rules/time/happened.ts'
import { plus } from '../rules/time/instants.ts'
import { isSaid } from '../rules/words.ts'
import { tellOfRisk } from './hau/handedOn.ts'
import { scheduleByNeed, scheduleSchools, schoolingIn, tellOfSchool } from './hau/referring.ts'
import { activity } from './hau/tellings.ts'
import type { EventOf, HistoryFound, IncidentContext } from './setup.ts'
import { act, bringForward, raise, remember } from './words.ts'

/** Whoever tells of a child has its school notified; what children ask for waits until somebody has attended, or settled it on the telephone. */
const scheduleLater = act(({ context }) => [
  scheduleSchools,
  ...(context.attendedAt === null && context.telephone === null ? [] : [scheduleByNeed]),
])

/** Where nothing is said of a school, what was said of it before stands. */
const saidOf = ({ schooling }: IncidentContext, said: IncidentContext['schooling']): IncidentContext['schooling'] =>
  Object.fromEntries(Object.entries(said).filter(([child, { school }]) => school !== null || schooling[child] === undefined))

type Found = { readonly context: IncidentContext; readonly event: HistoryFound }
type Named = { readonly context: IncidentContext; readonly event: EventOf<'person.identified'> | EventOf<'incident.corrected'> }

const after = ({ context, event }: Found) => ({ ...context, repeat: joined(context.repeat, event.incidents) })
const rememberFound = remember((found: Found) => ({ repeat: after(found).repeat }))
/** Nobody has looked at the risk since: closing waits for that where the policy asks for it. */
const unread = remember(({ context }: Found) => ({
  historyUnread: context.historyUnread || context.policy.closure.historyReviewed,
}))

/** One alert, and one more where it comes out only later that the risk was high before or that the criterion is met. */
const tell = raise((found: Found) => ({
  kind: 'repeat-victim',
  cause: isSerious(after(found)) ? 'repeat-serious' : 'repeat',
}))
const isNews = ({ context, event }: Found): boolean => alertsOn(context.policy, notYetKnown(context.repeat, event.incidents))
const becomesHighRisk = (found: Found): boolean => !isHighRisk(found.context) && isHighRisk(after(found))

/** A review that is owed already comes as soon as a high risk's does. */
const reviewSooner = bringForward(({ context, event }: Found) => ({
  deadline: 'next-review',
  of: null,
  dueAt: plus(known(event), paceOf(context.policy, context.priority).repeatEveryHighRisk, context.policy.timezone),
}))

const keepPersons = remember(({ context, event }: Named) => {
  const persons = personsIn(event.type, event.data)
  const { timezone } = context.policy
  const children = persons.flatMap((person) =>
    isChild(person, event.at, timezone) && person.personRef !== undefined && isSaid(person.personRef)
      ? [{ child: person.personRef, person }]
      : [],
  )
  const victims = persons.some((person) => isChildVictim(person, event.at, timezone)) ? [CHILD_VICTIM] : []
  return {
    flags: [...new Set([...context.flags, ...victims])],
    children: [...new Set([...context.children, ...children.map(({ child }) => child)])],
    suspects: [...new Set([...context.suspects, ...suspectsIn(context.policy, persons)])],
    victims: persons.reduce((victims, person) => victimsAfter({ ...context, victims }, person), context.victims),
    schooling: { ...context.schooling, ...saidOf(context, schoolingIn(context.policy, event.at, children)) },
  }
})
/** The time limit of a crime runs for each suspect. */
const tellOfSuspect = act<'person.identified' | 'incident.corrected'>(({ context, event: { type, data } }) =>
  suspectsIn(context.policy, personsIn(type, data)).length > 0 ? [activity] : [],
)
/** The attendance region moves the clock by it, where that brings the deadline nearer. */
const keepArea = remember(
  ({ context, event }: { readonly context: IncidentContext; readonly event: EventOf<'incident.corrected'> }) => ({
    area: event.data.location?.area ?? context.area,
  }),
)

/**
 * Who called before, heard in every state of the risk: it is remembered, told to the supervisor, and makes the next review come
 * sooner. Nothing here lowers or settles anything. Source: docs/sources.md#repeat (seed 14; Solihull 2018).
 */
export const history = {
  'person.identified': { actions: [keepPersons, scheduleLater, tellOfSchool, tellOfSuspect] },
  'incident.corrected': { actions: [keepPersons, keepArea, scheduleLater, tellOfSchool, tellOfSuspect] },
  'history.found': [
    {
      guard: (found: Found) => isNews(found) && becomesHighRisk(found),
      actions: [rememberFound, unread, tell, reviewSooner, ...tellOfRisk],
    },
    { guard: isNews, actions: [rememberFound, unread, tell] },
    { guard: becomesHighRisk, actions: [rememberFound, reviewSooner, ...tellOfRisk] },
    { actions: rememberFound },
  ],
}
