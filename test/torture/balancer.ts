/**
 * What stands before the apis: asks each every quarter of a second whether it is ready, and sends nobody to an api
 * that said no or did not answer. It is not told when a process is going to stop; it learns of it like any load balancer.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Life, Night } from './night.ts'

export interface Balancer {
  /** Those that said that they are ready when they were last asked. */
  living(role: 'api'): readonly Life[]
  stop(): Promise<void>
}

const EVERY_MS = 250
const ANSWER_WITHIN_MS = 2_000

/** Resolves when the first api was found ready. */
export async function startBalancer({ lives }: Pick<Night, 'lives'>): Promise<Balancer> {
  let ready: readonly Life[] = []
  let stopping = false
  const isReady = async ({ server }: Life): Promise<boolean> =>
    fetch(`${server.url}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
      async (answer) => (await answer.arrayBuffer()) && answer.status === 200,
      () => false,
    )
  const look = async () => {
    const apis = lives.filter(({ role }) => role === 'api')
    const answers = await Promise.all(apis.map(isReady))
    ready = apis.filter((_, place) => answers[place])
  }
  await look()
  const looking = (async () => {
    while (!stopping) {
      await pause(EVERY_MS)
      await look()
    }
  })()
  return {
    living: () => ready,
    async stop() {
      stopping = true
      await looking
    },
  }
}
