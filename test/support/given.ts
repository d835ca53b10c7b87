import { createDatabase } from './database.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { startRedis, type TestRedis } from './redis.ts'

/** A PostgreSQL and a Redis that an operator would have, and a fresh database on the one. */
export interface GivenServers {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly postgres: TestPostgres
  readonly redis: TestRedis
  stop(): Promise<void>
}

/** Or the reason why there is no Redis on this machine. */
async function startGiven(): Promise<GivenServers | { readonly skipped: string }> {
  const redis = await startRedis()
  if ('skipped' in redis) return redis
  const postgres = await startPostgres()
  return {
    databaseUrl: await createDatabase(postgres),
    redisUrl: redis.url,
    postgres,
    redis,
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
}

/** Describes what needs them, or says why it is skipped. They are stopped after it. */
export async function describeOnGiven(promise: string, tests: (given: GivenServers) => void): Promise<void> {
  const given = await startGiven()
  if ('skipped' in given) return describe.skip(`${promise} (skipped: ${given.skipped})`, () => it('is not tried', () => {}))
  describe(promise, () => {
    afterAll(() => given.stop())
    tests(given)
  })
}
