/** `GET /openapi.json`: the contract as OpenAPI 3.1, with every answer, an example of each event, and what the contract leaves open. */
import type { z } from 'zod'
import { EVENT_NAMES, type EventName } from '../../../machines/rules/events.ts'
import { PROBLEM_CODES } from '../../engine/problems.ts'
import { LONGEST, type ReasonHeader, SHORTEST } from '../access/reason.ts'
import { MANY, ONE } from '../events/post.ts'
import type { Limits } from '../limits.ts'
import { promptsQuery } from '../reads/prompts.ts'
import { alertsQuery, incidentsQuery, noQuery, pageQuery, refusalsQuery, timelineQuery } from '../reads/query.ts'
import { SESSION_COOKIE } from '../session/cookie.ts'
import { accessPaths } from './access.ts'
import { alertPaths } from './alerts.ts'
import { answerComponents } from './answers.ts'
import { deliveryPaths, heartbeatPath } from './deliveries.ts'
import { silentChoices } from './description.ts'
import { draftPaths } from './drafts.ts'
import { dutyPaths, overridePath } from './duty.ts'
import { envelopeAttributes, eventComponents, type JsonSchema, ref } from './events.ts'
import { exampleEvent } from './examples.ts'
import { findPath } from './find.ts'
import { handoverPaths } from './handover.ts'
import { measurePaths } from './measures.ts'
import { messagePaths } from './messages.ts'
import { AS_TABLE, ASKED, inPath, json, type Operation, read, refusals, text } from './operation.ts'
import { named, tags } from './operations.ts'
import { registerPaths } from './registers.ts'
import { samplingPaths } from './sampling.ts'
import { subscriptionPaths } from './subscriptions.ts'

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly JsonSchema[]
  readonly tags: readonly JsonSchema[]
  readonly security: readonly JsonSchema[]
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly securitySchemes: JsonSchema; readonly schemas: Record<string, JsonSchema> }
}

const page = (summary: string, of: string, query: z.ZodType) => read(summary, of, 'A page.', { query })

/** A list that is answered as a table too. */
const table = (summary: string, of: string, query: z.ZodType) =>
  read(summary, of, 'A page, or a table.', { query, csv: true, about: AS_TABLE })

const reasonHeader = (name: ReasonHeader, description: string): JsonSchema => ({
  ...{ name, in: 'header', description },
  schema: { type: 'string', minLength: SHORTEST, maxLength: LONGEST },
})
const READERS_REASON = reasonHeader(
  'X-Reason',
  'Why a named reader reads a restricted incident: required there. Percent-encoded UTF-8, or plain text.',
)
const REASONS = [
  READERS_REASON,
  reasonHeader(
    'X-Break-Glass',
    'Why somebody opens a restricted incident who is not among its readers: signed in, in a role of its ladder. It is recorded, with the alert `break-glass` to the next rank, before this is answered; once for a person and incident within `breakGlass.coversReadsFor` of the policy.',
  ),
]

/** What is read of one incident. */
const ofIncident = (summary: string, answer: string, means: string, query?: z.ZodType, about?: string, csv = false) =>
  read(summary, answer, means, {
    ...{ path: [inPath('ref')], headers: REASONS, refused: ['unknown-incident', 'restricted', 'reason-required'] },
    ...(query && { query }),
    ...(about !== undefined && { about }),
    csv,
  })

const pageOfIncident = (summary: string, answer: string) => ofIncident(summary, answer, 'A page.', pageQuery)

const open = (summary: string, responses: Operation['responses']): { get: Operation } => ({
  get: { summary, security: [], responses },
})
export const openApiDocument = (limits: Limits): OpenApiDocument => ({
  openapi: '3.1.0',
  info: { title: 'Reassess', version: '1', description: silentChoices(limits) },
  servers: [{ url: '/', description: 'Where this document comes from.' }],
  tags,
  security: [{ key: [] }, { session: [] }],
  paths: named<Operation>({
    '/v1/events': { post: events(limits) },
    '/v1/incidents': page(
      'Incidents, worst first; at the end of a walk those that became worse or were reported meanwhile',
      'IncidentPage',
      incidentsQuery,
    ),
    '/v1/counts': read('How much waits, for the role of the caller', 'Counts', 'As it is now.', {
      about:
        'Open incidents by attention, grade and area, those that the caller has, alerts by severity, and what else waits for somebody. Of a restricted incident others learn its attention and no more.',
      query: noQuery,
    }),
    '/v1/find': findPath(limits),
    '/v1/incidents/{ref}': ofIncident('One incident', 'Incident', 'As it is now.'),
    '/v1/incidents/{ref}/timeline': ofIncident(
      'Every event, timer, alert and delivery in order',
      'TimelinePage',
      'A page, or a table.',
      timelineQuery,
      AS_TABLE,
      true,
    ),
    '/v1/incidents/{ref}/demands': pageOfIncident('All demands of an incident, the last raised first', 'DemandPage'),
    '/v1/incidents/{ref}/deadlines': pageOfIncident(
      'All deadlines of an incident, the last due first, and then those that changed while they were walked; those of attendance are in the incident itself',
      'DeadlinePage',
    ),
    '/v1/incidents/{ref}/alerts': pageOfIncident('All alerts of an incident, newest first', 'AlertPage'),
    '/v1/incidents/{ref}/assessments': ofIncident(
      'The risk assessments of an incident as a reviewer needs them, newest first',
      'Assessments',
      'As they were made, and how they were reviewed; the latest THRIVE and reassessment.',
      noQuery,
      'Key factors first, then what is not as it was, then what was not asked. For everybody who reads the timeline. Counts and answers of different tools are never compared. The first of an incident is compared with the last of the same victim in an earlier one (by person reference, and of the same suspect where both are known); for a reader of open incidents only, not with that of a closed one. `next` is always null: the newest 50 are answered.',
    ),
    '/v1/incidents/{ref}/briefing': ofIncident(
      'What attending officers are told on their way',
      'Briefing',
      'As it is now.',
      noQuery,
      'The newest word on each thing, from the record: first words of the caller, people and children, flags, weapons, the suspect, who called before, markers and orders in force, the safe way to call, communication needs, the risk until arrival, the latest THRIVE with its gaps, what came since, and which supervisors know. It shows content: for everybody who reads the timeline, of their own force.',
    ),
    '/v1/incidents/{ref}/detector': ofIncident(
      'What the texts of its reassessments are read with',
      'TextReader',
      'As its policy pins it.',
      noQuery,
      'For a form that says while somebody writes what the server will say. Answered with an `ETag`, and compressed for whoever takes gzip: keep it, and ask with `If-None-Match`.',
    ),
    '/v1/prompts': read('What a handler asks, by scenario', 'Prompts', 'In the order in which to ask.', {
      about:
        'Domestic abuse, mental health, missing person, firearms, stalking and honour-based abuse come with the service; a force lays its own over them. `field` says where in `thrive.assessed` the answer belongs, `flag` which flag a yes sets. A scenario that there is not is an empty list; `next` is always null.',
      query: promptsQuery,
    }),
    ...samplingPaths(),
    ...registerPaths(),
    ...measurePaths(),
    ...accessPaths(),
    ...subscriptionPaths(),
    ...dutyPaths(),
    '/v1/rota/overrides': overridePath(),
    ...deliveryPaths(),
    ...handoverPaths(),
    '/v1/alerts': table('Alerts, newest first or longest waiting first', 'AlertPage', alertsQuery),
    ...alertPaths(),
    ...messagePaths(),
    '/v1/tools': read('The risk tools that new incidents are assessed with', 'ToolPage', 'All of them.', {
      about:
        "Topic keys, numbers and the scale of the answers; `label` is a short name of a topic; `wording` where the force's licensed file gives one. An incident keeps the tools that it was reported under. `next` is always null.",
      query: noQuery,
    }),
    '/v1/stream': {
      get: {
        summary: 'What changes, as it changes',
        description:
          'Server-sent events: `event: alert` with an Alert, `event: incident` with an IncidentItem, or with a RestrictedItem for who is not among the readers of a restricted incident. `Last-Event-ID` resumes; an id that is not known, or that nobody could have been given, is answered with a comment and `event: reset`, and the stream goes on from now. A comment comes every 15 s. A stream ends after four to five minutes and is resumed with `Last-Event-ID`; 500 listen at once, 200 with one key, more are 429. A listener that leaves what it was sent unread for 30 s is closed.',
        parameters: [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }],
        responses: { 200: text('text/event-stream', 'A stream without end.'), ...refusals(...ASKED) },
      },
    },
    '/v1/refusals': table('What was refused, with reasons, newest first', 'RefusalPage', refusalsQuery),
    '/v1/refusals/{refusal}': read(
      'One refusal, by its `refusal` in the list, with what was sent as far as it was kept',
      'SentRefusal',
      'As it was kept.',
      { path: [inPath('refusal')], headers: [READERS_REASON], refused: ['not-found', 'restricted', 'reason-required'] },
    ),
    '/v1/me': read('Who the caller is', 'Me', 'The key or the session of this request.', {
      about:
        "A browser's page has a session and not a key: the cookie `__Host-reassess`, which `/sign-in` sets. What it posts needs the header `X-CSRF-Token` with the `csrf` of this answer, or the field `csrf` of a form, and is 403 `forbidden` without it or from a page of another site. `X-Session` names the session in each answer. A session ends an hour after the last request (one with the header `X-Unattended`, which a page sends for what it asks by itself, and the stream do not count), and twelve hours after the sign-in.",
      query: noQuery,
    }),
    ...draftPaths(REASONS),
    '/v1/heartbeat': heartbeatPath(),
    '/healthz': open('Alive', { 200: json({ type: 'object' }, 'The process answers.') }),
    '/readyz': open("Ready for this process's own role", {
      200: json(ref('Ready'), 'Ready.'),
      503: json(ref('Ready'), 'Not ready.'),
    }),
    '/metrics': open('For Prometheus', { 200: text('text/plain', 'Prometheus text format.') }),
    '/openapi.json': open('This document', { 200: json({ type: 'object' }, 'OpenAPI 3.1.') }),
    '/asyncapi.json': open('What the service sends by webhook', { 200: json({ type: 'object' }, 'AsyncAPI 3.0.') }),
    '/docs': open('This document, to read', { 200: text('text/html', 'A page.') }),
  }),
  components: {
    securitySchemes: {
      key: { type: 'http', scheme: 'bearer', description: 'A key has one role and one force.' },
      notify: { type: 'http', scheme: 'bearer', description: 'The token `NOTIFY_CALLBACK_TOKEN`, for GOV.UK Notify alone.' },
      session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'A person who signed in at `/sign-in`.' },
    },
    schemas: { ...eventComponents(), ...answerComponents() },
  },
})

/** An example of each event type, as a body. */
const examplesOf = (part: (name: EventName) => unknown) =>
  Object.fromEntries(EVENT_NAMES.map((name) => [name, { value: part(name) }]))

/** Binary mode: only these of an event are in headers that a generated client has to know. */
const inHeader = ([name, { description, ...schema }]: [string, JsonSchema]) => ({
  name: `ce-${name}`,
  in: 'header',
  description: `Binary mode only, percent-encoded. ${description ?? ''}`.trim(),
  schema,
})

function events({ batchEvents }: Limits): Operation {
  const batch = { type: 'array', items: ref('Event'), minItems: 1, maxItems: batchEvents }
  const data = { anyOf: EVENT_NAMES.map((name) => ref(`${name}.data`)) }
  return {
    summary: 'What happened',
    description: `One CloudEvents 1.0 event, or a batch of up to ${batchEvents}. A batch answers 200 with a result for each event, in order. In binary mode the attributes are \`ce-\` headers, including all required attributes, and the body is the data.`,
    parameters: envelopeAttributes().map(inHeader),
    requestBody: {
      required: true,
      content: {
        [ONE]: { schema: ref('Event'), examples: examplesOf(exampleEvent) },
        [MANY]: { schema: batch },
        'application/json': { schema: data },
      },
    },
    responses: {
      200: json(
        { anyOf: [ref('Recorded'), ref('BatchAnswer')] },
        'Seen before (`status: duplicate`), or the results of a batch.',
      ),
      201: json(ref('Recorded'), 'Committed to disk.'),
      202: json(
        ref('Pending'),
        'Committed to disk as what one of two people asked for, where the policy has `approvals.secondPerson: signed-in`. Nothing of it applies before another person has posted `approval.given`. The same event again gives the same answer, and 200 with `became` once it is over.',
      ),
      ...refusals(...ASKED, ...PROBLEM_CODES, 'payload-too-large', 'unsupported-media-type'),
    },
  }
}
