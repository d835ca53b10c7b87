import { KNOWN_MS } from '../../store/remembered.ts'
import type { Store } from '../../store/store.ts'
import { complain, counted, print, refuse } from '../words.ts'
import { onRecord } from './openRecord.ts'

/** `reassess sessions list|end`: who is signed in, and the end of what somebody left open. */
export async function sessions([verb, who = '', ...rest]: string[]): Promise<number> {
  if (verb === 'list' && who === '') return onRecord(list)
  if (verb !== 'end' || who.trim() === '' || rest.length > 0) return refuse('sessions')
  return onRecord(end(who))
}

async function list(store: Store): Promise<number> {
  const open = await store.sessions.openSessions()
  if (open.length === 0) complain('nobody is signed in')
  for (const { session, person, openedBy, key, role, force, created, lastSeen, endsAt } of open)
    print(
      [
        session,
        person,
        role ?? 'no role chosen',
        force,
        key ?? openedBy,
        `signed in ${created}`,
        `seen ${lastSeen}`,
        `ends ${endsAt}`,
      ].join('  '),
    )
  return 0
}

const end =
  (who: string) =>
  async (store: Store): Promise<number> => {
    const ended = await store.sessions.endSessionsOf(who)
    if (ended === 0) {
      complain(`nobody who is called ${who} is signed in; see reassess sessions list`)
      return 1
    }
    print(`${counted(ended, 'session')} of ${who} ended. A running server takes them for up to ${KNOWN_MS / 1_000} s more.`)
    return 0
  }
