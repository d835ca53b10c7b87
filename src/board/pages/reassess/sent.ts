/** Posts a reassessment. The id of the form is the event's, so that a form that is sent twice is recorded once. */
import { isDeepStrictEqual } from 'node:util'
import type { pending, recorded } from '../../../api/answers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { ApiRefused } from '../../ask.ts'
import type { Visit } from '../../visit.ts'
import { type Posted, postedOf } from './dataOf.ts'
import { isOf, readKnown } from './known.ts'

type Recorded = Answer<typeof recorded>
type Pending = Answer<typeof pending>

const SOURCE = 'urn:reassess:board'
const TYPE = 'uk.police.da.risk.reassessed.v1'

/** @returns the address that leads on. @throws ApiRefused */
export async function send({ api, req }: Visit, ref: string, form: URLSearchParams, posted: Posted): Promise<string> {
  const { id, at, data } = posted
  const event = { specversion: '1.0', id, source: SOURCE, type: TYPE, subject: ref, time: new Date(at).toISOString(), data }
  try {
    const csrf = form.get('csrf') ?? ''
    const { body } = await api.send<Recorded | Pending>('POST', '/v1/events', { csrf, body: event, type: 'application/cloudevents+json' })
    if (body.approval !== undefined && body.until !== undefined) return `/incidents/${encodeURIComponent(ref)}?waits=${encodeURIComponent(body.approval)}`
    return 'sequence' in body ? doneAddress(ref, body.sequence, doubtsIn(body)) : `/incidents/${encodeURIComponent(ref)}`
  } catch (error) {
    const before = error instanceof ApiRefused && error.code === 'event-id-reused' ? await recordedBefore({ api, req }, ref, form, posted) : null
    if (before === null) throw error
    return doneAddress(ref, before, [])
  }
}

export const doneAddress = (ref: string, sequence: number, doubts: readonly string[]): string => {
  const query = new URLSearchParams({ recorded: String(sequence) })
  for (const doubt of doubts) query.append('doubt', doubt)
  return `/incidents/${encodeURIComponent(ref)}/reassess?${query}`
}

/** Places alone: a text stands in no address. */
const doubtsIn = ({ warnings }: Recorded): readonly string[] =>
  warnings
    .filter(({ code }) => code === 'reassessment-doubtful')
    .map(({ pointer, start, end }) => (start === undefined ? pointer : `${pointer}:${start}:${end}`))

/** The same form, sent before at another instant: its line of the record. Null where what was recorded says something else. */
async function recordedBefore({ api }: Pick<Visit, 'api' | 'req'>, ref: string, form: URLSearchParams, { id, data }: Posted): Promise<number | null> {
  const { lines } = await readKnown(api, ref)
  const line = lines.filter(isOf('risk.reassessed')).find((one) => one.id === id && one.source === SOURCE)
  if (line === undefined) return null
  const then = postedOf(form, { now: Date.parse(line.at), assessor: data.assessor })
  return isDeepStrictEqual(JSON.parse(JSON.stringify(then.data)), line.data) ? line.sequence : null
}
