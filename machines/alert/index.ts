import { BOUNDED } from '../effects.ts'
import { type AlertEvent, alertSetup } from './setup.ts'

type Taken = Extract<AlertEvent, { readonly type: 'alert.acknowledged' }>
const taken = {
  type: 'take',
  params: ({ event }: { readonly event: Taken }) => ({ by: event.by, at: event.recordedAt }),
} as const

/** An alert waits for somebody to have it. Taking and releasing it stops nothing; only the thing asked for resolves it. */
export const alert = alertSetup.createMachine({
  id: 'alert',
  options: BOUNDED,
  context: ({ input }) => input,
  initial: 'open',
  on: {
    'alert.resolved': { target: '.resolved', actions: { type: 'resolve', params: ({ event }) => ({ at: event.recordedAt }) } },
    'alert.returned': {
      target: '.open',
      actions: ['count', { type: 'move', params: ({ event }) => ({ dueAt: event.dueAt }) }],
    },
    'alert.climbed': {
      target: '.open',
      actions: [
        { type: 'climb', params: ({ event }) => event },
        { type: 'move', params: ({ event }) => ({ dueAt: event.dueAt }) },
      ],
    },
    'alert.raised-again': { actions: { type: 'move', params: ({ event }) => ({ dueAt: event.dueAt }) } },
  },
  states: {
    open: {
      on: {
        'alert.acknowledged': { target: 'acknowledged', actions: taken },
      },
    },
    acknowledged: {
      on: {
        'alert.acknowledged': { actions: taken },
        'alert.reopened': { target: 'open', actions: 'letGo' },
        'alert.released': { target: 'open', actions: 'letGo' },
      },
    },
    /** The same cause may come back: an arrival that turned out to have failed. Then it is the same alert, counted. */
    resolved: {
      on: {
        'alert.raised-again': {
          target: 'open',
          actions: ['count', { type: 'move', params: ({ event }) => ({ dueAt: event.dueAt }) }],
        },
      },
    },
  },
})
