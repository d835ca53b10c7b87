/** Sessions without a record and without limits, for tests of what a session may do. */
import { randomBytes } from 'node:crypto'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { Session, SessionOpener, Sessions } from '../../src/engine/reads.ts'

export function createMemorySessions(): Sessions {
  const open = new Map<string, SessionOpener & { readonly id: string; readonly role: Role | null }>()
  let opened = 0
  const token = () => `rs_${randomBytes(32).toString('base64url')}`
  const asSession = ({ id, openedBy, force, roles, person, key, role }: NonNullable<ReturnType<typeof open.get>>): Session => ({
    ...{ id, openedBy, force, roles, person },
    named: key?.named ?? null,
    caller: role === null ? null : { key: key?.id ?? id, role, force, ...(person && { person }) },
    endsAt: '2026-03-02T08:00:00.000Z',
    idleEndsAt: '2026-03-01T21:00:00.000Z',
  })
  return {
    find: async (sent) => {
      const found = open.get(sent)
      return found === undefined ? null : asSession(found)
    },
    open: async (opener) => {
      const made = token()
      open.set(made, { ...opener, id: `session-${++opened}`, role: opener.roles.length === 1 ? opener.roles[0] : null })
      return made
    },
    chooseRole: async (old, role) => {
      const found = open.get(old)
      if (found === undefined || found.role !== null || !found.roles.includes(role)) return null
      const made = token()
      open.delete(old)
      open.set(made, { ...found, role })
      return made
    },
    end: async (sent) => {
      const found = open.get(sent)
      open.delete(sent)
      return found === undefined ? null : { openedBy: found.openedBy, idToken: found.idToken ?? null }
    },
  }
}
