/**
 * What somebody is still writing is kept by the server, for them alone. A form names its draft with `data-draft="WK-1/risk.reassessed"`.
 * Where another tab kept newer text of the same form, both are shown and neither is lost.
 */
import { el, fill } from './dom.js'
import { csrf, heardSession, isGone, unattended } from './session.js'
import { heardTime, shortTime } from './time.js'

/** @typedef {{savedAt: string | null, fields: Record<string, string | string[]>}} Kept */

const SAVE_AFTER_MS = 2000
const AGAIN_AFTER_MS = 10_000
const ANSWER_WITHIN_MS = 10_000

/** @type {WeakMap<HTMLFormElement, ReturnType<typeof createDraft>>} */
const drafts = new WeakMap()

/** @param {HTMLFormElement} form */
export const draftOf = (form) => drafts.get(form)

/** Makes a form anew on the server; false where it did not. @typedef {(form: HTMLFormElement, fields: [string, string][]) => Promise<boolean>} Refill */

/** @param {ParentNode} root @param {Refill} refill */
export function keepDrafts(root, refill) {
  for (const element of root.querySelectorAll('form[data-draft]')) {
    const form = /** @type {HTMLFormElement} */ (element)
    if (drafts.has(form)) continue
    const draft = createDraft(form, refill)
    drafts.set(form, draft)
    draft.find()
  }
}

/** @param {HTMLFormElement} first @param {Refill} refill */
function createDraft(first, refill) {
  let form = first
  const path = `/v1/drafts/${(form.dataset.draft ?? '').split('/').map(encodeURIComponent).join('/')}`
  /** The text that what is on the page goes on from. @type {string | null} */
  let since = null
  let saved = written(form)
  /** Newer text of another tab, or of earlier: it is on the page until somebody has chosen. */
  let isAsking = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  let saving = Promise.resolve()
  let isOver = false
  const said = el('p', { class: 'hint draft', role: 'status' })
  const found = el('div', { class: 'draft-found' })

  function place() {
    form.prepend(found)
    form.append(said)
    form.addEventListener('input', typed)
  }
  const typed = () => save(SAVE_AFTER_MS)

  function save(afterMs = 0, keepalive = false) {
    clearTimeout(timer)
    if (isOver || isAsking) return
    timer = setTimeout(() => {
      saving = saving.then(() => saveNow(keepalive))
    }, afterMs)
  }

  async function saveNow(keepalive = false) {
    const text = written(form)
    if (isOver || isAsking || text === saved || isGone()) return
    const body = JSON.stringify({ fields: fieldsOf(form), since })
    const answer = await ask('PUT', form, path, body, keepalive)
    if (answer?.status === 409) return newer((await answer.json()).draft)
    if (!answer?.ok) {
      said.textContent = 'The draft could not be kept: what you write is on this page alone. Trying again.'
      return save(AGAIN_AFTER_MS)
    }
    const kept = await answer.json()
    since = kept.savedAt
    saved = text
    const gone = kept.removed.map((/** @type {{incident: string}} */ { incident }) => incident).join(', ')
    said.textContent = `Draft kept at ${shortTime(kept.savedAt)}.${gone === '' ? '' : ` Your oldest draft made room for it: ${gone}.`}`
  }

  /** @param {Kept} kept */
  function newer(kept) {
    offer(kept, `Another tab or device kept other text of this form at ${shortTime(kept.savedAt ?? '')}.`, [
      ['Use the other text', () => take(kept)],
      ['Go on with the text here', () => goOn(kept)],
    ])
  }

  /** @param {Kept} kept */
  function earlier(kept) {
    const at = shortTime(kept.savedAt ?? '')
    offer(kept, 'You began to fill in this form before.', [
      [`Continue what you wrote at ${at}`, () => take(kept)],
      ['Start afresh', () => goOn(kept)],
    ])
  }

  /** @param {Kept} kept @param {string} sentence @param {[string, () => void][]} choices */
  function offer(kept, sentence, choices) {
    isAsking = true
    const buttons = choices.map(([label, click]) =>
      el('button', { type: 'button', class: 'govuk-button govuk-button--secondary', click }, label),
    )
    fill(found, el('p', { role: 'status' }, sentence), ...buttons, textsOf(kept.fields))
  }

  /** The text that is here stays readable until the form is sent. @param {Kept} kept */
  async function take(kept) {
    const mine = fieldsOf(form)
    const isLost = Object.keys(mine).some((name) => isText(mine[name]) && String(mine[name]) !== String(kept.fields[name] ?? ''))
    const wasDirty = form.dataset.dirty !== undefined
    const isWhole =
      hasAll(form, kept.fields) || (form.dataset.refills !== undefined && (await refill(form, entries(kept.fields))))
    fillIn(form, kept.fields)
    chosen(kept)
    saved = isWhole ? written(form) : ''
    if (!isWhole) fill(found, el('p', {}, 'Not all of it has a place in this form. What was kept:'), textsOf(kept.fields))
    if (isLost && wasDirty) found.append(el('p', {}, 'What was here before:'), textsOf(mine))
    form.dataset.dirty = ''
  }

  /** @param {Kept} kept */
  function goOn(kept) {
    chosen(kept)
    fill(found, el('details', {}, el('summary', {}, `What was kept at ${shortTime(kept.savedAt ?? '')}`), textsOf(kept.fields)))
    save()
  }

  /** @param {Kept} kept */
  function chosen(kept) {
    isAsking = false
    since = kept.savedAt
    fill(found)
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) save(0, true)
  })
  addEventListener('pagehide', () => saveNow(true))
  place()

  return {
    /** Offers what was kept before. */
    async find() {
      const answer = await ask('GET', form, path)
      if (!answer?.ok) return
      const kept = /** @type {Kept} */ (await answer.json())
      if (kept.savedAt === null || isOver) return
      // A page that was refused and loaded again has the same text already.
      if (JSON.stringify(sorted(kept.fields)) === written(form)) since = kept.savedAt
      else earlier(kept)
    },
    /** The event is recorded: what was written is part of the record now. */
    async recorded() {
      isOver = true
      clearTimeout(timer)
      await saving
      if (since !== null) await ask('DELETE', form, `${path}?since=${encodeURIComponent(since)}`)
    },
    /** @param {HTMLFormElement} next the same form, as the server sent it again */
    moveTo(next) {
      form.removeEventListener('input', typed)
      form = next
      drafts.set(next, this)
      place()
      save()
    },
  }
}

/** @param {string} method @param {HTMLFormElement} form @param {string} path @param {string} [body] */
async function ask(method, form, path, body, keepalive = false) {
  const headers = new Headers(unattended())
  const { header, reason } = /** @type {Record<string, unknown>} */ (Object.fromEntries(new FormData(form)))
  // Why somebody reads a restricted incident.
  if (header && reason) headers.set(String(header), encodeURIComponent(String(reason)))
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (method !== 'GET') headers.set('x-csrf-token', csrf())
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  try {
    const answer = await fetch(path, {
      method,
      headers,
      cache: 'no-store',
      keepalive,
      signal,
      ...(body !== undefined && { body }),
    })
    heardTime(answer.headers.get('date'))
    // What another person keeps is not shown here.
    return heardSession(answer) ? null : answer
  } catch {
    return null
  }
}

/** What somebody filled in, by JSON pointer. @param {HTMLFormElement} form @returns {Record<string, string | string[]>} */
function fieldsOf(form) {
  /** @type {Record<string, string | string[]>} */
  const fields = {}
  for (const name of new Set(new FormData(form).keys())) {
    if (!name.startsWith('/')) continue
    const texts = new FormData(form).getAll(name).map(String)
    fields[name] = texts.length === 1 ? (texts[0] ?? '') : texts
  }
  return fields
}

/** @param {Record<string, unknown>} fields */
const sorted = (fields) => Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))

/** @param {HTMLFormElement} form */
const written = (form) => JSON.stringify(sorted(fieldsOf(form)))

/** @param {HTMLFormElement} form @param {Record<string, string | string[]>} fields */
function fillIn(form, fields) {
  const left = new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat()]))
  for (const field of /** @type {Iterable<HTMLInputElement>} */ (form.elements)) {
    if (!field.name?.startsWith('/') || field.type === 'hidden') continue
    const texts = left.get(field.name) ?? []
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = texts.includes(field.value)
    else field.value = texts.shift() ?? ''
    // What was written must not stay in a closed part.
    const isFilled = field.type === 'radio' || field.type === 'checkbox' ? field.checked : isText(field.value)
    if (isFilled) field.closest('details')?.setAttribute('open', '')
  }
  form.dispatchEvent(new Event('change', { bubbles: true }))
}

/** @param {Record<string, string | string[]>} fields @returns {[string, string][]} */
const entries = (fields) => Object.entries(fields).flatMap(([name, value]) => [value].flat().map((text) => pair(name, text)))

/** @param {string} name @param {string} text @returns {[string, string]} */
const pair = (name, text) => [name, text]

/** Whether the form has a field for everything: a new page has no field for a row that was added. @param {HTMLFormElement} form
 * @param {Record<string, string | string[]>} fields */
function hasAll(form, fields) {
  const names = new Set([
    ...new FormData(form).keys(),
    ...[...form.querySelectorAll('[name]')].map((field) => field.getAttribute('name')),
  ])
  return Object.keys(fields).every((name) => names.has(name) || !isText(fields[name]))
}

/** @param {string | string[] | undefined} value */
const isText = (value) => value !== undefined && String(value).trim() !== ''

/** Texts to read and copy. @param {Record<string, string | string[]>} fields */
const textsOf = (fields) =>
  el(
    'div',
    { class: 'texts' },
    Object.values(fields)
      .flat()
      .filter((text) => text.includes(' '))
      .map((text) => el('p', { class: 'said' }, text)),
  )
