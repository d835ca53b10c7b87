/** What is posted about the breach of an order. */
import { z } from 'zod'
import { atMost, instant, name, person, text } from '../../fields.ts'
import { about, always, event, heardBy } from '../event.ts'
import { officer } from '../people.ts'
import { order } from './order.ts'

const breach = atMost(name, 64).describe("The force's own reference of the breach; once in its order.")

export const BREACH_ACTIONS = ['arrested', 'summonsed', 'outstanding', 'no-action'] as const
/** What he did not do as he was told: left out where nobody said. */
export const BREACH_OF = ['prohibition', 'requirement', 'monitoring', 'notification'] as const
export const BREACH_RESULTS = ['proved', 'admitted', 'not-proved', 'withdrawn'] as const

export const orderBreachEvents = {
  'order.breached': event({
    schema: z.strictObject({
      order,
      breach,
      place: text,
      text,
      action: z.enum(BREACH_ACTIONS),
      of: z.enum(BREACH_OF).optional().describe('`notification`: he did not tell the police what a DAPO asks.'),
      arrestedAt: instant
        .optional()
        .describe('For `arrested`: when, if not at the time of the event. The clock to the court runs from then.'),
      court: name.optional().describe('Before which he is to come, as the calendars name it.'),
      ofForce: atMost(name, 64).optional().describe('An order of another force, by its name: it need not be known here.'),
      by: person,
    }),
    example: {
      order: 'DVPN-2026-31',
      breach: 'B1',
      place: '1 Fictional Row, at the back door',
      text: 'He knocked until she opened the window, and went when she rang.',
      action: 'arrested',
      by: officer,
    },
    label: 'Order breached',
    postedBy: ['control-room', 'officer', 'supervisor', 'hau'],
    tells: null,
    matter: about('order'),
    opens: always('order-breached'),
    whenClosed: 'reopens',
    onlyByOneself: false,
  }),
  /** He was arrested after the breach was recorded: the time of the event is that of the arrest. */
  'order.breach-arrested': event({
    schema: z.strictObject({ order, breach, court: name.optional(), by: person }),
    example: { order: 'DVPN-2026-31', breach: 'B1', court: 'fictional-magistrates', by: officer },
    label: 'Arrested for breach of an order',
    postedBy: ['officer', 'supervisor', 'hau'],
    ...heardBy('order'),
  }),
  /** He is before the court, at the time of the event. */
  'order.breach-produced': event({
    schema: z.strictObject({ order, breach, court: name.optional(), by: person }),
    example: {
      order: 'DVPN-2026-31',
      breach: 'B1',
      court: 'fictional-magistrates',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Before the court for breach of an order',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
  'order.breach-heard': event({
    schema: z.strictObject({ order, breach, result: z.enum(BREACH_RESULTS), by: person }),
    example: {
      order: 'DVPN-2026-31',
      breach: 'B1',
      result: 'proved',
      by: { id: 'co-1', role: 'civil-orders' },
    },
    label: 'Breach of an order heard by the court',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('order'),
  }),
}
