import { assign, setup } from 'xstate'
import { BOUNDED, type Effects } from '../effects.ts'
import { disclosureDue } from '../rules/calendar/index.ts'
import type { DISCLOSURE_RECIPIENTS } from '../rules/catalogue/matters/disclosure.ts'
import type { HeardBy } from '../rules/events.ts'
import type { Issue, Warning } from '../rules/issue.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { type MatterContext, type MatterEvent, matter, matterEffects } from './matter.ts'

type Recipient = (typeof DISCLOSURE_RECIPIENTS)[number]
type Decision = 'disclose' | 'nothing-to-disclose' | 'decline'

interface DisclosureContext extends MatterContext {
  readonly route: 'right-to-ask' | 'right-to-know' | null
  readonly applicant: 'person-at-risk' | 'third-party' | 'police' | 'partner' | null
  readonly subject: string | null
  readonly atRisk: string | null
  /** The queue is as old as this. */
  readonly appliedAt: Instant | null
  readonly checkedAt: Instant | null
  readonly metAt: Instant | null
  /** Whether who asked has shown who they are, at any meeting. */
  readonly identityProved: boolean
  /** Whether any look found danger now. */
  readonly immediateRisk: boolean
  readonly decidedAt: Instant | null
  readonly decision: Decision | null
  /** Who is to be told, and then who was. */
  readonly recipient: Recipient | null
  readonly disclosedAt: Instant | null
  readonly undertaking: 'signed' | 'refused' | null
}

type Name = HeardBy<'disclosure'>
type Event = MatterEvent<Name>
interface On<Which extends Name> {
  readonly context: DisclosureContext
  readonly event: MatterEvent<Which>
}

const disclosureSetup = setup({
  types: { context: {} as DisclosureContext, events: {} as Event, input: {} as MatterContext },
  guards: {
    isTold: ({ event }) => event.type === 'disclosure.decided' && event.data.decision === 'disclose',
    hasNothing: ({ event }) => event.type === 'disclosure.decided' && event.data.decision === 'nothing-to-disclose',
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<DisclosureContext>) => learnt) },
})

const CLOCKS = ['disclosure-check', 'disclosure-meeting', 'disclosure-completion'] as const
const remember = <Which extends Name>(learn: (it: On<Which>) => Partial<DisclosureContext>) => ({
  type: 'remember' as const,
  params: learn,
})
const done = (deadline: (typeof CLOCKS)[number]) => ({
  type: 'complete' as const,
  params: ({ context }: { readonly context: DisclosureContext }) => ({ deadline, of: context.name }),
})

/** Counted from the application; whom nobody applied for is met when she is told, so that clock is of the right to ask. */
const scheduleStages = disclosureSetup.enqueueActions(({ context: { name }, event, enqueue }) => {
  if (event.type !== 'disclosure.applied') return
  const { policy } = event.incident
  const due = disclosureDue(event.at, policy, policy.disclosures)
  const schedule = (deadline: (typeof CLOCKS)[number], dueAt: Instant): void => {
    const owed: Effects['schedule'] = {
      ...{ deadline, of: name, dueAt, climbEvery: policy.disclosures.remindEvery, matter: `disclosure/${name}` },
    }
    enqueue({ type: 'schedule', params: owed })
  }
  schedule('disclosure-check', due.initialReviewBy)
  if (event.data.route === 'right-to-ask') schedule('disclosure-meeting', due.meetingBy)
  schedule('disclosure-completion', due.completeBy)
})

const apply = [
  remember<'disclosure.applied'>(({ event: { at, data } }) => {
    const { route, applicant, subject, atRisk } = data
    return { route, applicant, subject, atRisk, appliedAt: at }
  }),
  scheduleStages,
]
const check = {
  target: 'checked' as const,
  actions: [
    remember<'disclosure.checked'>(({ event: { at, data } }) => ({ checkedAt: at, immediateRisk: data.immediateRisk })),
    done('disclosure-check'),
  ],
}
const meet = [
  remember<'disclosure.met'>(({ context, event: { at, data } }) => ({
    metAt: at,
    identityProved: context.identityProved || data.identityProved,
    immediateRisk: context.immediateRisk || data.immediateRisk === true,
  })),
  done('disclosure-meeting'),
]

const keepDecision = remember<'disclosure.decided'>(({ event: { at, data } }) => ({
  decidedAt: at,
  decision: data.decision,
  recipient: data.recipient ?? null,
}))
/** It is over: the application is answered, and nobody is met any more who was not. */
const answered = [
  done('disclosure-completion'),
  {
    type: 'cancel' as const,
    params: ({ context }: { readonly context: DisclosureContext }) => ({ deadline: CLOCKS[1], of: context.name }),
  },
]
const decide = [
  { guard: 'isTold' as const, target: 'toDisclose' as const, actions: keepDecision },
  { guard: 'hasNothing' as const, target: 'nothingToDisclose' as const, actions: [keepDecision, ...answered] },
  { target: 'declined' as const, actions: [keepDecision, ...answered] },
]
const disclose = {
  target: 'disclosed' as const,
  actions: [
    remember<'disclosure.made'>(({ event: { at, data } }) => ({
      disclosedAt: at,
      recipient: data.recipient,
      undertaking: data.undertaking,
    })),
    done('disclosure-meeting'),
    done('disclosure-completion'),
  ],
}
const withdraw = {
  target: 'withdrawn' as const,
  actions: CLOCKS.map((deadline) => ({
    type: 'cancel' as const,
    params: ({ context }: { readonly context: DisclosureContext }) => ({ deadline, of: context.name }),
  })),
}

/**
 * An application under Clare's Law, by either route: looked at within a day, met face to face, answered within four weeks. Its
 * lines are the log of the disclosure: who told whom, when, and with what undertaking; what was said stands nowhere.
 * Source: docs/sources.md#disclosures (seed 75).
 */
const machine = disclosureSetup.createMachine({
  id: 'disclosure',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    ...{ route: null, applicant: null, subject: null, atRisk: null, appliedAt: null, checkedAt: null, metAt: null },
    ...{ identityProved: false, immediateRisk: false },
    ...{ decidedAt: null, decision: null, recipient: null, disclosedAt: null, undertaking: null },
  }),
  initial: 'none',
  states: {
    none: { on: { 'disclosure.applied': { target: 'applied', actions: apply } } },
    applied: { on: { 'disclosure.checked': check, 'disclosure.withdrawn': withdraw } },
    checked: {
      on: { 'disclosure.met': { target: 'met', actions: meet }, 'disclosure.decided': decide, 'disclosure.withdrawn': withdraw },
    },
    met: { on: { 'disclosure.met': { actions: meet }, 'disclosure.decided': decide, 'disclosure.withdrawn': withdraw } },
    /** Until it is told it may be decided anew: to tell another, or nobody. */
    toDisclose: {
      on: {
        'disclosure.met': { actions: meet },
        'disclosure.decided': decide,
        'disclosure.made': disclose,
        'disclosure.withdrawn': withdraw,
      },
    },
    disclosed: { type: 'final' },
    nothingToDisclose: { type: 'final' },
    declined: { type: 'final' },
    withdrawn: { type: 'final' },
  },
})

const ASKS = ['person-at-risk', 'third-party']

/** Whoever asks is met and shows who they are before anybody is told; danger now waits for neither. */
const isUnmet = ({ route, identityProved, immediateRisk }: DisclosureContext): boolean =>
  route === 'right-to-ask' && !identityProved && !immediateRisk

function issues(event: Event, remembered: DisclosureContext): Issue[] {
  const { appliedAt, recipient } = remembered
  if (event.type === 'disclosure.applied') {
    const { route, applicant } = event.data
    if (ASKS.includes(applicant) === (route === 'right-to-ask')) return []
    const detail = `a ${route} is not begun by ${applicant}: who is at risk or a third party asks, police or a partner know`
    return [{ pointer: '/data/applicant', detail }]
  }
  const early = event.at < (appliedAt ?? '') ? [{ pointer: '/time', detail: 'must not be before the application' }] : []
  if (event.type === 'disclosure.decided' && event.data.decision === 'disclose' && event.data.recipient === undefined)
    return [...early, { pointer: '/data/recipient', detail: 'say who is to be told' }]
  if (event.type !== 'disclosure.made') return early
  const other = {
    pointer: '/data/recipient',
    detail: `the decision is to tell the ${recipient}: decide anew before telling others`,
  }
  const unmet = {
    pointer: '/data/disclosure',
    detail: 'nobody has met who asked and seen who they are: post disclosure.met first',
  }
  return [...early, ...(event.data.recipient === recipient ? [] : [other]), ...(isUnmet(remembered) ? [unmet] : [])]
}

function warnings(event: Event, { applicant }: DisclosureContext): Warning[] {
  const warn = (when: boolean, code: string, field: string, detail: string): Warning[] =>
    when ? [{ code, pointer: `/data/${field}`, detail }] : []
  switch (event.type) {
    case 'disclosure.met': {
      const detail = 'Without proof of who they are nothing can be disclosed.'
      return warn(!event.data.identityProved, 'identity-not-proved', 'identityProved', detail)
    }
    case 'disclosure.decided': {
      const { consulted, recipient } = event.data
      const { riskGrade, safeguarded } = event.incident
      const { referrals, maracs } = safeguarded
      return [
        ...warn(consulted.length === 0, 'nobody-consulted', 'consulted', 'Partner agencies take part in this decision.'),
        ...warn(
          applicant === 'third-party' && recipient === 'applicant',
          ...(['third-party-told', 'recipient', 'Who applied for another does not need to be the one who is told.'] as const),
        ),
        ...warn(
          riskGrade === 'high' && (referrals.get('marac')?.stands ?? null) === null && maracs.length === 0,
          ...(['high-risk-without-marac', 'decision', 'A high risk goes to the MARAC and to an IDVA as well.'] as const),
        ),
      ]
    }
    case 'disclosure.made': {
      const { undertaking, inPerson } = event.data
      return [
        ...warn(
          undertaking === 'refused',
          'undertaking-refused',
          'undertaking',
          'Say to a supervisor what may follow from that.',
        ),
        ...warn(!inPerson, 'not-in-person', 'inPerson', 'A disclosure is made in person, and nothing of it in writing.'),
      ]
    }
    default:
      return []
  }
}

export const disclosure = matter<Name, DisclosureContext>({
  machine,
  about: "An application under Clare's Law: looked at, met, decided, told or not.",
  field: 'disclosure',
  issues,
  warnings,
})
