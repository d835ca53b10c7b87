/**
 * What the schemas of answers are made of. An answer is described once, in this folder or in `api/answers`: its TypeScript type and
 * the OpenAPI document are made from that. Nothing is parsed while the service runs; tests hold real answers against the schemas.
 */
import { z } from 'zod'

type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value

/** The TypeScript type of an answer. Nobody changes an answer, so all of it is read-only. */
export type Answer<Schema extends z.ZodType> = Frozen<z.output<Schema>>

export const word = z.string()
export const flag = z.boolean()
export const count = z.int().min(0)
/** Counted from 1. */
export const ordinal = z.int().min(1)
export const instant = z.string().meta({ format: 'date-time', description: 'UTC with milliseconds; text order is time order.' })
/** References, codes and instants, by name. */
export const facts = z.record(z.string(), z.unknown())

export const person = z.object({ id: word, role: word })
export const codeAndDetail = z.object({ code: word, detail: word })
const place = {
  pointer: word.describe('JSON pointer into the event.'),
  detail: word,
  start: count.exactOptional().describe('Of a sentence in the text at `pointer`: its first character, from 0, in UTF-16 units.'),
  end: count.exactOptional().describe('The character after its last.'),
}
export const issue = z.object({ code: word.exactOptional(), ...place })
export const warning = z.object({ code: word, ...place })

/** A list that is answered whole. */
export const whole = <Item extends z.ZodType>(item: Item) => ({ items: z.array(item), next: z.null() })
/** A list that is answered page by page. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z
    .object({ items: z.array(item), next: word.nullable() })
    .describe(
      '`next` is the cursor of the next page, null on the last. Walked to null, nothing that stayed on the list is missed; an item may come twice, and the later is the newer.',
    )
