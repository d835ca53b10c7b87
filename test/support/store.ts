import { createStore, type Store } from '../../src/store/store.ts'
import { createDatabase, type TestDatabase, useDatabase } from './database.ts'

/** A database for the file and a store on it; `fresh` gives a store on an empty database of its own, closed after the test. */
export function useStore(): { readonly database: TestDatabase; readonly store: Store; fresh(): Promise<Store> } {
  const database = useDatabase()
  const opened: Store[] = []
  let store: Store | undefined
  beforeAll(async () => {
    store = await createStore({ connectionString: database.url })
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
    fresh: async () => {
      const connectionString = await createDatabase(database.server)
      const one = await createStore({ connectionString })
      opened.push(one)
      return one
    },
  }
}
