/**
 * An event in the binary mode of the CloudEvents HTTP binding: attributes in `ce-` headers, data as the body. Source: HTTP
 * Protocol Binding for CloudEvents 1.0.2, section 3.1.
 */
import type { IncomingMessage } from 'node:http'
import type { Issue } from '../../engine/problems.ts'
import { percentDecoded } from '../percent.ts'
import { parseJson } from './json.ts'

const PREFIX = 'ce-'

/** Media types with this beginning mean that the attributes are in the body. */
const STRUCTURED = 'application/cloudevents'
const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json$/

type Headers = IncomingMessage['headersDistinct']

export const isStructuredMode = (mediaType: string | null): boolean => mediaType?.startsWith(STRUCTURED) ?? false

/** @param mediaType of the request, without parameters. */
export const isBinaryMode = (mediaType: string | null, headers: Headers): mediaType is string =>
  mediaType !== null &&
  !isStructuredMode(mediaType) &&
  JSON_TYPE.test(mediaType) &&
  Object.keys(headers).some((name) => name.startsWith(PREFIX))

export interface BinaryEvent {
  /** The event as structured mode would write it; without data when the body is not JSON. */
  readonly raw: Readonly<Record<string, unknown>>
  readonly issues: readonly Issue[]
  /** Headers and body, kept when the event is refused. */
  readonly written: Buffer
}

export function readBinary(headers: Headers, body: Buffer): BinaryEvent {
  const attributes = new Map<string, unknown>()
  const issues: Issue[] = []
  const sent = Object.entries(headers).filter(([name]) => name.startsWith(PREFIX))
  for (const [header, values = []] of sent) {
    const name = header.slice(PREFIX.length)
    const wrong = (detail: string) => issues.push({ pointer: `/${name}`, detail })
    const value = decoded(values[0] ?? '')
    if (name === 'data') wrong('is the body; there is no such header')
    else if (name === 'datacontenttype') wrong('is the Content-Type; there is no such header')
    else if (values.length > 1) wrong('is in two headers')
    else if (value === null) wrong('must be printable ASCII, everything else percent-encoded as UTF-8')
    else attributes.set(name, value)
  }
  const data = parseJson(body, '/data')
  if (data.ok) attributes.set('data', data.value)
  issues.push(...(data.ok ? data.issues : [data.issue]))
  const lines = sent.flatMap(([name, values = []]) => values.map((value) => `${name}: ${value}\r\n`))
  return {
    raw: Object.fromEntries(attributes),
    issues,
    written: Buffer.concat([Buffer.from(`${lines.join('')}\r\n`, 'latin1'), body]),
  }
}

/** Quotes first, then one round of percent-decoding; null when the result is not text. */
function decoded(value: string): string | null {
  if (!/^[\x20-\x7e]*$/.test(value)) return null
  const plain = value.replace(/"((?:[^"\\]|\\.)*)"/g, (_, quoted: string) => quoted.replace(/\\(.)/g, '$1'))
  return percentDecoded(plain)
}
