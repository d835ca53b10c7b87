/** `GET /v1/me`: who the caller is to this service, and what a page of a session needs to post. */
import type { RequestHandler } from 'express'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { AUTH_MODES, me as meAnswer } from '../answers.ts'
import { callerOf } from '../authenticate.ts'
import { postsOf, rightsOf } from '../roles.ts'
import { noQuery, queryOf } from './query.ts'

export type AuthMode = (typeof AUTH_MODES)[number]

export const me =
  ({ authMode }: { readonly authMode: AuthMode }): RequestHandler =>
  (req, res) => {
    queryOf(req, noQuery)
    const { key, role, force, person = null, vouches = false } = callerOf(res)
    const { session, csrf } = res.locals
    const answer: Answer<typeof meAnswer> = {
      ...{ key, role, force },
      person: person && { id: person.name, name: person.name, issuer: person.issuer, subject: person.subject },
      ...(session?.named && { named: session.named }),
      roles: session?.roles ?? [role],
      ...{ posts: postsOf(role), reads: rightsOf(role) },
      ...{ authMode, vouches },
      ...(csrf !== undefined && { csrf }),
      ...(session && { endsAt: session.endsAt, idleEndsAt: session.idleEndsAt }),
    }
    res.json(answer)
  }
