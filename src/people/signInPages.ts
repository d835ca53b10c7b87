/** The views of signing in, each with what it says. The views are in `views/`. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { Session } from '../engine/reads.ts'
import { ROLE_LABELS } from '../frame/roles.ts'
import type { TrialPerson } from './trialPeople.ts'

export interface Mistake {
  readonly field: 'key' | 'id' | 'role'
  readonly detail: string
}

export interface Typed {
  readonly id: string
  readonly role: string
}

/** A view, with its model and the title of its page. */
export interface SignInPage {
  readonly view: string
  readonly title: string
  readonly model: object
}

const named = (role: Role) => ({ role, label: ROLE_LABELS[role] })
const ROLES = Object.keys(ROLE_LABELS).map((role) => named(role as Role))

/** Key mode: a key, and who uses it. In the trial its fictional people come first. */
export function keyPage(to: string, trial: readonly TrialPerson[], typed: Typed, mistakes: readonly Mistake[]): SignInPage {
  const errors = mistakes.map(({ field, detail }) => ({ text: detail, href: `#${field}` }))
  const wrong = Object.fromEntries(mistakes.map(({ field, detail }) => [field, { text: detail }]))
  const roles = [{ value: '', text: 'Choose' }, ...ROLES.map(({ role, label }) => ({ value: role, text: label }))]
  const people = trial.map(({ id, role }) => ({ id, label: ROLE_LABELS[role] }))
  return { view: 'sign-in-key.njk', title: 'Sign in', model: { to, people, typed, errors, wrong, roles } }
}

const startAt = (to: string): string => `/sign-in/start?to=${encodeURIComponent(to)}`

export const providerPage = (to: string, host: string): SignInPage => ({
  view: 'sign-in-provider.njk',
  title: 'Sign in',
  model: { host, start: startAt(to) },
})

export const providerAwayPage = (to: string, host: string): SignInPage => ({
  view: 'provider-away.njk',
  title: `${host} does not answer`,
  model: { host, start: startAt(to) },
})

/** @param why a code of the provider or of ours. */
export const notSignedInPage = (host: string, why: string, retry: string): SignInPage => ({
  view: 'not-signed-in.njk',
  title: 'You are not signed in',
  model: { host, why, said: WHY[why] ?? null, retry },
})
const WHY: Readonly<Record<string, string>> = {
  access_denied: 'The provider refused, or you cancelled there.',
  'not-begun': 'This sign-in was not begun in this browser, took longer than ten minutes, or was used before.',
}

export const lackingPage = (host: string, lacking: readonly string[]): SignInPage => ({
  view: 'lacking.njk',
  title: 'You may not use Reassess yet',
  model: { host, lacking },
})

export const rolePage = (session: Session, csrf: string, to: string): SignInPage => ({
  view: 'choose-role.njk',
  title: 'Choose your role',
  model: { roles: session.roles.map(named), csrf, to },
})

export const signedInPage = (session: Session, csrf: string, to: string): SignInPage => ({
  view: 'signed-in.njk',
  title: 'You are signed in',
  model: { name: session.person?.name ?? session.named?.id ?? '', role: roleIn(session), csrf, to },
})

/** As it stands within a sentence. */
function roleIn({ caller, roles }: Session): string {
  const [first] = roles
  const role = caller?.role ?? first
  return role === undefined ? '' : ROLE_LABELS[role].toLowerCase()
}

/** @param atProvider where the session at the provider ends; the browser goes on there by itself. */
export const signedOutPage = (atProvider: string | null): SignInPage => ({
  view: 'signed-out.njk',
  title: 'You are signed out',
  model: { atProvider },
})

export const notPrivatePage = (publicUrl: string | null): SignInPage => ({
  view: 'not-private.njk',
  title: 'Nobody can sign in over this connection',
  model: { publicUrl },
})
