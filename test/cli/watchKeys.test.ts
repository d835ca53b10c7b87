import { createKeyRound } from '../../src/cli/serving/watchKeys.ts'

const DAY_MS = 86_400_000
const ending = (leftMs: number | null) => ({
  ...{ key: `key-${leftMs}`, role: 'control-room' as const, force: 'kent', created: '2026-01-01T00:00:00.000Z' },
  ...{ expiresAt: '2026-12-01T00:00:00.000Z', leftMs },
})

it('says once a day which keys expire soon, and says it an hour later where the record was away', async () => {
  let now = 0
  let away = true
  const said: unknown[] = []
  const round = createKeyRound({
    keys: {
      issuedKeys: async () =>
        away ? Promise.reject(new Error('away')) : [ending(null), ending(3 * DAY_MS), ending(60 * DAY_MS)],
    },
    log: { warn: (what: unknown) => said.push(what) },
    nowMs: () => now,
  })
  await expect(round()).rejects.toThrow('away')
  away = false
  const line = {
    key: `key-${3 * DAY_MS}`,
    role: 'control-room',
    force: 'kent',
    expiresAt: '2026-12-01T00:00:00.000Z',
    daysLeft: 3,
  }
  now = DAY_MS / 24
  await round()
  expect(said).toEqual([line])
  now += DAY_MS - 1
  await round()
  expect(said).toHaveLength(1)
  now += 1
  await round()
  expect(said).toEqual([line, line])
})
