/** Who is signed in, as the server says. The session is in a cookie that no script can read; its name is in each answer. */
import { el } from './dom.js'
import { trouble, works } from './pulse.js'
import { heardTime } from './time.js'

/**
 * @typedef {{id: string, role: string}} Person
 * @typedef {{person: {name: string, issuer: string, subject: string} | null, named?: Person, key: string, role: string, force: string,
 *   csrf?: string, idleEndsAt?: string}} Me
 */

/** Requests beyond this after the last touch are the page's own, and keep nobody signed in. */
const ATTENDED_MS = 60_000
const ASK_AGAIN_MS = 3000
const ANSWER_WITHIN_MS = 10_000

/** The session in which the page was made; changes only to another of the same person. */
let name = ''
/** @type {Me | null} */
let mine = null
let usedAt = Number.NEGATIVE_INFINITY
/** @type {ReturnType<typeof setTimeout> | undefined} */
let asking
let gone = false
/** @type {{onGone: () => void, onBack: () => void}} */
let listener = { onGone() {}, onBack() {} }

export const session = () => name
export const me = () => mine
/** Nothing may be sent from this page now. */
export const isGone = () => gone

/** Somebody touched the page. */
export function used() {
  usedAt = performance.now()
}

/** What each request of the page says of itself: a touch of this page keeps nobody else signed in. @returns {Record<string, string>} */
export const unattended = () => (!gone && performance.now() - usedAt < ATTENDED_MS ? {} : { 'x-unattended': '1' })

/** The token that what is posted sends back. */
export const csrf = () => /** @type {HTMLInputElement | null} */ (document.querySelector('input[name="csrf"]'))?.value ?? ''

/**
 * @param {string} made the name of the session in which the page was made
 * @param {typeof listener} told when the session is over, or when the same person has signed in again
 */
export async function beginSession(made, told) {
  name = made
  listener = told
  used()
  await learn()
}

async function learn() {
  const found = await whoAmI().catch(() => undefined)
  if (found === undefined) setTimeout(learn, ASK_AGAIN_MS)
  else if (found === null || found.session !== name) sessionGone()
  else mine = found.me
}

/** Looks at each answer of the server. @param {Response} answer @returns {boolean} whether it is another session's */
export function heardSession(answer) {
  const said = answer.headers.get('x-session')
  const isAnother = said !== null && said !== name
  if (name !== '' && (answer.status === 401 || isAnother)) sessionGone()
  return isAnother
}

/** Somebody signed in or out in this browser. */
export function checkSession() {
  if (name !== '' && !gone) sessionGone()
}

/** The page stays, with what was typed, and goes on when the same person has signed in again. */
function sessionGone() {
  if (asking !== undefined) return
  asking = setTimeout(askAgain, 0)
}

async function askAgain() {
  const found = await whoAmI().catch(() => undefined)
  asking = undefined
  // Without an answer the banner says already that the server does not answer.
  if (found === undefined) return again()
  if (found !== null && (found.session === name || isSame(found.me, mine))) return goOn(found)
  if (!gone) listener.onGone()
  gone = true
  say(found?.me ?? null)
  again()
}

function again() {
  asking = setTimeout(askAgain, ASK_AGAIN_MS)
}

/** @param {Me | null} other */
function say(other) {
  if (other === null)
    return trouble('session', 'You are signed out. What you typed is kept.', {
      todo: [el('a', { href: '/sign-in', target: '_blank', rel: 'noopener' }, 'Sign in in a new tab'), ', then come back here.'],
    })
  const [them, you] = [nameOf(other), mine === null ? 'somebody else' : nameOf(mine)]
  const todo = el('a', { href: '/' }, `Go on as ${them}`)
  trouble('session', `${them} is signed in in this browser now, and you began as ${you}. Nothing can be sent from this page.`, {
    todo,
  })
}

/** @param {{me: Me, session: string}} found */
function goOn(found) {
  const isNew = found.session !== name || gone
  name = found.session
  mine = found.me
  gone = false
  works('session')
  if (!isNew) return
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name="csrf"]'))
  for (const field of fields) field.value = found.me.csrf ?? ''
  listener.onBack()
}

/** @returns {Promise<{me: Me, session: string} | null>} null when nobody is signed in. */
export async function whoAmI() {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  const answer = await fetch('/v1/me', { cache: 'no-store', headers: unattended(), signal })
  heardTime(answer.headers.get('date'))
  if (answer.status === 401) return null
  if (!answer.ok) throw new Error(String(answer.status))
  return { me: await answer.json(), session: answer.headers.get('x-session') ?? '' }
}

/** What was typed as one person is never sent as another. @param {Me} one @param {Me | null} other */
const isSame = (one, other) => other !== null && identityOf(one) === identityOf(other)

/** @param {Me} me */
const identityOf = ({ person, named, role, force }) =>
  JSON.stringify([person?.issuer, person?.subject, named?.id, named?.role, role, force])

/** @param {Me} me */
export const nameOf = ({ person, named, key }) => person?.name ?? named?.id ?? key
