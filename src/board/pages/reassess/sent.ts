/** Posts a reassessment. The id of the form is the event's, so that a form that is sent twice is recorded once. */
import type { recorded } from '../../../api/answers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { addressOf, incidentAt } from '../../address.ts'
import { keepTold } from '../../told.ts'
import type { Visit } from '../../visit.ts'
import { headersOf, whyIn } from '../../why.ts'
import { envelopeOf } from '../record/envelope.ts'
import { postForm, type Taken } from '../record/post.ts'
import { besidesWaiting } from '../record/warnings.ts'
import { type Posted, postedOf } from './dataOf.ts'
import { placed } from './refusal.ts'

type Recorded = Answer<typeof recorded>

/** @returns the address that leads on. @throws ApiRefused */
export async function send(
  { api, clock, res, who }: Visit,
  ref: string,
  form: URLSearchParams,
  { id, data }: Posted,
): Promise<string> {
  const eventAt = (now: string) => {
    const { at, data: said } = postedOf(form, { now: Date.parse(now), assessor: data.assessor })
    const sending = { event: 'risk.reassessed', id, subject: ref, person: who.person, now } as const
    return envelopeOf(sending, { data: { ...said }, time: new Date(at).toISOString() })
  }
  const now = new Date(clock.now()).toISOString()
  const taken = await postForm(api, { csrf: form.get('csrf') ?? '', now, eventAt, headers: headersOf(whyIn(form)) })
  keepTold(
    res,
    id,
    placed(besidesWaiting(taken.warnings), data).errors.map(({ text }) => text),
  )
  return leadsTo(ref, id, taken)
}

/** What waits for a second person is not done: the page of the incident says so. */
function leadsTo(ref: string, id: string, answer: Taken): string {
  if (answer.approval !== undefined && answer.until !== undefined)
    return addressOf(incidentAt(ref), { waits: answer.approval, done: id })
  return 'sequence' in answer ? doneAddress(ref, answer.sequence, doubtsIn(answer)) : incidentAt(ref)
}

const doneAddress = (ref: string, sequence: number, doubts: readonly string[]): string => {
  const query = new URLSearchParams({ recorded: String(sequence) })
  for (const doubt of doubts) query.append('doubt', doubt)
  return `${incidentAt(ref)}/reassess?${query}`
}

/** Places alone: a text stands in no address. */
const doubtsIn = ({ warnings }: Recorded): readonly string[] =>
  warnings
    .filter(({ code }) => code === 'reassessment-doubtful')
    .map(({ pointer, start, end }) => (start === undefined ? pointer : `${pointer}:${start}:${end}`))
