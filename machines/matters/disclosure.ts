import { disclosureDue } from '../rules/calendar/index.ts'
import type { DISCLOSURE_RECIPIENTS } from '../rules/catalogue/matters/disclosure.ts'
import { type Issue, issueIf, type Warning, warnIf } from '../rules/issue.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { cancel, complete } from './asks.ts'
import { defineMatter, type On, type Remembered } from './defineMatter.ts'
import type { MatterEvent } from './matter.ts'

const memory = {
  route: null as 'right-to-ask' | 'right-to-know' | null,
  applicant: null as 'person-at-risk' | 'third-party' | 'police' | 'partner' | null,
  subject: null as string | null,
  atRisk: null as string | null,
  /** The queue is as old as this. */
  appliedAt: null as Instant | null,
  checkedAt: null as Instant | null,
  metAt: null as Instant | null,
  /** Whether who asked has shown who they are, at any meeting. */
  identityProved: false,
  /** Whether any look found danger now. */
  immediateRisk: false,
  decidedAt: null as Instant | null,
  decision: null as 'disclose' | 'nothing-to-disclose' | 'decline' | null,
  /** Who is to be told, and then who was. */
  recipient: null as (typeof DISCLOSURE_RECIPIENTS)[number] | null,
  disclosedAt: null as Instant | null,
  undertaking: null as 'signed' | 'refused' | null,
}
type DisclosureContext = Remembered<typeof memory>
type Decided = MatterEvent<'disclosure.decided'>

const { act, begin, remember, schedule, lifecycle } = defineMatter({
  kind: 'disclosure',
  about: "An application under Clare's Law: looked at, met, decided, told or not.",
  field: 'disclosure',
  memory,
  setOnce: ['route', 'applicant', 'subject', 'atRisk', 'appliedAt'],
  climbEvery: ({ disclosures }) => disclosures.remindEvery,
})

/** Counted from the application; whom nobody applied for is met when she is told, so that clock is of the right to ask. */
const apply = act<'disclosure.applied'>(({ event: { at, data, incident } }) => {
  const { route, applicant, subject, atRisk } = data
  const due = disclosureDue(at, incident.policy, incident.policy.disclosures)
  return [
    begin({ route, applicant, subject, atRisk, appliedAt: at }),
    schedule('disclosure-check', due.initialReviewBy),
    ...(route === 'right-to-ask' ? [schedule('disclosure-meeting', due.meetingBy)] : []),
    schedule('disclosure-completion', due.completeBy),
  ]
})
const check = act<'disclosure.checked'>(({ event: { at, data } }) => [
  remember({ checkedAt: at, immediateRisk: data.immediateRisk }),
  complete('disclosure-check'),
])
const meet = act<'disclosure.met'>(({ context, event: { at, data } }) => [
  remember({
    metAt: at,
    identityProved: context.identityProved || data.identityProved,
    immediateRisk: context.immediateRisk || data.immediateRisk === true,
  }),
  complete('disclosure-meeting'),
])

const isTold = ({ event }: On<DisclosureContext, Decided>): boolean => event.data.decision === 'disclose'
const hasNothing = ({ event }: On<DisclosureContext, Decided>): boolean => event.data.decision === 'nothing-to-disclose'
const keepDecision = act<'disclosure.decided'>(({ event: { at, data } }) => [
  remember({ decidedAt: at, decision: data.decision, recipient: data.recipient ?? null }),
])
/** It is over: the application is answered, and nobody is met any more who was not. */
const answer = [keepDecision, complete('disclosure-completion'), cancel('disclosure-meeting')]
const decide = [
  { guard: isTold, target: 'toDisclose', actions: keepDecision },
  { guard: hasNothing, target: 'nothingToDisclose', actions: answer },
  { target: 'declined', actions: answer },
]
const disclose = act<'disclosure.made'>(({ event: { at, data } }) => [
  remember({ disclosedAt: at, recipient: data.recipient, undertaking: data.undertaking }),
  complete('disclosure-meeting'),
  complete('disclosure-completion'),
])
const withdraw = {
  target: 'withdrawn',
  actions: [cancel('disclosure-check'), cancel('disclosure-meeting'), cancel('disclosure-completion')],
}

const ASKS = ['person-at-risk', 'third-party']

/** Whoever asks is met and shows who they are before anybody is told; danger now waits for neither. */
const isUnmet = ({ route, identityProved, immediateRisk }: DisclosureContext): boolean =>
  route === 'right-to-ask' && !identityProved && !immediateRisk

const notEarly = ({ at }: { readonly at: Instant }, { appliedAt }: DisclosureContext): readonly Issue[] =>
  issueIf(at < (appliedAt ?? ''), '/time', 'must not be before the application')

function applicantIssues({ data: { route, applicant } }: MatterEvent<'disclosure.applied'>): readonly Issue[] {
  const detail = `a ${route} is not begun by ${applicant}: who is at risk or a third party asks, police or a partner know`
  return issueIf(ASKS.includes(applicant) !== (route === 'right-to-ask'), '/data/applicant', detail)
}

function decisionWarnings({ data, incident }: Decided, { applicant }: DisclosureContext): readonly Warning[] {
  const { riskGrade, safeguarded } = incident
  const { referrals, maracs } = safeguarded
  const isReferred = (referrals.get('marac')?.stands ?? null) !== null || maracs.length > 0
  const toAnother = applicant === 'third-party' && data.recipient === 'applicant'
  return [
    ...warnIf(data.consulted.length === 0, 'nobody-consulted', '/data/consulted', 'Partner agencies take part in this decision.'),
    ...warnIf(
      toAnother,
      'third-party-told',
      '/data/recipient',
      'Who applied for another does not need to be the one who is told.',
    ),
    ...warnIf(
      riskGrade === 'high' && !isReferred,
      'high-risk-without-marac',
      '/data/decision',
      'A high risk goes to the MARAC and to an IDVA as well.',
    ),
  ]
}

/**
 * An application under Clare's Law, by either route: looked at within a day, met face to face, answered within four weeks. Its
 * lines are the log of the disclosure: who told whom, when, and with what undertaking; what was said is recorded nowhere.
 * Source: docs/sources.md#disclosures (seed 75).
 */
export const disclosure = lifecycle({
  states: {
    none: { on: { 'disclosure.applied': { target: 'applied', actions: apply } } },
    applied: { on: { 'disclosure.checked': { target: 'checked', actions: check }, 'disclosure.withdrawn': withdraw } },
    checked: {
      on: {
        'disclosure.met': { target: 'met', actions: meet },
        'disclosure.decided': decide,
        'disclosure.withdrawn': withdraw,
      },
    },
    met: { on: { 'disclosure.met': { actions: meet }, 'disclosure.decided': decide, 'disclosure.withdrawn': withdraw } },
    /** Until it is told it may be decided anew: to tell another, or nobody. */
    toDisclose: {
      on: {
        'disclosure.met': { actions: meet },
        'disclosure.decided': decide,
        'disclosure.made': { target: 'disclosed', actions: disclose },
        'disclosure.withdrawn': withdraw,
      },
    },
    disclosed: { type: 'final' },
    nothingToDisclose: { type: 'final' },
    declined: { type: 'final' },
    withdrawn: { type: 'final' },
  },
  issues: {
    'disclosure.applied': applicantIssues,
    'disclosure.checked': notEarly,
    'disclosure.met': notEarly,
    'disclosure.decided': (event, context) => [
      ...notEarly(event, context),
      ...issueIf(
        event.data.decision === 'disclose' && event.data.recipient === undefined,
        '/data/recipient',
        'say who is to be told',
      ),
    ],
    'disclosure.made': (event, context) => [
      ...notEarly(event, context),
      ...issueIf(
        event.data.recipient !== context.recipient,
        '/data/recipient',
        `the decision is to tell the ${context.recipient}: decide anew before telling others`,
      ),
      ...issueIf(
        isUnmet(context),
        '/data/disclosure',
        'nobody has met who asked and seen who they are: post disclosure.met first',
      ),
    ],
    'disclosure.withdrawn': notEarly,
  },
  warnings: {
    'disclosure.met': ({ data }) =>
      warnIf(
        !data.identityProved,
        'identity-not-proved',
        '/data/identityProved',
        'Without proof of who they are nothing can be disclosed.',
      ),
    'disclosure.decided': decisionWarnings,
    'disclosure.made': ({ data: { undertaking, inPerson } }) => [
      ...warnIf(
        undertaking === 'refused',
        'undertaking-refused',
        '/data/undertaking',
        'Say to a supervisor what may follow from that.',
      ),
      ...warnIf(!inPerson, 'not-in-person', '/data/inPerson', 'A disclosure is made in person, and nothing of it in writing.'),
    ],
  },
})
