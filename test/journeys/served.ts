import type { Environment } from '../support/built.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'

/** A place and one server at work in it, from the first test of the block to its last. */
export interface Served {
  readonly place: Place
  readonly server: Server
  /** Another one in the same place, after the first was stopped or killed: from then on `server` is this one. */
  startAgain(): Promise<void>
}

/**
 * Starts them in `beforeAll`, with the embedded database, and removes them in `afterAll`.
 *
 * @param more of the environment, asked for when a server starts.
 */
export function useServer(policy: string, more: () => Environment = () => ({})): Served {
  let place: Place | undefined
  let server: Server | undefined
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('The server starts in beforeAll')
    return thing
  }
  beforeAll(async () => {
    place = await createPlace(policy, { madeBefore: true })
    server = await place.start(more())
  })
  afterAll(() => place?.remove())
  return {
    get place() {
      return there(place)
    },
    get server() {
      return there(server)
    },
    async startAgain() {
      server = await there(place).start(more())
    },
  }
}
