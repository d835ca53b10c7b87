/** The API's own answers, besides what the engine reads: to events, about problems, forms and its own state. */
import { z } from 'zod'
import { EVENT_NAMES } from '../../machines/rules/events.ts'
import { FIND_FIELDS } from '../../machines/rules/report/findKeys.ts'
import { ROLES } from '../../machines/rules/vocabulary.ts'
import { draft } from '../engine/answers/drafts.ts'
import { askedOf, endedCounts, incident, incidentItem } from '../engine/answers/incident.ts'
import { alert, matter } from '../engine/answers/parts.ts'
import {
  codeAndDetail,
  count,
  flag,
  instant,
  issue,
  ordinal,
  page,
  person,
  warning,
  whole,
  word,
} from '../engine/answers/shapes.ts'

const { state, deadlines, demands } = incident.shape

export const recorded = z.object({
  incident: word.describe("The incident's reference."),
  sequence: ordinal,
  status: z.enum(['accepted', 'duplicate']),
  approval: word
    .exactOptional()
    .describe('Where something of it waits, or waited, for a second person: what `approval.given` names.'),
  until: instant.exactOptional().describe('When what waits lapses if nobody decides.'),
  became: z.enum(['approved', 'refused', 'lapsed']).exactOptional().describe('What became of what had waited.'),
  state,
  deadlines,
  demands,
  ...endedCounts,
  alerts: z.array(alert),
  matters: z.array(matter).exactOptional().describe('Markers, orders and the like that the event began or changed.'),
  warnings: z.array(warning),
})

export const pending = z
  .object({
    incident: word.describe("The incident's reference."),
    approval: word.describe('What `approval.given` names.'),
    status: z.literal('pending'),
    until: instant.describe('When it lapses if nobody decides.'),
    warnings: z.array(warning),
  })
  .describe('Kept as what one of two people asked for. Nothing of it applies before the other has decided.')

const foundItem = incidentItem.extend({
  by: z.array(z.enum(FIND_FIELDS)).describe('The fields that it was found by: all that were said.'),
})

export const foundPage = page(foundItem)
  .extend({ restricted: count.describe('Incidents of this page that are restricted: there is something, and not for you.') })
  .describe(
    'The newest report first. A page may have fewer items than its limit, even none, while `next` goes on: a page looks at 1,000 incidents at most.',
  )

export const problem = z
  .object({
    type: z.url().describe('Ends in the name of the problem.'),
    title: word,
    status: z.int(),
    detail: word,
    instance: z.url().exactOptional(),
    errors: z.array(issue).exactOptional(),
    more: ordinal.exactOptional().describe('Mistakes besides the first 50, which `errors` lists.'),
    accepts: z.array(word).exactOptional(),
    blockers: z.array(codeAndDetail).exactOptional(),
    asked: askedOf
      .exactOptional()
      .describe('Of `restricted`, where one incident was asked for: what is asked of it, as lists show it.'),
    draft: draft.exactOptional().describe('Of `draft-newer`: the text that was saved elsewhere.'),
  })
  .describe('RFC 9457.')

const code = z.int().describe('The HTTP status this event would have had alone.')

export const batchAnswer = z.object({
  results: z.array(
    z.union([z.object({ code, ...recorded.shape }), z.object({ code, ...pending.shape }), z.object({ code, ...problem.shape })]),
  ),
})

export const ready = z.object({
  role: z.enum(['all', 'api', 'worker']),
  ready: flag,
  record: z.enum(['writable', 'unavailable']),
  timers: z.enum(['firing', 'stalled']),
  build: z.enum(['current', 'older']),
})

/** Of `POST /v1/delivery/test`. */
export const deliveryTestAnswer = z.object({
  deliveries: z.array(z.object({ id: word.describe('As in `GET /v1/deliveries`.'), way: word })),
})
export const heartbeat = z.object({
  status: z.enum(['ok', 'failing']),
  at: instant,
  parts: z
    .object({
      timers: z.enum(['firing', 'stalled']),
      record: z.enum(['writable', 'unavailable']),
      deliveries: z.enum(['ok', 'stuck']).exactOptional(),
      onDuty: z.enum(['ok', 'nobody-on-duty']).exactOptional(),
    })
    .describe('The last two where there is a delivery file.'),
})

export const tool = z.object({
  id: word,
  version: ordinal,
  name: word.describe('What `tool` names in `dash.submitted`; a follow-up is named by its id.'),
  scale: z
    .record(z.string(), z.enum(['present', 'absent']))
    .describe('Each answer, and whether it says that the thing is there. `not-known` and `refused` always go.'),
  topics: z.array(
    z.object({
      key: word,
      number: count,
      section: word,
      star: flag,
      comment: z.enum(['required', 'optional']),
      opens: word.optional(),
      label: word.optional().describe('A short name of the topic, which is not the wording of the form.'),
      wording: word.optional(),
    }),
  ),
})

const prompt = z.object({
  key: word,
  ask: word,
  why: word.optional(),
  field: word.optional(),
  flag: word.optional(),
})

export const prompts = z.object(whole(z.object({ scenario: word, name: word, prompts: z.array(prompt) })))

/** How people sign in: with a key, or at the force's OpenID Connect provider. */
export const AUTH_MODES = ['key', 'oidc'] as const

/** The rights of a role, as the routes ask them. */
export const rights = z.object({
  incidents: z.enum(['none', 'open', 'all']).describe('Incidents with their timelines, tools and prompts; also finding them.'),
  alerts: flag.describe('Alerts, deliveries, the stream, who is on duty.'),
  acknowledges: flag.describe('Takes and releases alerts.'),
  refusals: flag,
  samples: flag.describe('THRIVEs to score, reassessments to read, approvals and hand-overs.'),
  registers: flag.describe('Registers, measures and the daily meeting.'),
  exports: flag.describe('Registers and measures as CSV.'),
  accessLog: flag,
  subscriptions: z.enum(['none', 'read', 'replay']),
  supervises: flag.describe('Hands shifts over and accepts them, dismisses alerts, replays deliveries.'),
  changesRota: flag,
  testsDelivery: flag,
})

export const me = z.object({
  key: word.describe('The name of the key, `key-…`, or of the session, `session-…`: what the record has as `actor.key`.'),
  role: z.enum(ROLES).describe('It decides what may be read and posted.'),
  force: word,
  person: z
    .object({
      id: word.describe('What events call this person: the same as `name`.'),
      name: word,
      issuer: word.describe('Who says so: the provider, or `urn:reassess:trial`.'),
      subject: word.describe('Tells this person apart from all others of the issuer.'),
    })
    .nullable()
    .describe('Who signed in; null for a key, and for a session that a key opened.'),
  named: person.exactOptional().describe('Whom the holder of the key names, of a session that a key opened.'),
  roles: z.array(z.enum(ROLES)).describe('Those that this person could have chosen at sign-in.'),
  posts: z
    .array(z.enum(EVENT_NAMES))
    .describe('The events that the role may post, as `unit.arrived`; of a few it depends on what they say.'),
  reads: rights.describe('What the role may read, and do besides posting events.'),
  authMode: z.enum(AUTH_MODES),
  vouches: flag.describe('The key belongs to a system that names the people who signed in there.'),
  csrf: word
    .exactOptional()
    .describe(
      'Of a session: what each request that is not GET or HEAD sends back as `X-CSRF-Token`. It looks different each time.',
    ),
  endsAt: instant.exactOptional(),
  idleEndsAt: instant.exactOptional(),
})
