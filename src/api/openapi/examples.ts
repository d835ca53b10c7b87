/** An event of each type, from the examples of the catalogue. The OpenAPI document shows them, and a test posts each. */
import { EXAMPLE_AT } from '../../../machines/rules/catalogue/event.ts'
import { EVENT_NAMES, EVENTS, type EventName, typeOf } from '../../../machines/rules/events.ts'

export interface ExampleEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly time: string
  readonly data: unknown
}

export const exampleEvent = (name: EventName): ExampleEvent => ({
  specversion: '1.0',
  id: `example-${EVENT_NAMES.indexOf(name) + 1}`,
  source: 'urn:example:warwickshire:control-room',
  type: typeOf(name),
  subject: 'WK-20261120-0412',
  time: EXAMPLE_AT,
  data: EVENTS[name].example,
})
