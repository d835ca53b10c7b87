/** What the page of approvals says. */
import { DateTime } from 'luxon'
import { EVENTS } from '../../machines/rules/catalogue/index.ts'
import type { ApprovalItem, Listed } from '../engine/reads.ts'
import { html, type Markup, type Part } from '../markup/html.ts'
import { csrfField } from './page.ts'
import { ROLE_LABELS } from './signInPages.ts'

/** What became of a form; `before`: it had been sent already. */
export type Decided = 'approved' | 'refused' | 'lapsed' | 'before'

/** A decision that was not taken, as it was typed. */
export interface Tried {
  readonly approval: string
  readonly decision: string
  readonly reason: string
  /** `field`: a pointer into the event; empty for the decision as a whole. */
  readonly mistakes: readonly { readonly field: string; readonly detail: string }[]
}

export interface Reader {
  readonly zone: string
  /** Null for a key, which has no form. */
  readonly csrf: string | null
  readonly isOwn: (item: ApprovalItem) => boolean
  readonly mayDecide: (item: ApprovalItem) => boolean
  /** The id of the event that a form posts: sent twice, it is recorded once. */
  readonly newId: () => string
}

interface Shown {
  readonly waiting: Listed<ApprovalItem>
  readonly decided: readonly ApprovalItem[]
  /** Approvals of restricted incidents that wait, which who looks may not read. */
  readonly restricted: readonly string[]
  readonly tried: Tried | null
  readonly done: Decided | null
}

const DONE: Readonly<Record<Decided, string>> = {
  approved: 'Approved. It applies from now on.',
  refused: 'Refused. Nothing has changed.',
  before: 'You sent this form before. The list below says what became of it.',
  lapsed: 'You approved it, but it could not be done any more. The list below says why.',
}

const TITLE = 'Waiting for a second person'

export function approvalsPage(
  { waiting, decided, restricted, tried, done }: Shown,
  reader: Reader,
): { title: string; body: Markup } {
  const { items, next } = waiting
  const gone = tried !== null && !items.some(({ approval }) => approval === tried.approval)
  return {
    title: TITLE,
    body: html`<p><a href="/">← All incidents</a></p><h1>${TITLE}</h1>
${done !== null && html`<p role="status">${DONE[done]}</p>`}${gone && summary(tried)}
${items.length + restricted.length === 0 ? html`<p>Nothing waits for a second person.</p>` : items.map((item) => waits(item, tried, reader))}
${restricted.map((approval) => html`<p>${approval} waits too. Its incident is restricted: somebody who may read it has to decide.</p>`)}
${next !== null && html`<p>More requests wait than this page shows. Decide on these first.</p>`}
${decided.length > 0 && html`<h2>Decided last</h2><ul>${decided.map((item) => over(item, reader))}</ul>`}`,
  }
}

const summary = ({ approval, mistakes }: Tried): Markup =>
  html`<div class="summary" role="alert"><h3>${approval} was not decided</h3><ul>${mistakes.map(
    ({ field, detail }) =>
      html`<li>${field === '/data/reason' ? html`<a href="#reason-${approval}">${detail}</a>` : detail}</li>`,
  )}</ul></div>`

/** What was posted, by whom it has to be read. */
function waits(item: ApprovalItem, tried: Tried | null, reader: Reader): Markup {
  const { approval, incident, asks, askedBy, askedAt, until, data } = item
  const own = tried?.approval === approval ? tried : null
  const at = (instant: string) => timeOf(instant, reader.zone)
  return html`<section class="approval" data-approval="${approval}" data-incident="${incident}" aria-labelledby="h-${approval}">
<h2 id="h-${approval}">${incident}: ${asks}</h2>
<p><b>${nameOf(item.type)}</b>, asked by ${askedBy.id} (${askedBy.role}) at ${at(askedAt)}. If nobody decides, it lapses at ${until === undefined ? '' : at(until)} and nothing changes.</p>
${own !== null && summary(own)}${data === null ? html`<p>What was posted is destroyed.</p>` : html`<dl>${saidIn(data)}</dl>`}
${
  reader.isOwn(item)
    ? html`<p>You asked for this. Waiting for a second person until ${until === undefined ? '' : at(until)}.</p>`
    : reader.csrf !== null && reader.mayDecide(item)
      ? decisionForm(item, own, reader.csrf, reader.newId())
      : html`<p>This takes a ${item.decides.map((role) => ROLE_LABELS[role].toLowerCase()).join(' or a ')}.</p>`
}
</section>
`
}

const decisionForm = ({ approval, incident }: ApprovalItem, tried: Tried | null, csrf: string, id: string): Markup =>
  html`<form method="post" action="/approvals">
${csrfField(csrf)}<input type="hidden" name="id" value="${id}"><input type="hidden" name="subject" value="${incident}"><input type="hidden" name="/data/approval" value="${approval}">
<fieldset><legend>Your decision</legend><div class="ticks column">
${radio(approval, 'approved', 'Approve: it applies at once', tried)}
${radio(approval, 'refused', 'Refuse: nothing changes', tried)}
</div></fieldset>
<div class="field"><label for="reason-${approval}">Reason</label><p class="hint" id="hint-${approval}">Needed where you refuse.</p>
<textarea id="reason-${approval}" name="/data/reason" rows="3" maxlength="20000" aria-describedby="hint-${approval}">${tried?.reason ?? ''}</textarea></div>
<button type="submit" class="main">Record the decision</button>
</form>`

const radio = (approval: string, value: string, label: string, tried: Tried | null): Markup =>
  html`<label><input type="radio" name="/data/decision" value="${value}" required${tried?.decision === value && html` checked`} id="${value}-${approval}"> ${label}</label>
`

/** Why nobody has to decide any more. What could not be done says so in its reason. */
const LAPSED: Readonly<Record<NonNullable<ApprovalItem['lapsed']>, string>> = {
  'nobody-decided': 'nobody decided in time',
  'decided-otherwise': 'somebody has decided the same thing since',
  'set-aside': 'a second reader set the reassessment aside',
  closed: 'the incident was closed',
  'not-possible-now': 'it could not be done any more',
}

const over = ({ approval, asks, status, decidedAt, decidedBy, lapsed, reason }: ApprovalItem, { zone }: Reader): Markup =>
  html`<li>${approval}, ${asks}: ${status}${decidedBy !== undefined && html` by ${decidedBy.id}`}${decidedAt !== undefined && html` on ${dayOf(decidedAt, zone)}`}${lapsed !== undefined && html`: ${LAPSED[lapsed]}`}${reason !== undefined && html`: ${reason}`}</li>
`

const written = (instant: string, zone: string, format: string): string =>
  DateTime.fromISO(instant, { zone }).setLocale('en-GB').toFormat(format)
const timeOf = (instant: string, zone: string): string => written(instant, zone, 'HH:mm')
const dayOf = (instant: string, zone: string): string => written(instant, zone, "d MMM 'at' HH:mm")

/** `uk.police.da.incident.graded.v1` is `Graded`. */
function nameOf(type: string): string {
  const name = type.replace(/^uk\.police\.da\./, '').replace(/\.v\d+$/, '')
  return name in EVENTS ? EVENTS[name as keyof typeof EVENTS].label : name
}

/** Each text and number of the data, by its place. */
function saidIn(data: unknown, way: readonly string[] = []): readonly Part[] {
  if (data === null || data === undefined) return []
  if (typeof data === 'object') return Object.entries(data).flatMap(([field, value]) => saidIn(value, [...way, field]))
  return [html`<dt>${way.join(' ')}</dt><dd>${String(data)}</dd>`]
}
