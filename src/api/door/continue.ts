/**
 * `Expect: 100-continue`: a sender that asks first is told to go on only when its body is about to be read, after name, key and
 * route were looked at. Who is refused before that has sent nothing, and Node ends the connection, because nobody can tell whether
 * what comes next on it is the body (RFC 9110, section 10.1.1).
 */
import type { RequestListener, ServerResponse } from 'node:http'

const asking = new WeakSet<ServerResponse>()

export const beforeContinue =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    asking.add(response)
    answer(request, response)
  }

/** Whoever reads a body says this first. */
export function sayContinue(response: ServerResponse): void {
  if (asking.delete(response)) response.writeContinue()
}
