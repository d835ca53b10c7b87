/** The envelope: CloudEvents 1.0 in JSON, as far as this service uses it. */
import { z } from 'zod'
import { anyName, atMost, instant, name } from './fields.ts'

// RFC 3986: the characters of a URI-reference, every per cent sign with its two digits.
const URI_REFERENCE = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-Fa-f]{2})+$/

/** What is no extension attribute. */
export const ATTRIBUTES: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'data',
])

/** RFC 8259 text: `application/json`, or a media type that ends in `+json`, in UTF-8 where it names a charset. */
const JSON_MEDIA_TYPE =
  /^(?:application|text)\/(?:[\w.-]+\+)?json(?:\s*;\s*(?:charset=(?:utf-?8|"utf-?8")|(?!charset=)[\w.+-]+=(?:[\w.+:/-]+|"[^"\\]*")))*$/i

/** In JSON, null is how an attribute is left out: such an attribute is not there. */
export function withoutNulls(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw
  const attributes = Object.entries(raw)
  const present = attributes.filter(([, value]) => value !== null)
  return present.length === attributes.length ? raw : Object.fromEntries(present)
}

/** Extension attributes (tracing and the like) are allowed and ignored. */
const extension = z.union([z.string(), z.number(), z.boolean()], 'must be text, a number, true or false')

/** `.` and `..` would be steps of a path in the addresses of an incident: no client could ask for it. */
const SUBJECT = /^(?!\.{1,2}$)[\x21-\x7e]{1,64}$/

export const envelopeSchema = z
  .object({
    specversion: z.literal('1.0'),
    id: atMost(name, 128),
    source: z.string().max(256).regex(URI_REFERENCE, 'must be a URI-reference and not empty'),
    type: anyName,
    /** The force's own incident number. */
    subject: z.string().regex(SUBJECT, 'must be 1 to 64 printable ASCII characters without spaces, and not "." or ".."'),
    time: instant,
    datacontenttype: z.string().max(256).regex(JSON_MEDIA_TYPE, 'must be application/json, in UTF-8').optional(),
    dataschema: z.string().max(1024).regex(URI_REFERENCE, 'must be a URI').optional(),
    /** Judged by the schema of its type. */
    data: z.custom<object>((data) => typeof data === 'object' && data !== null && !Array.isArray(data), {
      error: ({ input }) => (input === undefined ? 'is required, as JSON: `data_base64` is not taken' : 'must be an object'),
    }),
  })
  .catchall(extension)
  .superRefine((envelope, context) => {
    for (const attribute of Object.keys(envelope))
      if (!/^[a-z0-9]{1,256}$/.test(attribute))
        context.addIssue({
          code: 'custom',
          path: [attribute],
          message:
            attribute === 'data_base64'
              ? 'is not taken: send the data as JSON, in `data`'
              : 'there is no such attribute; extensions are lower-case letters and digits',
        })
  })
  .transform(({ id, source, type, subject, time, data }) => ({ id, source, type, subject, time, data }))
