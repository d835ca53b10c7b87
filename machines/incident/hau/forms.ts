/** What the dash region does with forms: keeps what a form says, owes what follows from it, and ends what a review settles. */
import { type ToSee, toSee, VISIBLE_HIGH_RISK } from '../../rules/hau/dash.ts'
import { isVisiblyHigh, readDash } from '../../rules/hau/sheets.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import { RISK_GRADES, type RiskGrade } from '../../rules/vocabulary.ts'
import { historyRead } from '../risk/checks.ts'
import type { IncidentContext } from '../setup.ts'
import { act, bringForward, complete, type On, raise, remember, resolve, schedule } from '../words.ts'
import { tellOfRisk } from './handedOn.ts'
import { owedAfter } from './owedAfter.ts'
import { scheduleByNeed, scheduleByRisk, scheduleSchools } from './referring.ts'

type Arrived = On<'unit.arrived'>
type Submitted = On<'dash.submitted'>
type Reviewed = On<'dash.reviewed'>

export const attends = ({ context, event }: Arrived): boolean =>
  context.policy.clock.stop === 'arrived' || event.data.victimSeen === true
/** False for an attendance that the exception knew of: a second car at the same visit, or late news of that visit. */
export const attendsAgain = (it: Arrived): boolean => attends(it) && it.event.at > (it.context.dashException?.at ?? '')
const higher = (a: RiskGrade | null, b: RiskGrade): RiskGrade =>
  a === null || RISK_GRADES.indexOf(a) < RISK_GRADES.indexOf(b) ? b : a

const showsHighRisk = ({ context, event }: Submitted): boolean => {
  const read = readDash(event.data, context.policy)
  return read !== null && isVisiblyHigh(read)
}

/** What the form finds that the policy names among its flags of high risk. */
const factorsIn = ({ context, event }: Submitted): readonly string[] => readDash(event.data, context.policy)?.factors ?? []

/** What the reviewer must see in the latest form. A secondary assessment adds to what is left of the primary assessment. */
const stillToSee = ({ context, event }: Submitted): readonly ToSee[] => {
  const now = toSee(event.data, context.policy)
  return event.data.secondaryTo === undefined ? now : [...new Set([...context.assessed.toSee, ...now])]
}

/** Its author, and whoever entered it for them. */
const writtenBy = ({ event: { data, enteredBy } }: Submitted): readonly string[] => [
  data.author.id,
  ...(enteredBy === undefined ? [] : [enteredBy]),
]

const assessedWith = (it: Submitted): IncidentContext['assessed'] => {
  const { made, authors } = it.context.assessed
  return { made: made + 1, authors: [...new Set([...authors, ...writtenBy(it)])], toSee: stillToSee(it) }
}

/** The grade of a specialist's second assessment is the HAU's own grade. Kept only where the policy asks for it. */
const secondLook = ({ context, event }: Submitted): Partial<IncidentContext> =>
  event.data.secondaryTo === undefined || context.policy.hau.completion === undefined ? {} : { hauGrade: event.data.grade }

/** A DASH raises the risk grade at once, provisionally; only a reviewer's recorded decision lowers it. */
const keepDash = remember((it: Submitted) => {
  const { context, event } = it
  return {
    dash: {
      author: event.data.author.id,
      grade: event.data.grade,
      ...(event.enteredBy === undefined ? {} : { enteredBy: event.enteredBy }),
    },
    assessed: readDash(event.data, context.policy) === null ? context.assessed : assessedWith(it),
    riskGrade: higher(context.riskGrade, event.data.grade),
    flags: [...new Set([...context.flags, ...factorsIn(it), ...(showsHighRisk(it) ? [VISIBLE_HIGH_RISK] : [])])],
    ...secondLook(it),
    children: [...new Set([...context.children, ...(event.data.children ?? []).map(({ personRef }) => personRef)])],
  }
})

/** Enough topics alert a supervisor at once, whatever the grade. A later form with fewer topics changes nothing: a count never lowers. */
const tellHighRisk = act<'dash.submitted'>((it) =>
  showsHighRisk(it) ? [raise({ kind: 'visible-high-risk', cause: 'visible-high-risk' })] : [],
)

/** A high risk is reviewed sooner, also where only the topics show it. */
const reviewWithin = (it: Submitted): string => {
  const { reviewWithin: usual, reviewWithinHigh } = it.context.policy.dash
  return it.event.data.grade === 'high' || showsHighRisk(it) ? reviewWithinHigh : usual
}

export const submit = [
  keepDash,
  tellHighRisk,
  complete('dash-submission'),
  resolve({ kind: 'dash-returned' }),
  schedule((it: Submitted) => owedAfter(it, { deadline: 'dash-review', within: reviewWithin(it) })),
  scheduleSchools,
  scheduleByNeed,
  ...tellOfRisk,
]

export const keepException = remember(({ event: { at, data } }: On<'dash.excepted'>) => ({
  dashException: { at, by: data.by, approvedBy: data.approvedBy ?? null },
}))

/** A correction never delays the review; a correction that shows a high risk brings the review nearer. */
export const correct = [
  keepDash,
  tellHighRisk,
  bringForward((it: Submitted) => ({
    ...{ deadline: 'dash-review', of: null },
    dueAt: plus(known(it.event), reviewWithin(it), it.context.policy.timezone),
  })),
  scheduleSchools,
  scheduleByNeed,
  ...tellOfRisk,
]

export const scheduleForm = schedule((it: On) =>
  owedAfter(it, { deadline: 'dash-submission', within: it.context.policy.dash.submitWithin }),
)

export const review = [
  complete('dash-review'),
  remember(({ context, event }: Reviewed) => {
    const { decision, grade } = event.data
    const given = decision === 'accepted' ? higher(context.riskGrade, context.dash?.grade ?? 'standard') : grade
    // The reviewer has seen it. Only what a review cannot settle stays.
    const left = context.assessed.toSee.filter((what) => what === 'mode-exception-missing')
    const assessed = { ...context.assessed, authors: [], toSee: left }
    return { riskGrade: given ?? context.riskGrade, assessed, ...historyRead(context) }
  }),
  resolve({ kind: 'visible-high-risk' }),
  scheduleByRisk,
  ...tellOfRisk,
]
/** It waits for whoever wrote it. */
export const returnForm = [
  complete('dash-review'),
  raise(({ event }: On<'dash.reviewed' | 'hau.feedback'>) => ({
    kind: 'dash-returned',
    cause: `dash-returned-${event.recordedAt}`,
  })),
]
export const returned = {
  guard: ({ event }: Reviewed) => event.data.decision === 'returned',
  target: 'returned' as const,
  actions: returnForm,
}
