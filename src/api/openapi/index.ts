/** `GET /openapi.json`: the contract as OpenAPI 3.1, with every answer, an example of each event, and what the contract leaves open. */
import { EVENT_NAMES, type EventName } from '../../../machines/rules/events.ts'
import { acknowledgement, dismissal } from '../events/alertActions.ts'
import { MANY, ONE } from '../events/post.ts'
import type { Limits } from '../limits.ts'
import { PROBLEMS, type ProblemCode, RETRY_AFTER } from '../problems.ts'
import { alertsQuery, incidentsQuery, pageQuery, refusalsQuery } from '../reads/query.ts'
import { answerComponents } from './answers.ts'
import { silentChoices } from './description.ts'
import { envelopeAttributes, eventComponents, type JsonSchema, jsonSchemaOf, ref } from './events.ts'
import { exampleEvent } from './examples.ts'
import { measurePaths } from './measures.ts'
import { named, tags } from './operations.ts'
import { registerPaths } from './registers.ts'
import { samplingPaths } from './sampling.ts'

export interface Operation {
  readonly summary: string
  /** These two come from the table of all operations. */
  readonly operationId?: string
  readonly tags?: readonly string[]
  readonly description?: string
  readonly responses: Record<string, JsonSchema & { readonly description: string }>
  readonly [rest: string]: unknown
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly JsonSchema[]
  readonly tags: readonly JsonSchema[]
  readonly security: readonly JsonSchema[]
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly securitySchemes: JsonSchema; readonly schemas: Record<string, JsonSchema> }
}

const json = (schema: JsonSchema, description: string) => ({ description, content: { 'application/json': { schema } } })

/** What may be answered, one response a status: several problems share one. */
function refusals(...codes: readonly ProblemCode[]): Operation['responses'] {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) byStatus.set(PROBLEMS[code].status, [...(byStatus.get(PROBLEMS[code].status) ?? []), code])
  return Object.fromEntries([...byStatus].map(([status, names]) => [String(status), problemAnswer(names)]))
}

const problemAnswer = (codes: readonly ProblemCode[]) => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
  ...(codes.some((code) => RETRY_AFTER[code]) && {
    headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } },
  }),
  content: { 'application/problem+json': { schema: ref('Problem') } },
})

/** Of any request, before a route is found. */
const NOT_A_REQUEST: readonly ProblemCode[] = ['malformed-request', 'request-timeout', 'expectation-failed', 'headers-too-large']

const ASKED: readonly ProblemCode[] = [
  ...NOT_A_REQUEST,
  'unauthorized',
  'forbidden',
  'host-not-allowed',
  'too-busy',
  'too-many-wrong-keys',
  'internal-error',
  'record-unavailable',
]

function query(schema: Parameters<typeof jsonSchemaOf>[0]): JsonSchema[] {
  const properties = jsonSchemaOf(schema).properties as Record<string, JsonSchema>
  return Object.entries({ ...properties, limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 } }).map(
    ([name, of]) => ({
      name,
      in: 'query',
      schema: of,
    }),
  )
}

const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string', minLength: 1 } })

const list = (summary: string, page: string, parameters: JsonSchema[], ...more: ProblemCode[]): Operation => ({
  summary,
  parameters,
  responses: { 200: json(ref(page), 'A page.'), ...refusals(...ASKED, 'invalid-query', ...more) },
})

const open = (summary: string, responses: Operation['responses']): { get: Operation } => ({
  get: { summary, security: [], responses },
})
const text = (mediaType: string, description: string) => ({
  description,
  content: { [mediaType]: { schema: { type: 'string' } } },
})

export const openApiDocument = (limits: Limits): OpenApiDocument => ({
  openapi: '3.1.0',
  info: { title: 'Reassess', version: '1', description: silentChoices(limits) },
  servers: [{ url: '/', description: 'Where this document comes from.' }],
  tags,
  security: [{ key: [] }],
  paths: named<Operation>({
    '/v1/events': { post: events(limits) },
    '/v1/incidents': {
      get: list(
        'Incidents, worst first; at the end of a walk those that became worse or were reported meanwhile',
        'IncidentPage',
        query(incidentsQuery),
      ),
    },
    '/v1/incidents/{ref}': {
      get: {
        summary: 'One incident',
        parameters: [inPath('ref')],
        responses: { 200: json(ref('Incident'), 'As it is now.'), ...refusals(...ASKED, 'unknown-incident') },
      },
    },
    '/v1/incidents/{ref}/timeline': {
      get: list(
        'Every event, timer, alert and delivery in order',
        'TimelinePage',
        [inPath('ref'), ...query(pageQuery)],
        'unknown-incident',
      ),
    },
    '/v1/incidents/{ref}/demands': {
      get: list(
        'All demands of an incident, the last raised first',
        'DemandPage',
        [inPath('ref'), ...query(pageQuery)],
        'unknown-incident',
      ),
    },
    '/v1/incidents/{ref}/deadlines': {
      get: list(
        'All deadlines of an incident, the last due first, and then those that changed while they were walked; those of attendance are in the incident itself',
        'DeadlinePage',
        [inPath('ref'), ...query(pageQuery)],
        'unknown-incident',
      ),
    },
    '/v1/incidents/{ref}/alerts': {
      get: list('All alerts of an incident, newest first', 'AlertPage', [inPath('ref'), ...query(pageQuery)], 'unknown-incident'),
    },
    '/v1/incidents/{ref}/assessments': {
      get: {
        summary: 'The risk assessments of an incident as a reviewer needs them, newest first',
        description:
          'Key factors first, then what is not as it was, then what was not asked. For who reads the timeline. Counts and answers of different tools are never compared. The first of an incident is compared with the last of the same victim in an earlier one (by person reference, and of the same suspect where both are known); for who reads open incidents only, not with that of a closed one. `next` is always null: the newest 50 are answered.',
        parameters: [inPath('ref')],
        responses: {
          200: json(ref('Assessments'), 'As they were made, and how they were reviewed.'),
          ...refusals(...ASKED, 'unknown-incident', 'invalid-query'),
        },
      },
    },
    '/v1/incidents/{ref}/briefing': {
      get: {
        summary: 'What attending officers are told on their way',
        description:
          'The newest word on each thing, from the record: first words of the caller, people and children, flags, weapons, the suspect, who called before, markers and orders that stand, the safe way to call, communication needs, the risk until arrival, the latest THRIVE with its gaps, what came since, and which supervisors know. It shows content: for who reads the timeline, of their own force.',
        parameters: [inPath('ref')],
        responses: {
          200: json(ref('Briefing'), 'As it is now.'),
          ...refusals(...ASKED, 'unknown-incident', 'invalid-query'),
        },
      },
    },
    '/v1/prompts': {
      get: {
        summary: 'What a handler asks, by scenario',
        description:
          'Domestic abuse, mental health, missing person, firearms, stalking and honour-based abuse come with the service; a force lays its own over them. `field` says where in `thrive.assessed` the answer belongs, `flag` which flag a yes sets. A scenario that there is not is an empty list; `next` is always null.',
        parameters: [{ name: 'scenario', in: 'query', schema: { type: 'string' } }],
        responses: { 200: json(ref('Prompts'), 'In the order in which to ask.'), ...refusals(...ASKED, 'invalid-query') },
      },
    },
    ...samplingPaths(refusals(...ASKED, 'invalid-query')),
    ...registerPaths(refusals(...ASKED, 'not-found', 'invalid-query')),
    ...measurePaths(refusals(...ASKED, 'invalid-query'), refusals(...ASKED, 'not-found', 'invalid-query')),
    '/v1/alerts': { get: list('Alerts, newest first', 'AlertPage', query(alertsQuery)) },
    '/v1/alerts/{id}/acknowledge': {
      post: {
        summary: 'Say who has it; it stops nothing',
        parameters: [inPath('id')],
        requestBody: { required: true, content: { 'application/json': { schema: jsonSchemaOf(acknowledgement) } } },
        responses: {
          200: json(ref('Alert'), 'The alert as it now is.'),
          ...refusals(...ASKED, 'not-found', 'payload-too-large', 'unsupported-media-type', 'invalid-event'),
        },
      },
    },
    '/v1/alerts/{id}/dismiss': {
      post: {
        summary: 'End the alert of a refused report',
        description:
          '`report-refused` says that something was refused of an incident that nobody has reported, so no clock runs for it. It ends when the incident is reported, or here, by a supervisor or a rank above, with the reason why nobody will report it. Any other alert is 409 `not-accepted-now`.',
        parameters: [inPath('id')],
        requestBody: { required: true, content: { 'application/json': { schema: jsonSchemaOf(dismissal) } } },
        responses: {
          200: json(ref('Alert'), 'The alert as it now is.'),
          ...refusals(...ASKED, 'not-found', 'not-accepted-now', 'payload-too-large', 'unsupported-media-type', 'invalid-event'),
        },
      },
    },
    '/v1/tools': {
      get: {
        summary: 'The risk tools that new incidents are assessed with',
        description:
          "Topic keys, numbers and the scale of the answers; `wording` where the force's licensed file gives one. An incident keeps the tools that it was reported under. `next` is always null.",
        responses: { 200: json(ref('ToolPage'), 'All of them.'), ...refusals(...ASKED, 'invalid-query') },
      },
    },
    '/v1/stream': {
      get: {
        summary: 'What changes, as it changes',
        description:
          'Server-sent events: `event: alert` with an Alert, `event: incident` with an IncidentItem. `Last-Event-ID` resumes; an id that is not known, or that nobody could have been given, is answered with a comment and `event: reset`, and the stream goes on from now. A comment comes every 15 s. A stream ends after four to five minutes and is resumed with `Last-Event-ID`; 500 listen at once, 200 with one key, more are 429. A listener that leaves what it was sent unread for 30 s is closed.',
        parameters: [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }],
        responses: { 200: text('text/event-stream', 'A stream without end.'), ...refusals(...ASKED) },
      },
    },
    '/v1/refusals': { get: list('What was refused, with reasons, newest first', 'RefusalPage', query(refusalsQuery)) },
    '/v1/refusals/{refusal}': {
      get: {
        summary: 'One refusal, by its `refusal` in the list, with what was sent as far as it was kept',
        parameters: [inPath('refusal')],
        responses: { 200: json(ref('SentRefusal'), 'As it was kept.'), ...refusals(...ASKED, 'not-found') },
      },
    },
    '/healthz': open('Alive', { 200: json({ type: 'object' }, 'The process answers.') }),
    '/readyz': open("Ready for this process's own role", {
      200: json(ref('Ready'), 'Ready.'),
      503: json(ref('Ready'), 'Not ready.'),
    }),
    '/metrics': open('For Prometheus', { 200: text('text/plain', 'Prometheus text format.') }),
    '/openapi.json': open('This document', { 200: json({ type: 'object' }, 'OpenAPI 3.1.') }),
    '/docs': open('This document, to read', { 200: text('text/html', 'A page.') }),
  }),
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key has one role and one force.' } },
    schemas: { ...eventComponents(), ...answerComponents() },
  },
})

const EVENT_REFUSALS: readonly ProblemCode[] = [
  ...ASKED,
  'unknown-incident',
  'not-accepted-now',
  'event-id-reused',
  'payload-too-large',
  'unsupported-media-type',
  'invalid-event',
  'reassessment-incomplete',
  'explains-delay-not-risk',
  'downgrade-not-approved',
  'closure-blocked',
  'telephone-resolution-blocked',
]

/** An example of each event type, as it stands in a body. */
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
    description: `One CloudEvents 1.0 event, or a batch of up to ${batchEvents}. A batch answers 200 with one result per event, in order. In binary mode the attributes are \`ce-\` headers, all that are required among them, and the body is the data.`,
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
      ...refusals(...EVENT_REFUSALS),
    },
  }
}
