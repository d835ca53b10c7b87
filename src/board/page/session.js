/** The signed-in user: kept for this tab only and gone with it. */
const KEPT = 'reassess-session'

/** @returns {{key: string, id: string, role: string} | null} */
export function session() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null')
  } catch {
    return null
  }
}

export function signIn(who) {
  sessionStorage.setItem(KEPT, JSON.stringify(who))
}

export function signOut() {
  sessionStorage.removeItem(KEPT)
}

/** The person as events name them. */
export function me() {
  const { id, role } = session()
  return { id, role }
}
