/** A board with a supervisor signed in, in a real browser. */
import type { Browser } from 'playwright-core'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { findChromium } from './chromium.ts'
import { openBrowser, type Supervisor, signIn } from './supervisor.ts'

export interface Ground {
  readonly place: Place
  /** A test may start another. */
  server: Server
  readonly browser: Browser
  readonly supervisor: Supervisor
}

type Writable = { -readonly [Part in keyof Ground]: Ground[Part] }

const found = await findChromium()

/**
 * Tests on one board under one policy; skipped, with the reason, where there is no browser. The page may complain of nothing.
 *
 * @param tests are handed the ground, whose parts are there once a test runs.
 */
export function onBoard(what: string, policy: string, tests: (ground: Ground) => void): void {
  const skipped = 'skipped' in found ? found.skipped : null
  ;(skipped === null ? describe : describe.skip)(`${what}${skipped === null ? '' : ` (skipped: ${skipped})`}`, () => {
    const ground = {} as Writable
    beforeAll(async () => {
      ground.place = await createPlace(policy, { madeBefore: true })
      ground.server = await ground.place.start()
      ground.browser = await openBrowser('path' in found ? found.path : '')
      ground.supervisor = await signIn(ground.browser, ground.place, ground.server)
    })
    afterAll(async () => {
      await ground.browser?.close()
      await ground.place?.remove()
    })
    afterEach(() => expect(ground.supervisor.complaints).toEqual([]))
    tests(ground)
  })
}
