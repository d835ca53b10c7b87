/** Posts a reassessment. The id of the form is the event's, so that a form that is sent twice is recorded once. */
import type { pending, recorded } from '../../../api/answers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { ApiRefused } from '../../ask.ts'
import type { Visit } from '../../visit.ts'
import { headersFor, whyIn } from '../../why.ts'
import { type Posted, postedOf } from './dataOf.ts'
import { readKnown } from './known.ts'

type Recorded = Answer<typeof recorded>
type Pending = Answer<typeof pending>

const SOURCE = 'urn:reassess:board'
const TYPE = 'uk.police.da.risk.reassessed.v1'

/** @returns the address that leads on. @throws ApiRefused */
export async function send({ api }: Visit, ref: string, form: URLSearchParams, posted: Posted): Promise<string> {
  const post = async ({ id, at, data }: Posted): Promise<Recorded | Pending> => {
    const event = { specversion: '1.0', id, source: SOURCE, type: TYPE, subject: ref, time: new Date(at).toISOString(), data }
    const sent = { csrf: form.get('csrf') ?? '', body: event, type: 'application/cloudevents+json' }
    return (await api.send<Recorded | Pending>('POST', '/v1/events', sent)).body
  }
  try {
    return leadsTo(ref, await post(posted))
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code !== 'event-id-reused') throw error
    // The same form, sent again later: as of the first time it is the same event, if it says the same.
    const { lines } = await readKnown(api, ref, headersFor(whyIn(form)))
    const before = lines.find(({ id, source }) => id === posted.id && source === SOURCE)
    if (before === undefined) throw error
    return leadsTo(ref, await post(postedOf(form, { now: Date.parse(before.at), assessor: posted.data.assessor })))
  }
}

/** What waits for a second person is not done: the page of the incident says so. */
function leadsTo(ref: string, answer: Recorded | Pending): string {
  if (answer.approval !== undefined && answer.until !== undefined)
    return `/incidents/${encodeURIComponent(ref)}?waits=${encodeURIComponent(answer.approval)}`
  return 'sequence' in answer ? doneAddress(ref, answer.sequence, doubtsIn(answer)) : `/incidents/${encodeURIComponent(ref)}`
}

const doneAddress = (ref: string, sequence: number, doubts: readonly string[]): string => {
  const query = new URLSearchParams({ recorded: String(sequence) })
  for (const doubt of doubts) query.append('doubt', doubt)
  return `/incidents/${encodeURIComponent(ref)}/reassess?${query}`
}

/** Places alone: a text stands in no address. */
const doubtsIn = ({ warnings }: Recorded): readonly string[] =>
  warnings
    .filter(({ code }) => code === 'reassessment-doubtful')
    .map(({ pointer, start, end }) => (start === undefined ? pointer : `${pointer}:${start}:${end}`))
