/** What the pages of signing in say. */
import type { Session } from '../engine/reads.ts'
import { html, type Markup, type Part } from '../markup/html.ts'
import { csrfField, whoIs } from './page.ts'
import type { TrialPerson } from './trialPeople.ts'

/** The roles that somebody may give beside a key, as people call them. */
export const ROLE_LABELS = {
  supervisor: 'Supervisor',
  'force-incident-manager': 'Force incident manager',
  'duty-superintendent': 'Duty superintendent',
  hau: 'Harm assessment unit',
  'control-room': 'Control room',
  officer: 'Officer',
  auditor: 'Auditor',
  admin: 'Administrator',
} as const

export interface Mistake {
  readonly field: 'key' | 'id' | 'role'
  readonly detail: string
}

export interface Typed {
  readonly id: string
  readonly role: string
}

const door = (...parts: readonly Part[]): Markup => html`<div class="door">${parts}</div>`
const toField = (to: string): Markup => html`<input type="hidden" name="to" value="${to}">`

/** Sends what follows the `#` of the address along, which a browser keeps to itself. Without the script the board opens at its list. */
const KEEPS_PLACE = html`<script type="module" src="/board/keepPlace.js"></script>
`

const TITLE = 'Sign in'

/** Key mode: a key, and who uses it. In the trial its fictional people come first. */
export const keyPage = (to: string, trial: readonly TrialPerson[], typed: Typed, mistakes: readonly Mistake[]) => ({
  title: TITLE,
  head: KEEPS_PLACE,
  body: door(html`<h1>Sign in</h1>`, trial.length > 0 && trialForm(to, trial), keyForm(to, typed, mistakes)),
})

const trialForm = (to: string, people: readonly TrialPerson[]): Markup => html`<form method="post" action="/sign-in">
<h2>As a fictional person</h2>
<p class="hint">For trying it out on this machine. Nobody proves who they are here.</p>
${toField(to)}<p class="people">${people.map(
  ({ id, role }) =>
    html`<button type="submit" name="person" value="${id}">${id} <span class="hint">${ROLE_LABELS[role]}</span></button>
`,
)}</p>
</form>
<h2>With a key</h2>
`

const keyForm = (
  to: string,
  { id, role }: Typed,
  mistakes: readonly Mistake[],
): Markup => html`<form method="post" action="/sign-in" autocomplete="off">
${mistakes.length > 0 && summary(mistakes)}${toField(to)}
${field('key', 'API key', 'It decides what you may see and do.', mistakes, (about) => html`<input type="password" id="key" name="key" autocomplete="off" maxlength="256"${about}>`)}
${field('id', 'Your name or number', 'Recorded with everything you do here.', mistakes, (about) => html`<input id="id" name="id" autocomplete="off" maxlength="256" value="${id}"${about}>`)}
${field(
  'role',
  'Your role',
  '',
  mistakes,
  (about) =>
    html`<select id="role" name="role"${about}><option value="">Choose</option>${Object.entries(ROLE_LABELS).map(
      ([value, label]) => html`<option value="${value}"${value === role && html` selected`}>${label}</option>`,
    )}</select>`,
)}
<button type="submit" class="main">Sign in</button>
</form>`

const summary = (mistakes: readonly Mistake[]): Markup =>
  html`<div class="summary" role="alert"><h3>You are not signed in</h3><ul>${mistakes.map(
    ({ field, detail }) => html`<li><a href="#${field}">${detail}</a></li>`,
  )}</ul></div>`

function field(
  name: Mistake['field'],
  label: string,
  hint: string,
  mistakes: readonly Mistake[],
  control: (about: Markup) => Markup,
): Markup {
  const wrong = mistakes.find((mistake) => mistake.field === name)
  const ids = [wrong && `${name}-gap`, hint && `${name}-hint`].filter(Boolean).join(' ')
  const about = html`${ids !== '' && html` aria-describedby="${ids}"`}${wrong !== undefined && html` aria-invalid="true"`}`
  return html`<div class="field"><label for="${name}">${label}</label>
${wrong !== undefined && html`<p class="gap" id="${name}-gap">${wrong.detail}</p>`}${hint !== '' && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${control(about)}</div>`
}

const startAt = (to: string): string => `/sign-in/start?to=${encodeURIComponent(to)}`

export const providerPage = (to: string, host: string) => ({
  title: TITLE,
  head: KEEPS_PLACE,
  body: door(
    html`<h1>Sign in</h1>
<p>You sign in at ${host}, with the account that you use there.</p>
<p><a class="main" id="start" href="${startAt(to)}">Sign in at ${host}</a></p>`,
  ),
})

export const providerAwayPage = (to: string, host: string) => ({
  title: 'The provider does not answer',
  body: door(
    html`<h1>${host} does not answer</h1>
<p class="warning">Nobody can sign in until it does. Whoever is signed in goes on working, and so do systems with a key.</p>
<p>Tell the people who run ${host}, and try again.</p>
<p><a class="main" href="${startAt(to)}">Try again</a></p>`,
  ),
})

/** @param why a code of the provider or of ours. */
export const notSignedInPage = (host: string, why: string, retry: string) => ({
  title: 'You are not signed in',
  body: door(
    html`<h1>You are not signed in</h1>
<p>${WHY[why] ?? html`The sign-in at ${host} failed (<code>${why}</code>).`}</p>
<p><a class="main" href="${retry}">Sign in again</a></p>
<p class="hint">If this happens again, tell the people who run Reassess: <code>${why}</code>.</p>`,
  ),
})
const WHY: Readonly<Record<string, Part>> = {
  access_denied: 'The provider refused, or you cancelled there.',
  'not-begun': 'This sign-in was not begun in this browser, took longer than ten minutes, or was used before.',
}

export const lackingPage = (host: string, lacking: readonly string[]) => ({
  title: 'You may not use Reassess',
  body: door(
    html`<h1>You may not use Reassess yet</h1>
<p>You signed in at ${host}, but what ${host} says of you does not give you access:</p>
<ul>${lacking.map((one) => html`<li>${one}</li>`)}</ul>
<p>Whoever manages accounts at ${host} must put this right. Then sign in again.</p>
<p><a class="main" href="/sign-in">Sign in again</a></p>`,
  ),
})

export const rolePage = (session: Session, csrf: string, to: string) => ({
  title: 'Choose your role',
  head: KEEPS_PLACE,
  body: door(
    html`<h1>Choose your role</h1>
<p>You work in one role until you sign out. For another role, sign in again.</p>
<form method="post" action="/sign-in/role">${csrfField(csrf)}${toField(to)}<p class="people">${session.roles.map(
      (role) => html`<button type="submit" name="role" value="${role}">${ROLE_LABELS[role]}</button>
`,
    )}</p></form>`,
  ),
})

export const signedInPage = (session: Session, csrf: string, to: string) => ({
  title: 'You are signed in',
  body: door(
    html`<h1>You are signed in</h1>
<p>As ${whoIs(session)}. To sign in as somebody else, sign out first.</p>
<p><a class="main" href="${to}">Continue</a></p>
<form method="post" action="/sign-out">${csrfField(csrf)}<button type="submit">Sign out</button></form>`,
  ),
})

/** @param atProvider where the session at the provider ends; the browser goes on there by itself. */
export const signedOutPage = (atProvider: string | null) => ({
  title: 'You are signed out',
  head:
    atProvider !== null &&
    html`<meta http-equiv="refresh" content="0; url=${atProvider}">
`,
  body: door(
    html`<h1>You are signed out</h1>
${
  atProvider === null
    ? html`<p><a class="main" href="/sign-in">Sign in again</a></p>`
    : html`<p>Next, your session at the provider ends too. <a class="main" href="${atProvider}">Continue</a></p>`
}`,
  ),
})

export const notPrivatePage = (publicUrl: string | null) => ({
  title: 'Nobody can sign in here',
  body: door(
    html`<h1>Nobody can sign in over this connection</h1>
<p class="warning">It is not encrypted: anybody on the network could take over your session.</p>
${
  publicUrl === null
    ? html`<p>The people who run Reassess must give it TLS (<code>TLS_CERT</code> and <code>TLS_KEY</code>), or an https <code>PUBLIC_URL</code> behind a proxy of <code>TRUSTED_PROXIES</code>.</p>`
    : html`<p>Use <a href="${publicUrl}">${publicUrl}</a>. If you did, the people who run Reassess must list the proxy in <code>TRUSTED_PROXIES</code>.</p>`
}`,
  ),
})
