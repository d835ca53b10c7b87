/** Puts the board together: who is signed in, which page is shown, and what keeps it current. */
import { forgetReasons } from './api.js'
import { tick } from './countdown.js'
import { byId, el, fill, say } from './dom.js'
import { doorPage } from './door.js'
import { incidentPage } from './incident.js'
import { listPage } from './list.js'
import { createLive } from './live.js'
import { meetingPage, registerPage } from './meeting.js'
import { refusedPage } from './refused.js'
import { secondReadingPage } from './secondReading.js'
import { session, signOut } from './session.js'
import { kindWords } from './words.js'

const DRAW_MS = 200

const main = byId('main')
/** Opened pages, by their incident: what was typed is there when somebody returns. */
const incidents = new Map()
let live = null
let list = null
let current = null
/** While a pointer is down nothing is redrawn; otherwise the button under it could be another one when it goes up. */
let pressed = false
let drawing = null

function enter() {
  live = createLive({
    onChange: changed,
    onKeyGone: () => leave('The server no longer knows this key. Sign in again: what you typed is kept.'),
  })
  list = listPage(live)
  const { id, role } = session()
  byId('pages').hidden = false
  const who = byId('who')
  fill(who, `${id} (${role}) `, el('button', { type: 'button', class: 'small', click: () => leave() }, 'Sign out'))
  who.hidden = false
  route()
}

function leave(why = null) {
  live?.stop()
  live = null
  current = null
  signOut()
  forgetReasons()
  byId('who').hidden = true
  byId('pages').hidden = true
  if (why === null) incidents.clear()
  fill(main, doorPage(enter, why))
  main.querySelector('input').focus()
}

function route() {
  if (live === null) return
  const [, page = '', name = ''] = /^#\/(\w+)(?:\/(.+))?$/.exec(location.hash) ?? []
  current = (PAGES[page] ?? (() => list))(decodeURIComponent(name))
  document.title = `${current.reference ?? 'Board'} – Reassess`
  fill(main, current.page)
  current.update()
  scrollTo(0, 0)
  main.focus({ preventScroll: true })
}

/** What may follow the `#/`; anything else is the list. */
const PAGES = {
  incident: pageOf,
  register: registerPage,
  meeting: meetingPage,
  reassessments: secondReadingPage,
  refused: refusedPage,
}

function pageOf(reference) {
  const known = incidents.get(reference) ?? incidentPage(reference, () => live)
  incidents.set(reference, known)
  return known
}

function changed({ incident, alert }) {
  if (alert?.status === 'open') say(`Alert, ${alert.severity}: ${kindWords(alert.kind)}, ${alert.incident}`)
  if (current === list || (incident === null && !current?.still) || incident === current?.reference) draw()
}

function draw() {
  if (drawing !== null) return
  drawing = setTimeout(() => {
    drawing = null
    if (pressed) return draw()
    // Somebody opened such a page after the change, and may be writing in it.
    if (current?.still) return
    const focused = document.activeElement?.dataset.focus
    const redrawn = current?.update()
    if (focused !== undefined) Promise.resolve(redrawn).then(() => refocus(focused))
    const demanded = live?.incidents().filter(({ attention }) => attention.includes('demanded')).length ?? 0
    if (current === list) document.title = `${demanded > 0 ? `(${demanded}) ` : ''}Board – Reassess`
  }, DRAW_MS)
}

/** Returns the keyboard's focus after the focused element was redrawn. */
function refocus(name) {
  if (document.activeElement !== document.body && document.activeElement?.isConnected) return
  document.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus({ preventScroll: true })
}

addEventListener('hashchange', route)
addEventListener('pointerdown', () => {
  pressed = true
})
for (const ended of ['pointerup', 'pointercancel', 'blur'])
  addEventListener(ended, () => {
    pressed = false
  })
addEventListener('beforeunload', (event) => {
  const dirty = [...incidents.values()].some(({ page }) => page.querySelector('form[data-dirty]'))
  if (dirty) event.preventDefault()
})
byId('skip').addEventListener('click', () => main.focus())
setInterval(tick, 1000)

if (session() === null) leave()
else enter()
