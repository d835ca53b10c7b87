/** What somebody does about alerts, in the OpenAPI document. */
import type { z } from 'zod'
import { dismissal } from '../events/alerts/dismiss.ts'
import { acknowledgement, taking, takingFrom } from '../events/alerts/take.ts'
import type { ProblemCode } from '../problems.ts'
import { noQuery } from '../reads/query.ts'
import { jsonSchemaOf, ref, withWhoActs } from './events.ts'
import { ASKED, inPath, json, type Operation, read, refusals } from './operation.ts'

interface Act {
  readonly summary: string
  readonly description?: string
  readonly body: z.ZodType
  readonly refused: readonly ProblemCode[]
}

/** @param name what the address names. */
const act = (
  name: string,
  answer: Operation['responses'][string],
  { summary, description, body, refused }: Act,
): { post: Operation } => ({
  post: {
    summary,
    ...(description !== undefined && { description }),
    parameters: [inPath(name)],
    requestBody: { required: true, content: { 'application/json': { schema: withWhoActs(jsonSchemaOf(body), 'by') } } },
    responses: {
      200: answer,
      ...refusals(...ASKED, ...refused, 'payload-too-large', 'unsupported-media-type', 'invalid-event', 'not-yourself'),
    },
  },
})

const onAlert = (of: Act) => act('id', json(ref('Alert'), 'The alert as it now is.'), of)

const NOTE =
  "`note` is for whoever reads the incident's timeline, and is in no alert, stream or message. Of an alert about the system the record keeps it too."

export const alertPaths = () => ({
  '/v1/alerts/{id}/acknowledge': onAlert({
    summary: 'Say who has it; it stops nothing',
    description: 'Taking it without a note. A resolved alert is answered as it is.',
    body: acknowledgement,
    refused: ['not-found'],
  }),
  '/v1/alerts/{id}/take': onAlert({
    summary: 'Take an alert, or take it over from whoever has it; it stops nothing',
    description: `Deadlines, demands and levels go on: an alert that returns or escalates is open again. Two who take an alert at once are both in the record, and the second has it, unless \`from\` says otherwise. Whoever has it already may take it again with a further note; without a note nothing changes. ${NOTE} A resolved alert is 409 \`not-accepted-now\`.`,
    body: takingFrom,
    refused: ['not-found', 'not-accepted-now'],
  }),
  '/v1/alerts/{id}/release': onAlert({
    summary: 'Give an alert back to everybody: it is open again',
    description: `By whoever has it, or by a supervisor or a rank above; for others 403 \`forbidden\`. Its level, count and clock stay. ${NOTE} An alert that nobody has is 409 \`not-accepted-now\`.`,
    body: taking,
    refused: ['not-found', 'not-accepted-now'],
  }),
  '/v1/incidents/{ref}/alerts/take': act('ref', json(ref('TakenAlerts'), 'The alerts that are not resolved, as they now are.'), {
    summary: 'Take all alerts of an incident that are not resolved',
    description: `Also those about the system that name the incident, reported or not. The alerts of the incident are taken in one commit, in one line of its timeline. If this is answered with 503, send it again: what was taken stays taken. \`from\` is about the alerts of the incident; of those about the system what somebody else has stays theirs. ${NOTE}`,
    body: takingFrom,
    refused: ['unknown-incident', 'not-accepted-now'],
  }),
  '/v1/alerts/{id}/lines': read('Who took and released an alert about the system', 'AlertLines', 'The newest first.', {
    about:
      'With the notes. Who took an alert of an incident is in the timeline of the incident: for such an alert this is 404. `next` is always null: the newest 500 are answered.',
    path: [inPath('id')],
    query: noQuery,
    refused: ['not-found', 'restricted', 'reason-required'],
  }),
  '/v1/alerts/{id}/dismiss': onAlert({
    summary:
      'End the alert of a refused report, of an opened restricted incident, of a failed delivery or of an ended subscription',
    description:
      '`report-refused` says that something was refused of an incident that nobody has reported, so no clock runs for it. It ends when the incident is reported, or here, by a supervisor or a rank above, with the reason why nobody will report it. `break-glass` says that somebody opened a restricted incident who is not among its readers; another person ends it here, with what was found. `delivery-failed` says that a critical or high alert has reached nobody; it ends when a way works, or here, by whoever told somebody by other means. `subscription-ended` says that the receiver of a subscription wants nothing more; it also ends when the subscription begins again. Any other alert is 409 `not-accepted-now`.',
    body: dismissal,
    refused: ['not-found', 'not-accepted-now'],
  }),
})
