/** The description of the OpenAPI document: what the service does where the contract is silent. */
import { KEPT_BYTES, type Limits } from '../limits.ts'

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

- Order of checks: name in \`Host\` (421), key or session (401; 429 \`too-many-wrong-keys\` after many wrong ones from one address, while valid keys still work), content type (415), size (413), form (422), role (403), schema (422), force (403), then what the record says (200, 409, 404, 422).
- Bodies: ${size(eventBytes)} for one event, ${size(batchBytes)} and ${batchEvents} events for a batch, ${depth} levels of nesting, ${names} names of fields, ${extensions} extension attributes, ${textCharacters} characters of a text and ${listEntries} entries of a list in an event; UTF-8, not compressed. A body that is not JSON is \`invalid-event\` with the pointer "". A name that an object has twice is refused with the pointer of the second.
- Both content modes of the CloudEvents HTTP binding are taken: attributes and \`data\` in the body (\`application/cloudevents+json\`, or several events as \`application/cloudevents-batch+json\`), or attributes in \`ce-\` headers, percent-encoded, and the data as the body (\`application/json\`). An attribute that is \`null\` is absent. \`data_base64\` and data other than JSON in UTF-8 are refused; \`dataschema\` is ignored.
- A batch that is not a list, or an empty one, is 422 \`invalid-event\`; a batch with too many events is 413; an event that is too large is 413 in its place. \`errors\` lists the first 50 mistakes and \`more\` counts the rest. \`code\` in a result is the HTTP status that the event would have had alone. 429 and 503 answer for the batch as a whole; it may be sent again as it is.
- \`alerts\` in an answer to an event are those that it raised or changed, but for \`report-refused\`, which ends right after its report; a duplicate lists no alerts. \`state\`, \`deadlines\` and \`demands\` are as they are now.
- \`incident.reported\` is taken with what is known. What it lacks is a warning: \`location-unknown\`, \`area-assumed\`, \`telephone-unknown\`, \`narrative-missing\`. What is null, blank or unknown in it counts as absent: \`empty-field\`, \`unknown-field\`, \`role-unknown\`, \`date-of-birth-partial\`, \`date-of-birth-unreadable\`, \`position-unreadable\`, \`position-unlikely\` (outside the United Kingdom), \`characters-removed\`, \`number-unreadable\`; the timeline has it as \`unread\`, by its place in the report as it is recorded. A number is read as text where text belongs (of a telephone with the warning \`number-read-as-text\`). \`time-ahead\`: up to ten minutes, the report then counts from its recording.
- What is refused of a subject that nobody has reported raises the alert \`report-refused\`, whatever the reason. It ends with the report or by \`POST /v1/alerts/{id}/dismiss\`. At most 100 are open in a force, and ten of each key beyond them; subjects beyond wait for a place, and one alert, without an incident, has their \`count\` (of a key at most 1,000), since when they wait (\`raisedAt\`) and where they are read (\`refusals\`). It stays acknowledged as the count rises, and ends when nobody waits or with its dismissal, which ends the waiting of all. A subject is named without what cannot be seen, white space as a blank, and of more than 64 characters by its first 51 and a hash; \`incident=\` of alerts and refusals takes what was written as well as that name.
- CloudEvents extension attributes are taken and ignored. Instants may have any offset and are given back in UTC with milliseconds; finer fractions are cut. Years before 1900 and after 2200 are refused, as written and in UTC; on 1 January 1900 and 31 December 2200 an instant is written in UTC. A time long before anything near it is taken with the warning \`time-unlikely\`: more than 30 days before the report (of a report: \`receivedAt\` so long before \`time\`), or 50 years before the \`time\` of its event or, where that lies as far back, before it was recorded.
- Text in which nothing can be seen (blanks, controls, zero-width and filler characters) counts as empty. Direction overrides and isolates (U+202A to U+202E, U+2066 to U+2069) are refused; direction marks are taken.
- Two ids are one person when they are equal by NFKC, case folded, without blanks and invisible characters, every dash a hyphen. They are kept as they were written.
- Unknown or impossible query parameters are 422 \`invalid-query\`; its pointers name the parameter (\`/limit\`). So are a state, a priority or a kind that there is not, what is not UTF-8, and times outside the years 1900 to 2200.
- Lists: pass \`next\` as \`cursor\`, with the same filter, until it is null. Such a walk gives every item that was on the list from its first page to its last. Incidents, registers and an incident's deadlines change their order: what was added or moved up since the first page comes after the last page of the order. An item may therefore come twice; the later is the newer. A cursor is taken by the list, force and filter that it came from, and by no other; it does not age.
- A request with \`Authorization\` is judged by its key alone; otherwise by the session of its cookie (\`GET /v1/me\`).
- Roles that read open incidents only get 404 for a closed one, and alerts of open incidents only. Refusals are read by the auditor, supervisors and above, the stream by those who read alerts. Acknowledging is for the control room, supervisors and above, and the harm assessment unit.
- Refused writes of a known key are kept with the first ${KEPT_BYTES / 1024} KiB of what was sent (in a batch: of the one event, as the body has it). When that fails the answer is 503.
- \`Expect: 100-continue\` is answered once name and key are known. A request whose headers take 10 s, or that takes 60 s in all, is ended with 408; an answer that is left unread for 120 s is cut. Where too many connections are open, all but health is 429 \`too-busy\`.
- \`X-Request-Id\` names each request; a problem's \`instance\` is the same id.`
