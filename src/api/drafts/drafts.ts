/**
 * `/v1/drafts`: what somebody is still writing, so that a closed tab loses nothing. It is shown to its owner alone. What is refused is not
 * kept among the refusals, which others read.
 */
import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { instant } from '../../../machines/rules/fields.ts'
import { issuesOf } from '../../../machines/rules/issue.ts'
import { personKey } from '../../../machines/rules/person.ts'
import type { draft, drafts, savedDraft } from '../../engine/answers/drafts.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { DraftOf, DraftOwner, Drafts, ReadDraft } from '../../engine/drafts.ts'
import { discloseItems } from '../access/references.ts'
import { mediaTypeOf, type ReadBody } from '../door/body.ts'
import { invalidEvent, invalidIssues } from '../events/admit.ts'
import { beyondLimits, parseJson } from '../events/json.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import { noQuery, queryOf } from '../reads/query.ts'
import { incidentOf, keyOf, type ReadPorts, readerOf } from '../reads/reads.ts'
import { hiddenFor } from '../reads/restricted.ts'

export interface DraftPorts extends Pick<ReadPorts, 'engine' | 'reads'> {
  readonly drafts: Drafts
  readonly readBody: ReadBody
  readonly limits: Limits
}

const pointer = z.string().regex(/^\/[^\p{Cc}\p{Cs}]{1,300}$/u, 'must be a JSON pointer, as /data/text')

export const draftBody = z.strictObject({
  fields: z
    .record(pointer, z.union([z.string(), z.array(z.string())]))
    .describe('JSON pointer of a field to its text, or to its texts where it has several.'),
  since: instant
    .nullable()
    .describe('`savedAt` of the text that this goes on from; null where nothing was kept. Where there is newer text: 409.'),
})

export const removeQuery = z.strictObject({
  since: instant.describe('`savedAt` of what is to go. Without it the draft goes whatever it says.').optional(),
})

export const FORM = /^[a-z][a-z0-9.-]{0,63}$/
/** In the name of a form that keeps newer text beside older text, which nobody has gone on from yet. */
const BESIDE = '.beside-'

export const listDrafts =
  ({ drafts: kept, reads }: DraftPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'incidents')
    queryOf(req, noQuery)
    const found = await kept.list(ownerOf(res))
    const hidden = await hiddenFor(reads, caller)
    discloseItems(res, found)
    const items = found.map((one) => (hidden.has(one.incident) ? { ...one, restricted: true as const } : one))
    res.json({ items, next: null } satisfies Answer<typeof drafts>)
  }

export const readDraft =
  (ports: DraftPorts): RequestHandler =>
  async (req, res) => {
    const { owner, of } = await askedFor(ports, req, res)
    queryOf(req, noQuery)
    const [found, all] = await Promise.all([ports.drafts.find(owner, of), ports.drafts.list(owner)])
    const beside = all.filter(({ incident, form }) => incident === of.incident && form.startsWith(`${of.form}${BESIDE}`))
    res.json({ ...asRead(of, found), beside: beside.map(({ form, savedAt }) => ({ form, savedAt })) })
  }

export const saveDraft =
  (ports: DraftPorts): RequestHandler =>
  async (req, res) => {
    const { owner, of } = await askedFor(ports, req, res)
    queryOf(req, noQuery)
    const { fields, since } = await sentIn(req, res, ports)
    const saved = await ports.drafts.save(owner, of, fields, since === null ? null : new Date(since).toISOString())
    if ('newer' in saved) throw newer(saved.newer)
    res.json({ ...saved.saved, removed: saved.removed } satisfies Answer<typeof savedDraft>)
  }

export const removeDraft =
  (ports: DraftPorts): RequestHandler =>
  async (req, res) => {
    const { owner, of } = await askedFor(ports, req, res)
    const { since } = queryOf(req, removeQuery)
    const left = await ports.drafts.remove(owner, of, since === undefined ? null : new Date(since).toISOString())
    if (left !== null) throw newer(left)
    res.json(asRead(of, null))
  }

const asRead = (of: DraftOf, found: ReadDraft | null): Answer<typeof draft> =>
  found ?? { ...of, savedAt: null, keptUntil: null, fields: {} }

const newer = (found: ReadDraft): Refused =>
  new Refused(
    'draft-newer',
    'Newer text of this form was saved in another tab or on another device. Nothing was changed. `draft` has it: put both together, and save with its `savedAt` as `since`.',
    { draft: found },
  )

/** @throws Refused `forbidden`, `not-found`, `unknown-incident`, `restricted`, `reason-required` */
async function askedFor({ engine, reads }: DraftPorts, req: Request, res: Response): Promise<{ owner: DraftOwner; of: DraftOf }> {
  const caller = readerOf(res, 'incidents')
  const form = String(req.params.form)
  if (!FORM.test(form)) throw new Refused('not-found', 'A form is named by small letters, digits, dots and hyphens.')
  if (req.params.ref === undefined) return { owner: ownerOf(res), of: { incident: '', form } }
  const key = keyOf(req, caller)
  // Also of an incident that is not on record yet: its report may be what is being written.
  if ((await reads.restricted(caller.force)).has(key.reference)) await incidentOf(engine, key, { req, res, caller })
  return { owner: ownerOf(res), of: { incident: key.reference, form } }
}

/** As sessions are counted together. @throws Refused `forbidden` */
function ownerOf(res: Response): DraftOwner {
  const { caller, session } = res.locals
  if (caller === undefined || session === undefined)
    throw new Refused('forbidden', 'A draft belongs to a person, and a key stands for nobody: sign in at /sign-in.')
  const { person, named } = session
  const owner =
    person !== null ? JSON.stringify([person.issuer, person.subject]) : JSON.stringify([caller.key, personKey(named?.id ?? '')])
  return { force: caller.force, owner, role: caller.role }
}

async function sentIn(req: Request, res: Response, { readBody, limits }: DraftPorts): Promise<z.output<typeof draftBody>> {
  const { bytes, tooLarge } = await readBody(req, res, limits.eventBytes)
  if (mediaTypeOf(req) !== 'application/json')
    throw new Refused('unsupported-media-type', 'Send application/json, as UTF-8, not compressed.')
  if (tooLarge) throw new Refused('payload-too-large', `At most ${limits.eventBytes} bytes.`)
  const parsed = parseJson(bytes)
  if (!parsed.ok) throw invalidEvent([parsed.issue])
  // A text that no event takes is kept too: whoever wrote it shortens it.
  const beyond = [...parsed.issues, ...beyondLimits(parsed.value, { ...limits, textCharacters: limits.eventBytes })]
  if (beyond.length > 0) throw invalidEvent(beyond)
  const sent = draftBody.safeParse(parsed.value)
  if (!sent.success) throw invalidIssues(issuesOf(sent.error, parsed.value, ''))
  return sent.data
}
