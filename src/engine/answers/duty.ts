/** Who is on duty, and why. */
import { z } from 'zod'
import { DAYS } from '../../../machines/rules/delivery/plan.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { instant, person, whole, word } from './shapes.ts'

const role = z.enum(ROLES)
const ids = z.array(word)

const why = z.union([
  z
    .object({ by: z.literal('pattern'), days: z.array(z.enum(DAYS)), from: word, to: word })
    .describe('A weekly shift of the delivery file, in the time of the zone of the rota.'),
  z
    .object({
      by: z.literal('override'),
      id: word.nullable().describe('Null for an override of the delivery file.'),
      from: instant,
      to: instant,
      instead: ids.nullable().describe('Whom this person stands in for; null where the override replaces everybody.'),
      decidedBy: person.exactOptional().describe('Of a posted override.'),
      recordedAt: instant.exactOptional().describe('Of a posted override.'),
    })
    .describe('An override: of the delivery file, or posted.'),
])

const onDuty = z.object({ person: word.describe('As the delivery file calls them.'), name: word, why })
const people = z.array(onDuty).describe('In the order in which they are told.')

export const dutyOfRole = z.object({
  role,
  at: instant,
  people,
  falls: z
    .object({
      role: role
        .nullable()
        .describe('Null where no role above has anybody on duty: then everybody who has the role asked for is told.'),
      people: ids,
    })
    .nullable()
    .describe('Who is told at once, since nobody is on duty; null where somebody is.'),
})
export const dutyPage = z.object(whole(dutyOfRole))

const hole = z.object({ from: instant, to: instant })
export const dutySpan = z.object({ from: instant, to: instant, people })

export const rotaOfRole = z.object({
  role,
  zone: word,
  people: z
    .array(z.object({ person: word, name: word }))
    .describe('Everybody who may be on duty in this role, in the order of the delivery file.'),
  spans: z.array(dutySpan).describe('From beginning to end, without gaps; nobody is on duty in a span without people.'),
  holes: z.array(hole).describe('The spans without people.'),
})
export const rotaPage = z.object({ ...whole(rotaOfRole), from: instant, to: instant })

export const rotaOverride = z.object({
  id: word,
  role,
  from: instant,
  to: instant,
  people: ids,
  instead: ids.nullable(),
  by: person,
  reason: word.exactOptional(),
  recordedAt: instant,
})

export const overrideRecorded = z.object({
  override: rotaOverride,
  spans: z.array(dutySpan).describe('Who is on duty because of it, at most the first 31 days.'),
  holes: z.array(hole).describe('When nobody is on duty in that time.'),
})
