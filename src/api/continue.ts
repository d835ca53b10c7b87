/**
 * `Expect: 100-continue`: a sender that asks first is told to go on only when its body is about to be read, after name, key and
 * route were looked at. Who is refused before that has sent nothing, and the connection ends, because nobody can tell whether what
 * comes next on it is the body (RFC 9110, section 10.1.1).
 */
import type { RequestListener, ServerResponse } from 'node:http'

/** Those that wait for a word, and whether their connection was to stay open. */
const asking = new WeakMap<ServerResponse, boolean>()

export const beforeContinue =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    asking.set(response, response.shouldKeepAlive)
    response.shouldKeepAlive = false
    answer(request, response)
  }

/** Whoever reads a body says this first. */
export function sayContinue(response: ServerResponse): void {
  const stays = asking.get(response)
  if (stays === undefined) return
  asking.delete(response)
  response.shouldKeepAlive = stays
  response.writeContinue()
}
