/** Who is there, as the top of each page shows it, and the pages that their role has something to do on. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { me as meAnswer } from '../api/answers.ts'
import { Refused } from '../api/problems.ts'
import type { counts as countsAnswer } from '../engine/answers/counts.ts'
import type { Answer } from '../engine/answers/shapes.ts'
import { LANDINGS, ROLE_LABELS } from '../frame/roles.ts'

export interface Place {
  readonly href: string
  readonly label: string
  readonly isHere: boolean
  /** How much waits there; absent where nothing does or nobody counted. */
  readonly count?: number
}

export interface Who {
  /** Null for a key, whose person nobody knows. */
  readonly person: { readonly id: string; readonly role: string } | null
  readonly name: string
  readonly role: Role
  readonly roleLabel: string
  /** The name of the session; empty for a key. */
  readonly session: string
  /** The token of this session's forms; empty for a key, which has no form. */
  readonly csrf: string
  /** Whether the server tells this person of changes. */
  readonly hearsChanges: boolean
  readonly places: readonly Place[]
}

/** Who a session acts as. */
const personOf = ({ person, named, role }: Me): Who['person'] => (person === null ? (named ?? null) : { id: person.name, role })

/** @param counts null where the role counts nothing, or nobody could count. */
export function whoIs(me: Me, session: string, path: string, counts: Counts | null): Who {
  const person = personOf(me)
  const role = me.role as Role
  const places = PLACES.filter(({ may }) => may(me.reads, me.posts))
  // The nearest: a register that has a link of its own is not the list of registers too.
  const here = places
    .map(({ href }) => href)
    .filter((href) => isUnder(path, href))
    .sort((one, other) => other.length - one.length)[0]
  return {
    ...{ person, role, name: person?.id ?? me.key, roleLabel: ROLE_LABELS[role], session, csrf: me.csrf ?? '' },
    hearsChanges: me.reads.alerts,
    places: places.map(({ href, label, waits, clears }) => {
      const count = (counts && clears?.(me.reads, me.posts) && waits?.(counts)) || 0
      return { href, label, isHere: href === here, ...(count > 0 && { count }) }
    }),
  }
}

/** A page of which the API is asked only once a form is sent. @throws Refused `forbidden` for a role that has nothing to do there. */
export function mustHavePlace({ places }: Who, href: string): void {
  if (!places.some((place) => place.href === href)) throw new Refused('forbidden', 'Your role has nothing to do on this page.')
}

const isUnder = (path: string, href: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)

type Me = Answer<typeof meAnswer>
type Rights = Me['reads']
type Counts = Answer<typeof countsAnswer>

const withIncidents = ({ incidents }: Rights): boolean => incidents !== 'none'

/** The pages of the board, in the order of a shift, with who has something to do there: a link never ends in a refusal. */
const PLACES: readonly {
  readonly href: string
  readonly label: string
  readonly may: (rights: Rights, posts: Me['posts']) => boolean
  /** How much somebody has to do there; absent where `GET /v1/counts` has no number for it. */
  readonly waits?: (counts: Counts) => number | undefined
  /** Who can do it. To everybody else the number is not shown. */
  readonly clears?: (rights: Rights, posts: Me['posts']) => boolean
}[] = [
  {
    ...{ href: '/', label: 'Incidents', may: withIncidents },
    waits: ({ incidents }) => incidents.byAttention.demanded,
    clears: (_, posts) => posts.includes('risk.reassessed'),
  },
  {
    href: LANDINGS.hau,
    label: 'Queue of the unit',
    may: ({ registers }, posts) => registers && posts.includes('hau.received'),
  },
  {
    href: '/record/incident.reported',
    label: 'Report an incident',
    may: (_, posts) => posts.includes('incident.reported'),
  },
  {
    ...{ href: '/alerts', label: 'Alerts', may: ({ alerts }: Rights) => alerts },
    waits: (counts) => counts.alerts?.open.count,
    // The unit takes what is asked of itself: those alone nobody counts.
    clears: ({ acknowledges }, posts) => acknowledges && !posts.includes('hau.received'),
  },
  {
    href: '/reassessments',
    label: 'Reassessments to read',
    may: ({ samples }) => samples,
    waits: (counts) => counts.reassessments?.waiting,
    clears: (_, posts) => posts.includes('reassessment.checked'),
  },
  {
    ...{ href: '/approvals', label: 'Approvals', may: ({ samples }: Rights) => samples },
    waits: ({ approvals }) => approvals?.waiting,
    clears: (_, posts) => posts.includes('approval.given'),
  },
  {
    ...{ href: '/handover', label: 'Hand-over', may: ({ supervises }: Rights) => supervises },
    waits: ({ handovers }) => handovers?.toAccept,
    clears: ({ supervises }) => supervises,
  },
  { href: '/find', label: 'Find', may: withIncidents },
  { href: '/meeting', label: 'Daily meeting', may: ({ registers }) => registers },
  { href: '/registers', label: 'Registers', may: ({ registers }) => registers },
  { href: '/rota', label: 'On duty', may: ({ alerts }) => alerts },
  {
    href: '/deliveries',
    label: 'Messages',
    may: ({ alerts, testsDelivery, subscriptions }) => alerts || testsDelivery || subscriptions !== 'none',
    waits: ({ deliveries }) => deliveries?.dead,
    clears: ({ supervises }) => supervises,
  },
  { href: '/refusals', label: 'Refused reports', may: ({ refusals }) => refusals },
  { href: '/access', label: 'Who read what', may: ({ accessLog }) => accessLog },
]
