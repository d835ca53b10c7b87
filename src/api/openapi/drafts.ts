/** Drafts in the OpenAPI document. */
import { draftBody, FORM, removeQuery } from '../drafts/drafts.ts'
import { noQuery } from '../reads/query.ts'
import { type JsonSchema, jsonSchemaOf, ref } from './events.ts'
import { ASKED, inPath, json, type Operation, parametersOf, read, refusals } from './operation.ts'

const NAMED = inPath('form', { type: 'string', pattern: FORM.source })
const CLOSED = ['unknown-incident', 'not-found', 'restricted', 'reason-required'] as const

/** @param reasons the headers with which a restricted incident is read. */
export const draftPaths = (reasons: readonly JsonSchema[]): Record<string, Record<string, Operation>> => ({
  '/v1/drafts': read('What the caller is still writing, the last saved first', 'DraftPage', 'All of them, without their text.', {
    about:
      'For a person who signed in, or whom the holder of a key names at sign-in, in their force and role. A key alone is 403 `forbidden`. Nobody else reads them. `next` is always null.',
    query: noQuery,
  }),
  '/v1/drafts/{form}': onePath({
    what: 'of an incident that has no reference yet',
    about: 'For a form about no incident yet, such as `incident.reported`.',
    path: [NAMED],
    headers: [],
    refused: ['not-found'],
  }),
  '/v1/drafts/{ref}/{form}': onePath({
    what: 'in one form',
    about:
      '`ref` may be the number of an incident that is still to be reported. Of a restricted incident the draft is shown while its owner may read the incident.',
    path: [inPath('ref'), NAMED],
    headers: reasons,
    refused: CLOSED,
  }),
})

interface Form {
  readonly what: string
  readonly about: string
  readonly path: readonly JsonSchema[]
  readonly headers: readonly JsonSchema[]
  readonly refused: readonly (typeof CLOSED)[number][]
}

const onePath = ({ what, about, path, headers, refused }: Form): Record<string, Operation> => ({
  ...read(`What the caller is still writing ${what}`, 'Draft', 'As it was last saved; empty where nothing is kept.', {
    about: `A draft is deleted 24 hours after it was last saved. \`form\` is any name that the page gives the form, such as the name of the event. ${about}`,
    path,
    headers,
    query: noQuery,
    refused,
  }),
  put: {
    summary: `Keep what the caller is still writing ${what}`,
    description:
      'As it is, also where no event would take it. At most 256 KiB and 2,000 names; 50 drafts of a person in a role, and the oldest makes room, which `removed` tells. `since` says which text this goes on from: where another tab saved other text meanwhile, nothing changes and 409 `draft-newer` has that text in `draft`. The same text again is no other text. What is refused is not kept.',
    parameters: [...path, ...headers],
    requestBody: { required: true, content: { 'application/json': { schema: jsonSchemaOf(draftBody) } } },
    responses: {
      200: json(ref('SavedDraft'), 'It is kept.'),
      ...refusals(
        ...([...ASKED, ...refused, 'draft-newer', 'payload-too-large', 'unsupported-media-type'] as const),
        ...(['invalid-event', 'invalid-query'] as const),
      ),
    },
  },
  delete: {
    summary: `Delete a draft ${what}`,
    description: 'As after its event was recorded. With `since`, newer text is kept, and is answered with 409 `draft-newer`.',
    parameters: [...path, ...parametersOf(removeQuery), ...headers],
    responses: {
      200: json(ref('Draft'), 'Nothing is kept, as before where nothing was.'),
      ...refusals(...ASKED, ...refused, 'draft-newer', 'invalid-query'),
    },
  },
})
