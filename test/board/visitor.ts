/** A person at the board without a script: plain HTTP, a session's cookie, forms. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { Place, Server } from '../support/server.ts'

export interface Answered {
  readonly status: number
  /** Where it leads, without the origin; null where it leads nowhere. */
  readonly to: string | null
  readonly html: string
  readonly headers: Headers
}

export interface Visitor {
  /** Posts an event to the API as whoever is signed in. */
  event(posted: Readonly<Record<string, unknown>>): Promise<Answered>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answered>
  /** Posts a form with the session's token. A list is a field that is there several times. */
  post(path: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<Answered>
  readonly cookie: string
}

/** @param as the role whose key signs in; the person says the same of themselves. */
export async function visitorOf(
  { dataDir }: Pick<Place, 'dataDir'>,
  { url }: Pick<Server, 'url'>,
  as: Role,
  name = 'sup-9',
): Promise<Visitor> {
  const keys = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')) as Readonly<Record<Role, string>>
  return visitorBy(url, { key: keys[as], id: name, role: as })
}

/** A fictional person of the trial, who signed in: what they do is theirs. */
export const trialVisitor = ({ url }: Pick<Server, 'url'>, person: string): Promise<Visitor> => visitorBy(url, { person })

async function visitorBy(url: string, said: Readonly<Record<string, string>>): Promise<Visitor> {
  const entered = await fetch(`${url}/sign-in`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ ...said, to: '/' }) },
  })
  return visitorWith(entered, url)
}

function visitorWith(entered: Response, url: string): Visitor {
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  const answered = async (answer: Response): Promise<Answered> => ({
    ...{ status: answer.status, to: answer.headers.get('location'), html: await answer.text(), headers: answer.headers },
  })
  const get: Visitor['get'] = async (path, headers = {}) =>
    answered(await fetch(url + path, { redirect: 'manual', headers: { cookie, ...headers } }))
  const token = async () => ((await (await fetch(`${url}/v1/me`, { headers: { cookie } })).json()) as { csrf: string }).csrf
  return {
    cookie,
    get,
    event: async (posted) => {
      const headers = { cookie, 'x-csrf-token': await token(), 'content-type': 'application/cloudevents+json' }
      return answered(await fetch(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(posted) }))
    },
    post: async (path, fields) => {
      const body = new URLSearchParams({ csrf: await token() })
      for (const [field, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(field, String(one))
      return answered(await fetch(url + path, { method: 'POST', redirect: 'manual', headers: { cookie }, body }))
    },
  }
}
