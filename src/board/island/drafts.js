/**
 * What somebody is still writing is kept by the server, for them alone. A form names its draft with `data-draft="WK-1/risk.reassessed"`.
 * Text replaces older text there only where it goes on from it. Until somebody has chosen, newer text is kept beside the older.
 */
import { el, fill } from './dom.js'
import { changedSince, entries, fieldsOf, fillIn, hasAll, isSame, isText, textOf, textsOf } from './draftFields.js'
import { allKept, ask, placesOf } from './draftPlaces.js'
import { isGone } from './session.js'
import { shortTime } from './time.js'

/** @typedef {import('./draftPlaces.js').Kept} Kept */

const SAVE_AFTER_MS = 2000
const AGAIN_AFTER_MS = 10_000

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
  const places = placesOf(form.dataset.draft ?? '')
  /** Where what is on the page is kept. */
  let place = places.own
  /** By its place, when the text was saved that this page wrote there or goes on from. @type {Map<string, string>} */
  const since = new Map()
  /** A place whose text is part of what is kept next, and then goes. @type {string | null} */
  let leftBehind = null
  /** What the page came with. */
  const begun = fieldsOf(form)
  let saved = textOf(begun)
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  let saving = Promise.resolve()
  /** What is on its way to the server, and whether that goes on once the page is left. @type {{text: string, outlives: boolean} | null} */
  let sent = null
  let isOver = false
  const said = el('p', { class: 'hint draft', role: 'status' })
  const found = el('div', { class: 'draft-found' })

  function show() {
    form.prepend(found)
    form.append(said)
    form.addEventListener('input', typed)
  }
  const typed = () => save(SAVE_AFTER_MS)

  function save(afterMs = 0, isLeaving = false) {
    clearTimeout(timer)
    if (isOver) return
    timer = setTimeout(() => saveInTurn(isLeaving), afterMs)
  }

  function saveInTurn(isLeaving = false) {
    saving = saving.then(() => saveNow(isLeaving))
    return saving
  }

  async function saveNow(isLeaving = false) {
    const fields = fieldsOf(form)
    const text = textOf(fields)
    if (isOver || text === saved || (text === sent?.text && sent.outlives)) return
    if (isGone()) return notKept('you are not signed in. What you write is on this page alone.')
    // Somebody leaves before what was sent has arrived: in the same place, the server would take this for another tab's.
    if (sent !== null) place = places.beside()
    const at = place
    const sending = { text, outlives: isLeaving }
    sent = sending
    const answer = await ask('PUT', form, at, JSON.stringify({ fields, since: since.get(at) ?? null }), isLeaving)
    if (sent === sending) sent = null
    if (answer?.status === 409) return newer({ ...(await answer.json()).draft, place: at })
    if (!answer?.ok) return notKept('what you write is on this page alone. Trying again.')
    const kept = await answer.json()
    since.set(at, kept.savedAt)
    if (at === place) saved = text
    const gone = kept.removed.map((/** @type {{incident: string}} */ { incident }) => incident || 'a report').join(', ')
    said.textContent = `Draft kept at ${shortTime(kept.savedAt)}.${gone === '' ? '' : ` Your oldest draft made room for it: ${gone}.`}`
    if (leftBehind === null || at !== place) return
    await remove(leftBehind)
    leftBehind = null
  }

  /** @param {string} why */
  function notKept(why) {
    said.textContent = `The draft could not be kept: ${why}`
    save(AGAIN_AFTER_MS)
  }

  /** Removes what this page knows there, and nothing newer. @param {string} at */
  async function remove(at) {
    await ask('DELETE', form, `${at}?since=${encodeURIComponent(since.get(at) ?? '')}`)
    since.delete(at)
  }

  /** Another tab wrote where this one did. @param {Kept} kept */
  function newer(kept) {
    place = places.beside()
    offer(
      `Another tab or device kept other text of this form at ${shortTime(kept.savedAt)}.`,
      [kept],
      [
        ['Use the other text', () => take(kept, [], true)],
        ['Go on with the text here', () => goOn([kept])],
      ],
    )
    save()
  }

  /** @param {Kept[]} all */
  function earlier(all) {
    // What was typed before this was known is kept in a place of its own already.
    if (!since.has(place)) place = places.beside()
    offer('You began to fill in this form before.', all, [...continuing(all), ['Start afresh', () => goOn(all)]])
  }

  /** @param {Kept[]} all @returns {[string, () => void][]} */
  const continuing = (all) =>
    all.map((kept) => [
      `Continue what you wrote at ${shortTime(kept.savedAt)}`,
      () =>
        take(
          kept,
          all.filter((other) => other !== kept),
          false,
        ),
    ])

  /** @param {string} sentence @param {Kept[]} all @param {[string, () => void][]} choices */
  function offer(sentence, all, choices) {
    fill(found, el('p', { role: 'status' }, sentence), buttonsOf(choices), ...all.map(({ fields }) => textsOf(fields)))
  }

  /**
   * Brings kept text into the form. What was typed on this page stays there, unless somebody chose the other text instead: then it stays
   * readable, and kept in its own place, until the form is sent.
   * @param {Kept} kept @param {Kept[]} others @param {boolean} isInstead
   */
  async function take(kept, others, isInstead) {
    fill(found)
    if (isInstead) await saveInTurn()
    const before = form
    const mine = fieldsOf(before)
    const stays = isInstead ? {} : changedSince(mine, begun)
    const wanted = { ...kept.fields, ...stays }
    const isWhole = hasAll(form, wanted) || (form.dataset.refills !== undefined && (await refill(form, entries(wanted))))
    // Somebody typed while the server made the form anew.
    const all = { ...wanted, ...changedSince(fieldsOf(before), mine) }
    fillIn(form, all)
    form.dataset.dirty = ''
    const differs = Object.entries(kept.fields).filter(([name, value]) => isText(value) && !isSame(value, all[name]))
    if (isWhole && differs.length === 0) goOnFrom(kept.place, kept.savedAt, !isInstead)
    else {
      // What was here keeps its place.
      if (isInstead) place = places.beside()
      save()
    }
    fill(
      found,
      !isWhole && el('p', {}, 'Not all of it has a place in this form. What was kept, and still is:'),
      !isWhole && textsOf(kept.fields),
      isWhole && differs.length > 0 && el('p', {}, 'What you typed here since stays. What you wrote before is still kept:'),
      isWhole && differs.length > 0 && textsOf(Object.fromEntries(differs)),
      isInstead && el('p', {}, 'What was here before:'),
      isInstead && textsOf(mine),
      others.length > 0 && el('p', {}, 'Other text of this form is kept too.'),
      others.length > 0 && buttonsOf(continuing(others)),
      ...others.map(({ fields }) => textsOf(fields)),
    )
  }

  /** What is here is kept where the older text was, which stays readable until the form is left. @param {Kept[]} all */
  function goOn(all) {
    const at = shortTime(all[0]?.savedAt ?? '')
    fill(found, el('details', {}, el('summary', {}, `What was kept at ${at}`), ...all.map(({ fields }) => textsOf(fields))))
    goOnFrom(places.own, all.find((kept) => kept.place === places.own)?.savedAt, true)
  }

  /** @param {string} next @param {string | undefined} savedAt @param {boolean} isPart of it is all that this page kept elsewhere */
  function goOnFrom(next, savedAt, isPart) {
    if (isPart && place !== next && since.has(place)) leftBehind = place
    place = next
    if (savedAt !== undefined) since.set(next, savedAt)
    if (textOf(fieldsOf(form)) !== textOf(begun)) saved = ''
    save()
  }

  /** Each text once: on the way out nobody knows what has arrived. The others go when the form is recorded. @param {Kept[]} all */
  const once = (all) =>
    all.filter((kept, at) => {
      const isFirst = all.findIndex(({ fields }) => textOf(fields) === textOf(kept.fields)) === at
      if (!isFirst) since.set(kept.place, kept.savedAt)
      return isFirst
    })

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) save(0, true)
  })
  addEventListener('pagehide', () => saveNow(true))
  show()

  return {
    /** Offers what was kept before. */
    async find() {
      const kept = await allKept(form, places)
      if (kept === null || isOver) return
      const all = once(kept)
      const here = textOf(fieldsOf(form))
      // A page that was refused and loaded again has the same text already.
      const same = all.find(({ fields }) => textOf(fields) === here)
      if (same !== undefined) goOnFrom(same.place, same.savedAt, false)
      const others = all.filter((kept) => kept !== same && since.get(kept.place) !== kept.savedAt)
      if (others.length > 0) earlier(others)
    },
    /** The event is recorded: what was written is part of the record now. */
    async recorded() {
      isOver = true
      clearTimeout(timer)
      await saving
      await Promise.all([...since.keys()].map(remove))
    },
    /** @param {HTMLFormElement} next the same form, as the server sent it again */
    moveTo(next) {
      form.removeEventListener('input', typed)
      form = next
      drafts.set(next, this)
      show()
      save()
    },
  }
}

/** @param {[string, () => void][]} choices */
const buttonsOf = (choices) =>
  choices.map(([label, click]) => el('button', { type: 'button', class: 'govuk-button govuk-button--secondary', click }, label))
