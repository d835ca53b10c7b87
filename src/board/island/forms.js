/**
 * Forms with `data-sent` are sent without leaving the page, so that an answer that does not come loses nothing: the hidden `id` makes
 * a form that is sent again the same event. An answer does what it would have done to a page without this script.
 */

import { el, fill } from './dom.js'
import { draftOf } from './drafts.js'
import { fetchPage, NoAnswer, pageOf } from './markup.js'
import { isGone } from './session.js'

/** @typedef {{enhance: (root: ParentNode) => void}} Page */

/** Nobody knows whether such a request was carried out: a gateway without its service answers so, and a record that is away. */
const NOT_KNOWN_FROM = 500

/** @param {Page} page */
export function watchForms(page) {
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target)
    if (!form.matches('form[data-sent]') || event.defaultPrevented) return
    event.preventDefault()
    send(form, event.submitter, page)
  })
  document.addEventListener('input', ({ target }) => {
    const form = target instanceof Element ? target.closest('form') : null
    if (form?.matches('form[data-sent], form[data-draft]')) form.dataset.dirty = ''
  })
  addEventListener('beforeunload', (event) => {
    if (document.querySelector('form[data-dirty]') !== null) event.preventDefault()
  })
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @param {Page} page */
async function send(form, submitter, page) {
  // A double click sends once.
  if (form.dataset.sending !== undefined) return
  if (isGone()) return say(form, 'Not sent. You are not signed in any more: what you wrote is kept on this page.')
  form.dataset.sending = ''
  const busy = [...form.querySelectorAll('button:not([type=button])')]
  for (const button of busy) button.setAttribute('aria-disabled', 'true')
  say(form, null)
  try {
    const found = await post(form, submitter)
    await take(form, found, page)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    notKnown(form, submitter, page)
  } finally {
    delete form.dataset.sending
    for (const button of busy) button.removeAttribute('aria-disabled')
  }
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function post(form, submitter) {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, submitter)) body.append(name, String(value))
  const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href
  return fetchPage(address, { method: 'POST', body, headers: { 'x-sent-by': 'island' } })
}

/** @param {HTMLFormElement} form @param {Awaited<ReturnType<typeof fetchPage>>} found @param {Page} page */
async function take(form, { answer, text }, page) {
  if (answer.status >= NOT_KNOWN_FROM) throw new NoAnswer(String(answer.status))
  const to = answer.headers.get('x-go-to') ?? (answer.redirected ? answer.url : null)
  if (to !== null) {
    delete form.dataset.dirty
    await draftOf(form)?.recorded()
    return go(to)
  }
  const shown = pageOf(text)
  const main = shown.querySelector('main')
  const isRefusal = !answer.ok
  // A page that says what failed would take away what was written: its words are put beside the form instead.
  if (main === null || (isRefusal && main.querySelector('form[data-sent]') === null))
    return say(form, wordsIn(shown, answer.status))
  replace(form, shown, page)
}

/** @param {string} to */
function go(to) {
  const there = new URL(to, location.href)
  const isHere = there.pathname === location.pathname && there.search === location.search
  location.assign(there)
  // The same address with another place in it would only scroll.
  if (isHere && there.hash !== '') location.reload()
}

/**
 * The server makes the form anew with what was kept: it has the rows and answers that this form does not. Only for forms that say with
 * `data-refills` that the button `add` records nothing.
 * @param {HTMLFormElement} form @param {[string, string][]} fields @param {Page} page @returns {Promise<boolean>} whether it did
 */
export async function refill(form, fields, page) {
  const hidden = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[type=hidden]')])
  const own = new Set(hidden.map(({ name }) => name))
  const body = new URLSearchParams(hidden.map(({ name, value }) => [name, value]))
  for (const [name, text] of fields) if (!own.has(name)) body.append(name, text)
  body.append('add', '')
  try {
    const { answer, text: sent } = await fetchPage(form.action, { method: 'POST', body, headers: { 'x-sent-by': 'island' } })
    const shown = pageOf(sent)
    if (!answer.ok || shown.querySelector('main form[data-refills]') === null) return false
    replace(form, shown, page)
    return true
  } catch (error) {
    if (error instanceof NoAnswer) return false
    throw error
  }
}

/** @param {HTMLFormElement} form @param {Document} shown @param {Page} page */
function replace(form, shown, page) {
  const main = document.querySelector('main')
  const newer = shown.querySelector('main')
  if (main === null || newer === null) return
  const draft = draftOf(form)
  const news = form.querySelector(':scope > .news')
  for (const style of shown.querySelectorAll('link[rel=stylesheet]')) {
    const href = style.getAttribute('href') ?? ''
    if (document.querySelector(`link[rel=stylesheet][href="${CSS.escape(href)}"]`) === null)
      document.head.append(document.importNode(style))
  }
  document.title = shown.title
  const others = [...main.querySelectorAll('form[data-draft]')].filter((other) => other !== form)
  main.replaceChildren(...[...newer.childNodes].map((node) => document.importNode(node, true)))
  // What is being written in other forms stays.
  for (const other of others) formOf(main, other)?.replaceWith(other)
  const next = /** @type {HTMLFormElement | null} */ (formOf(main, form) ?? main.querySelector('form[data-sent]'))
  if (next !== null) {
    // What was refused is still not sent.
    next.dataset.dirty = ''
    if (news !== null) next.prepend(news)
    draft?.moveTo(next)
  }
  page.enhance(main)
  const summary = /** @type {HTMLElement} */ (main.querySelector('.govuk-error-summary') ?? main)
  if (!summary.hasAttribute('tabindex')) summary.tabIndex = -1
  scrollTo(0, 0)
  summary.focus()
}

/** The form in `root` that keeps the same draft. @param {ParentNode} root @param {Element} form */
function formOf(root, form) {
  const draft = form.getAttribute('data-draft')
  return draft === null ? null : root.querySelector(`form[data-draft="${CSS.escape(draft)}"]`)
}

const SUMMARY = '.govuk-error-summary'

/** @param {Document} shown @param {number} status @returns {string} */
function wordsIn(shown, status) {
  const places = shown.querySelector(`main ${SUMMARY}`) ? [`${SUMMARY}__title`, `${SUMMARY}__body p`] : ['h1', 'h1 + p']
  const [title, detail] = places.map((place) => shown.querySelector(`main ${place}`)?.textContent?.trim() ?? '')
  return title ? `Not sent. ${title}. ${detail}` : `Not sent. The server answered ${status}.`
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @param {Page} page */
function notKnown(form, submitter, page) {
  const again = el('button', { type: 'button', class: 'govuk-button', click: () => send(form, submitter, page) }, 'Send it again')
  say(form, 'It is not known whether this arrived. Sending again is safe: it is recorded once.', again)
}

/** @param {HTMLFormElement} form @param {string | null} text null takes away what was said @param {...Node} more */
function say(form, text, ...more) {
  let box = /** @type {HTMLElement | null} */ (form.querySelector(':scope > .unsent'))
  if (text === null) return box?.remove()
  if (box === null) {
    box = el('div', { class: 'unsent', role: 'alert', tabindex: '-1' })
    form.prepend(box)
  }
  fill(box, el('p', {}, text), ...more)
  box.focus()
}

/** An error summary's links lead to fields, whose names are JSON pointers. @param {ParentNode} root */
export function followErrors(root) {
  for (const link of root.querySelectorAll('.govuk-error-summary a[href^="#"]'))
    link.addEventListener('click', (event) => {
      const field = document.getElementById(decodeURIComponent((link.getAttribute('href') ?? '').slice(1)))
      if (field === null) return
      event.preventDefault()
      field.scrollIntoView({ block: 'center' })
      field.focus()
    })
}
