/** Five thousand events from the schemas of the OpenAPI document, a third of them spoilt. `npm run fuzz` sends as many as you like. */
import { verifies } from '../journeys/holds.ts'
import { createPlace } from '../support/server.ts'
import { fuzz } from './fuzz.ts'
import { SLOW } from './policy.ts'

const SEED = 12

it('takes what is right, refuses what is wrong and says where, and half-applies nothing', async () => {
  const place = await createPlace(SLOW, { madeBefore: true })
  try {
    const server = await place.start()
    const { wrong, answers, taken } = await fuzz(place, server, { seed: SEED, bodies: 5_000 })
    expect({ seed: SEED, wrong, answers }).toEqual({ seed: SEED, wrong: [], answers })
    // It is no fuzzer that everything bounces off, and none that everything gets through.
    expect(taken).toBeGreaterThan(1_000)
    expect(answers['422 invalid-event']).toBeGreaterThan(500)
    expect(await server.stop()).toBe(0)
    await verifies(place)
  } finally {
    await place.remove()
  }
}, 180_000)
