/** Where the contract is silent, this is what was built: the description of the OpenAPI document. */
import { KEPT_BYTES, type Limits } from './limits.ts'

const size = (bytes: number): string => (bytes < 1024 * 1024 ? `${bytes / 1024} KiB` : `${bytes / 1024 / 1024} MiB`)

export const silentChoices = ({
  eventBytes,
  batchBytes,
  batchEvents,
  depth,
  names,
  extensions,
  textCharacters,
  listEntries,
}: Limits): string =>
  `Risk workflow for domestic abuse incidents: a control room posts what happens, the engine watches every clock and demands a risk reassessment when a victim waits too long.

- Order of checks: key (401), content type (415), size (413), form (422), role (403), schema (422), force (403), then what the record says (200, 409, 404, 422).
- Bodies: ${size(eventBytes)} for one event, ${size(batchBytes)} and ${batchEvents} events for a batch, ${depth} levels of nesting, ${names} names of fields, ${extensions} extension attributes, ${textCharacters} characters of a text and ${listEntries} entries of a list in an event; UTF-8, not compressed. What is not JSON is \`invalid-event\` with the pointer "". Of a name that stands twice in an object the last counts.
- A batch that is not a list, or an empty one, is 422 \`invalid-event\`; one of too many events is 413; an event that is too large is 413 in its place. \`errors\` lists the first 50 mistakes and \`more\` counts the rest. \`code\` in a result is the HTTP status that the event would have had alone. 429 and 503 answer for the batch as a whole; it may be sent again as it is.
- \`alerts\` in an answer to an event are those that it raised or changed; a duplicate has none. \`state\`, \`deadlines\` and \`demands\` are as they are now.
- CloudEvents extension attributes are taken and ignored. Instants may have any offset and are given back in UTC with milliseconds; finer fractions are cut.
- Text in which nothing can be seen (blanks, controls, zero-width and filler characters) counts as empty. Direction overrides and isolates (U+202A to U+202E, U+2066 to U+2069) are refused; direction marks are taken.
- Two ids are one person when they are equal by NFKC, case folded, without blanks and invisible characters. They are kept as they were written.
- Unknown or impossible query parameters are 422 \`invalid-query\`; its pointers name the parameter (\`/limit\`).
- Roles that read open incidents only get 404 for a closed one, and alerts of open incidents only. Refusals are read by the auditor, the stream by those who read alerts. Acknowledging is for the control room, supervisors and above, and the harm assessment unit.
- Refused writes of a known key are kept with the first ${KEPT_BYTES / 1024} KiB of what was sent (in a batch: of the one event, as it stood in the body). When that fails the answer is 503.
- \`X-Request-Id\` names each request; a problem's \`instance\` is the same id.`
