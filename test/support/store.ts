import { createStore, type Store } from '../../src/store/store.ts'
import { type TestDatabase, useDatabase } from './database.ts'
import { createLogins, loginsOn, type ThreeLogins } from './logins.ts'

/**
 * A database for the file and a store on it, with three logins as a force has them; `fresh` gives a store on an empty database of
 * its own, closed after the test.
 */
export function useStore(): {
  readonly database: TestDatabase
  readonly logins: ThreeLogins
  readonly store: Store
  fresh(): Promise<Store>
} {
  const database = useDatabase()
  const opened: Store[] = []
  let store: Store | undefined
  let logins: ThreeLogins | undefined
  beforeAll(async () => {
    logins = await loginsOn(database.url)
    store = await openStore(logins)
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()))
  })
  afterAll(async () => {
    await store?.close()
  })
  return {
    database,
    get store() {
      if (!store) throw new Error('The store opens in beforeAll')
      return store
    },
    get logins() {
      if (!logins) throw new Error('The logins are made in beforeAll')
      return logins
    },
    fresh: async () => {
      const one = await openStore(await createLogins(database.server))
      opened.push(one)
      return one
    },
  }
}

const openStore = ({ owner, engine, reader }: ThreeLogins): Promise<Store> =>
  createStore({ connectionString: engine, logins: { owner, reader } })
