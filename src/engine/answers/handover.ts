/** A hand-over of the shift as it is read: whose it is, and its list. */
import { z } from 'zod'
import { SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { count, instant, ordinal, person, word } from './shapes.ts'

const HANDED = ['open', 'taken', 'doubtful', 'due'] as const

const item = {
  id: word.describe('Within its hand-over: what the acceptance names.'),
  incident: word.describe('Empty for an alert about the system itself.'),
  what: z
    .enum(HANDED)
    .describe(
      '`open`: an incident that is demanded, overdue or in warning, or an alert of high or critical severity that nobody has. `taken`: an alert that somebody has. `doubtful`: a reassessment or a decision that waits for a second person. `due`: a deadline of the next hours.',
    ),
  dueAt: instant.exactOptional(),
  level: ordinal.exactOptional(),
  status: z
    .enum(['left', 'accepted', 'settled'])
    .describe('`settled`: its matter ended before somebody accepted it, so nobody has to.'),
  acceptedAt: instant.exactOptional(),
}

export const handoverItem = z.object({
  ...item,
  kind: word.describe('Of an incident what it asks for, as in `attention=`; of an alert its kind; of a deadline its name.'),
  severity: z.enum(SEVERITIES).exactOptional().describe('Of an alert.'),
  alert: word.exactOptional(),
  has: person.exactOptional().describe('Who had the alert at the hand-over.'),
  acceptedBy: person.exactOptional(),
})

export const restrictedHandoverItem = z
  .object({ ...item, restricted: z.literal(true) })
  .describe(
    'Of a restricted incident, for who is not among its readers: that something of it was handed over, and when it is due.',
  )

const head = {
  handover: word,
  at: instant,
  from: word,
  to: word,
  by: person,
  note: word.exactOptional(),
  acceptBy: instant.describe('From then on what nobody has accepted is the alert `handover-unaccepted`.'),
  count: count.describe('Items of the list.'),
  left: count.describe('Items that nobody has accepted and whose matter has not ended.'),
  doneAt: instant.exactOptional().describe('Since when nothing is left.'),
  shiftChanged: z
    .object({ incidents: count, recorded: count, refused: count })
    .describe(
      'The incidents that are told of the change of shift. What is neither recorded nor refused yet is recorded within seconds, also after a crash. Refused: the incident was closed meanwhile.',
    ),
}

export const handoverHead = z.object(head)

export const handoverAhead = z
  .object({
    items: count.describe('Items that its list would have.'),
    incidents: count.describe('Incidents that would be told of the change of shift.'),
    demands: count.describe('Of these, how many nobody has attended: a reassessment is asked for of each.'),
  })
  .describe('What a hand-over would be if somebody made it now. The real one is of its own instant.')

export const handover = z
  .object({
    ...head,
    items: z.array(z.union([handoverItem, restrictedHandoverItem])),
    next: word.nullable(),
    demands: z
      .array(z.object({ incident: word, demand: word }))
      .describe('What the change of shift opened or joined, the worst incident first, at most 500.'),
    demandCount: count,
  })
  .describe('The list worst first, as it was at the hand-over. `next` is the cursor of its next page, null on the last.')

export const acceptedHandover = z
  .object({ ...head, items: handover.shape.items })
  .describe('The items that were named, as they now are.')
