/** The board over a record that a test fills itself, and people at it without a script: quicker than a process. */

import { pino } from 'pino'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { SESSION_COOKIE } from '../../src/api/session/cookie.ts'
import { csrfToken } from '../../src/api/session/csrf.ts'
import { createBoard } from '../../src/board/createBoard.ts'
import type { PinnedPolicy } from '../../src/engine/step/live.ts'
import type { Store } from '../../src/store/store.ts'
import type { Client } from '../support/client.ts'
import { ALL_ROLES, serveRecord } from '../support/servedRecord.ts'
import { fieldsOf } from './forms/asBrowser.ts'
import type { Answered } from './visitor.ts'

export type Typed = Readonly<Record<string, string | readonly string[]>>

export interface Person {
  get(path: string): Promise<Answered>
  /** Sends a form as the page has it, with what is typed into it. @param part of the page, in which the form is the first. */
  send(path: string, part: string, typed?: Typed): Promise<Answered & { readonly sent: URLSearchParams }>
  post(path: string, sent: URLSearchParams): Promise<Answered>
}

export interface ServedBoard {
  readonly api: Client
  readonly url: string
  person(id: string, role?: Role): Promise<Person>
  stop(): Promise<void>
}

export async function serveBoard(store: Store, policy: PinnedPolicy): Promise<ServedBoard> {
  const log = pino({ enabled: false })
  const pages = createBoard({ clock: { zone: 'Europe/London', now: Date.now }, log })
  const { url, api, stop } = await serveRecord(store, policy, ALL_ROLES, { pages })
  return {
    ...{ api, url, stop },
    async person(id, role = 'supervisor') {
      const caller = await store.find(await store.create(role, 'warwickshire'))
      const key = { id: caller?.key ?? '', named: { id, role } }
      const token =
        (await store.sessions.open({ openedBy: 'key', force: 'warwickshire', roles: [role], person: null, key })) ?? ''
      const headers = { cookie: `${SESSION_COOKIE}=${token}` }
      const answered = async (answer: Response): Promise<Answered> => ({
        ...{ status: answer.status, to: answer.headers.get('location'), html: await answer.text(), headers: answer.headers },
      })
      const post = async (path: string, sent: URLSearchParams): Promise<Answered> =>
        answered(await fetch(url + path, { method: 'POST', headers, body: sent, redirect: 'manual' }))
      return {
        get: async (path) => answered(await fetch(url + path, { headers, redirect: 'manual' })),
        post,
        send: async (path, part, typed = {}) => {
          const sent = fieldsOf(part)
          // The token is masked anew on each page; any that is whole is taken.
          sent.set('csrf', csrfToken(token))
          for (const [name, value] of Object.entries(typed)) {
            sent.delete(name)
            for (const one of [value].flat()) sent.append(name, String(one))
          }
          return { ...(await post(path, sent)), sent }
        },
      }
    },
  }
}

/** The part of a page whose opening tag has the words. */
export const sectionOf = (page: string, has: string): string =>
  page
    .split('<section')
    .find((one) => one.slice(0, one.indexOf('>')).includes(has))
    ?.split('</section>')[0] ?? ''
