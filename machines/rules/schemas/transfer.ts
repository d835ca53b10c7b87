/** What is posted when another force, or another control room, is to take an incident over. */
import { z } from 'zod'
import { atMost, name, person, text } from '../fields.ts'

const to = atMost(name, 64).describe('The force or control room that is to take it.')

export const transferEvents = {
  'incident.transferred': z.strictObject({ to, reason: text, by: person }),
  'transfer.acknowledged': z.strictObject({
    to,
    /** Under which number they have it: what can be asked for by, when somebody rings there. */
    reference: atMost(name, 64),
    /** Who took it there. */
    by: person,
  }),
}
