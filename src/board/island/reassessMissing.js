/** What is still missing, while somebody writes: the server says it, by the rules that it refuses by. It shrinks to nothing. */

const WAIT_MS = 500
const WITHIN_MS = 5_000

/** @param {HTMLFormElement} form */
export function showMissing(form) {
  const list = document.getElementById('missing')
  if (list === null) return
  let waiting = 0
  let asked = 0
  const ask = async () => {
    const mine = ++asked
    const missing = await missingIn(form)
    if (mine === asked) shown(list, missing)
  }
  const later = () => {
    clearTimeout(waiting)
    waiting = window.setTimeout(ask, WAIT_MS)
  }
  for (const happened of ['input', 'change']) form.addEventListener(happened, later)
  form.addEventListener('reset', () => shown(list, null))
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<{text: string, href: string | null}[] | null>} null where nobody could say
 */
async function missingIn(form) {
  try {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) body.append(name, String(value))
    const headers = { accept: 'application/json' }
    const answer = await fetch(form.action, {
      method: 'POST',
      headers,
      body,
      cache: 'no-store',
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    return answer.ok ? (await answer.json()).missing : null
  } catch {
    return null
  }
}

/** @param {HTMLElement} list @param {{text: string, href: string | null}[] | null} missing */
function shown(list, missing) {
  list.hidden = missing === null
  if (missing === null) return
  list.dataset.count = String(missing.length)
  const count = document.createElement('strong')
  count.setAttribute('role', 'status')
  count.textContent = missing.length === 0 ? 'Nothing is missing.' : `Still missing: ${missing.length}`
  const items = missing.map(({ text, href }) => {
    const item = document.createElement('li')
    const link = document.createElement('a')
    link.textContent = text
    if (href === null) item.append(text)
    else {
      link.href = href
      item.append(link)
    }
    return item
  })
  const all = document.createElement('ul')
  all.append(...items)
  list.replaceChildren(count, ...(items.length > 0 ? [all] : []))
}
