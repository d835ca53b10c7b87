/** A process that carries subscriptions, to be killed: `node --import ./test/support/typescript.mjs subscriptionCarrier.ts SETTINGS`. */
import { createStore } from '../../src/store/store.ts'
import { carrierOf, subscriptionOf } from './subscribed.ts'

export interface CarrierSettings {
  readonly url: string
  readonly id: string
  readonly receiver: { readonly url: string; readonly host: string; readonly secret: string }
}

const { url, id, receiver } = JSON.parse(process.argv[2] ?? '{}') as CarrierSettings
carrierOf(await createStore({ connectionString: url }), [subscriptionOf(id)], { [id]: receiver })
