/** Where people sign in, a second person is an act of a person: a key that names people whom nobody signed in cannot be one. */
import type { Caller } from '../../engine/reads.ts'
import { Refused } from '../problems.ts'
import type { AuthMode } from '../reads/me.ts'

/** @throws Refused `forbidden` */
export function mustBeInPerson({ person, vouches }: Caller, authMode: AuthMode): void {
  if (authMode === 'key' || person !== undefined || vouches) return
  const detail = 'A second person decides by signing in, or with the key of a system that vouches for its own signed-in people.'
  throw new Refused('forbidden', detail)
}
