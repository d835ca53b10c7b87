/** What the incident's regions may ask for and remember, in the words that kinds of matter have as well. */
import type { Effects } from '../effects.ts'
import type { DeadlineName } from '../rules/catalogue/deadlines.ts'
import { type IncidentContext, type IncidentEvent, incidentSetup } from './setup.ts'

export interface On<Type extends IncidentEvent['type'] = IncidentEvent['type']> {
  readonly context: IncidentContext
  readonly event: Extract<IncidentEvent, { readonly type: Type }>
}

type Asks = Effects & { readonly remember: Partial<IncidentContext> }
type Asked = { readonly [Name in keyof Asks]: { readonly type: Name; readonly params: Asks[Name] } }[keyof Asks]
type Enqueued = Asked | ReturnType<typeof incidentSetup.enqueueActions>

/**
 * What is remembered and asked for on an event, in order. What the function works out is of the memory as it was before.
 *
 * @typeParam Type the events that it is for.
 */
export const act = <Type extends IncidentEvent['type'] = IncidentEvent['type']>(asks: (it: On<Type>) => readonly Enqueued[]) =>
  incidentSetup.enqueueActions(({ context, event, enqueue }) => {
    for (const asked of asks({ context, event } as never)) enqueue(asked as never)
  })

const ask =
  <Type extends keyof Asks>(type: Type) =>
  <Params extends Asks[Type] | ((it: never) => Asks[Type])>(params: Params) => ({ type, params })
export const remember = ask('remember')
export const schedule = ask('schedule')
export const raise = ask('raiseAlert')
export const resolve = ask('resolveAlerts')
export const bringForward = ask('bringForward')

export const keepOnLog = ask('keepOnLog')(undefined)

/** @param of whose, where several may run at once. */
export const complete = (deadline: DeadlineName, of: string | null = null) => ask('complete')({ deadline, of })
export const cancel = (deadline: DeadlineName, of: string | null = null) => ask('cancel')({ deadline, of })
