/**
 * `Expect: 100-continue`: tells a sender to continue only when its body is about to be read, after name, key and route were
 * checked. A sender that is refused earlier has sent nothing; Node ends its connection, because nobody can tell whether the
 * next bytes are the body (RFC 9110, section 10.1.1).
 */
import type { RequestListener, ServerResponse } from 'node:http'

const asking = new WeakSet<ServerResponse>()

export const beforeContinue =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    asking.add(response)
    answer(request, response)
  }

/** Call it before reading a body. */
export function sayContinue(response: ServerResponse): void {
  if (asking.delete(response)) response.writeContinue()
}
