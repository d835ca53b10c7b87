import type { IncomingMessage, RequestListener } from 'node:http'
import type { Hosts } from '../../api/door/hosts.ts'
import { cookieOf } from '../../api/session/cookie.ts'
import { createBoard } from '../../board/board.ts'
import type { Sessions } from '../../engine/reads.ts'

/** The board's pages before the API, which answers every other address, and refuses foreign host names. */
export function withBoard(api: RequestListener, hosts: Hosts, sessions: Sessions, publicHttps: boolean): RequestListener {
  const isSignedIn = async (request: IncomingMessage): Promise<boolean> => {
    const token = cookieOf(request)
    return token !== undefined && (await sessions.find(token, true))?.caller != null
  }
  const board = createBoard(isSignedIn, { publicHttps })
  return (request, response) =>
    hosts.has(request) ? board(request, response, () => api(request, response)) : api(request, response)
}
