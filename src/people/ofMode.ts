import type { SessionKind, Sessions } from '../engine/reads.ts'

/** Sessions that this mode opens: those of a trial are over where people sign in at a provider, whatever the record still has. */
export const sessionsOf = (sessions: Sessions, kinds: readonly SessionKind[]): Sessions => ({
  find: async (token, attended) => {
    const found = await sessions.find(token, attended)
    return found !== null && kinds.includes(found.openedBy) ? found : null
  },
  open: (opener) => sessions.open(opener),
  chooseRole: (token, role) => sessions.chooseRole(token, role),
  end: (token) => sessions.end(token),
})
