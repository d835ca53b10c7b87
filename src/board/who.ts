/** Who is there, as the top of each page shows it, and the pages that their role has something to do on. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import { ROLE_LABELS } from '../frame/roles.ts'
import type { Me } from './visit.ts'

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
  readonly places: readonly Place[]
}

/** Who a session acts as. */
const personOf = ({ person, named, role }: Me): Who['person'] => (person === null ? (named ?? null) : { id: person.name, role })

export function whoIs(me: Me, session: string, path: string): Who {
  const person = personOf(me)
  const role = me.role as Role
  return {
    ...{ person, role, name: person?.id ?? me.key, roleLabel: ROLE_LABELS[role], session, csrf: me.csrf ?? '' },
    places: placesOf(role).map(({ href, label }) => ({ href, label, isHere: isUnder(path, href) })),
  }
}

const isUnder = (path: string, href: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)

const COMMAND: readonly Role[] = ['supervisor', 'force-incident-manager', 'duty-superintendent']
const WITH_INCIDENTS: readonly Role[] = [...COMMAND, 'control-room', 'officer', 'hau', 'auditor']

/** The pages of the board, in the order of a shift, with who has something to do there. */
const PLACES: readonly { readonly href: string; readonly label: string; readonly for: readonly Role[] }[] = [
  { href: '/', label: 'Incidents', for: WITH_INCIDENTS },
  { href: '/alerts', label: 'Alerts', for: [...COMMAND, 'control-room', 'hau', 'auditor'] },
  { href: '/reassessments', label: 'Reassessments to read', for: [...COMMAND, 'auditor'] },
  { href: '/approvals', label: 'Approvals', for: [...COMMAND, 'auditor'] },
  { href: '/handover', label: 'Hand-over', for: COMMAND },
  { href: '/find', label: 'Find', for: WITH_INCIDENTS },
  { href: '/meeting', label: 'Daily meeting', for: [...COMMAND, 'hau', 'auditor'] },
  { href: '/rota', label: 'On duty', for: [...COMMAND, 'auditor'] },
  { href: '/deliveries', label: 'Messages', for: [...COMMAND, 'auditor'] },
  { href: '/refusals', label: 'Refused reports', for: [...COMMAND, 'auditor'] },
  { href: '/access', label: 'Who read what', for: ['auditor'] },
]

const placesOf = (role: Role) => PLACES.filter((place) => place.for.includes(role))
