/** The envelope: CloudEvents 1.0 in JSON, as far as this service uses it. */
import { z } from 'zod'
import { anyName, instant, name } from './fields.ts'

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

/** Extension attributes (tracing and the like) are allowed and ignored; null is how JSON leaves one out. */
const extension = z.union([z.string(), z.number(), z.boolean(), z.null()], 'must be text, a number, true or false')

export const envelopeSchema = z
  .object({
    specversion: z.literal('1.0'),
    id: name.max(128),
    source: z.string().max(256).regex(URI_REFERENCE, 'must be a URI-reference and not empty'),
    type: anyName,
    /** The force's own incident number. */
    subject: z.string().regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters without spaces'),
    time: instant,
    datacontenttype: z
      .string()
      .regex(/^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i, 'must be application/json')
      .optional(),
    dataschema: z.string().max(1024).regex(URI_REFERENCE, 'must be a URI').optional(),
    /** Judged by the schema of its type. */
    data: z.custom<object>((data) => typeof data === 'object' && data !== null && !Array.isArray(data), 'must be an object'),
  })
  .catchall(extension)
  .superRefine((envelope, context) => {
    for (const attribute of Object.keys(envelope))
      if (!/^[a-z0-9]{1,256}$/.test(attribute))
        context.addIssue({
          code: 'custom',
          path: [attribute],
          message: 'there is no such attribute; extensions are lower-case letters and digits',
        })
  })
  .transform(({ id, source, type, subject, time, data }) => ({ id, source, type, subject, time, data }))
