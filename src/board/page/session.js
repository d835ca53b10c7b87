/** Who is signed in, as the server says. The session is in a cookie that no script can read. */

/** Requests beyond this after the last touch are the page's own, and keep nobody signed in. */
const ATTENDED_MS = 60_000

let mine = null
let usedAt = 0
let onGone = () => {}

/** The answer of `/v1/me`, with the session's name; null before it came. */
export const session = () => mine

export function takeSession(me) {
  mine = me
}

/** Somebody touched the page. */
export function used() {
  usedAt = performance.now()
}

/** @param {() => void} listener told when the session is over, or when somebody signed in anew in this browser */
export function whenSessionGoes(listener) {
  onGone = listener
}

/** Looks at each answer of the server. */
export function heardSession(answer) {
  const name = answer.headers.get('x-session')
  const isAnother = mine !== null && name !== null && name !== mine.session
  if (mine !== null && (answer.status === 401 || isAnother)) onGone()
  return isAnother
}

/** What each request of the page says of its session. */
export const sessionHeaders = (method = 'GET') => ({
  ...(method === 'GET' ? {} : { 'x-csrf-token': mine?.csrf ?? '' }),
  ...(performance.now() - usedAt < ATTENDED_MS ? {} : { 'x-unattended': 'yes' }),
})

/** The person as events name them. */
export const me = () => nameOf(mine)

export const nameOf = ({ person, named, key, role }) =>
  person === null ? (named ?? { id: key, role }) : { id: person.name, role }

/** What was typed as one person is never sent as another. */
export const isSame = (one, other) => JSON.stringify(identityOf(one)) === JSON.stringify(identityOf(other))

const identityOf = ({ person, named = null, role, force }) => [
  person?.issuer,
  person?.subject,
  named?.id,
  named?.role,
  role,
  force,
]
