/** Puts the board together: who is signed in, which page is shown, and what keeps it current. */
import { whoAmI } from './api.js'
import { tick } from './countdown.js'
import { byId, el, fill, say } from './dom.js'
import { incidentPage } from './incident.js'
import { listPage } from './list.js'
import { createLive } from './live.js'
import { meetingPage, registerPage } from './meeting.js'
import { trouble } from './pulse.js'
import { refusedPage } from './refused.js'
import { secondReadingPage } from './secondReading.js'
import { isSame, me, nameOf, session, takeSession, used, whenSessionGoes } from './session.js'
import { clockTime, now } from './time.js'
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

function enter(mine) {
  takeSession(mine)
  live = createLive(changed)
  list = listPage(live)
  byId('pages').hidden = false
  const { id, role } = me()
  const who = byId('who')
  fill(
    who,
    `${id} (${role}) `,
    el(
      'form',
      { method: 'post', action: '/sign-out' },
      el('input', { type: 'hidden', name: 'csrf', value: mine.csrf }),
      el('button', { type: 'submit', class: 'small' }, 'Sign out'),
    ),
  )
  who.hidden = false
  route()
}

/** Both: project default. */
const WARNED_MS = 5 * 60_000
const WARN_EVERY_MS = 60_000

/** Nobody touched the page for long: it says so before the session ends, while a touch still keeps it open. */
async function warnIdle() {
  if (live === null || asking !== null) return
  const mine = await whoAmI().catch(() => null)
  const leftMs = mine === null || mine.idleEndsAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(mine.idleEndsAt) - now()
  const box = byId('idle')
  box.hidden = leftMs > WARNED_MS
  if (!box.hidden)
    fill(
      box,
      el(
        'strong',
        {},
        `Nobody has used this board for long: you are signed out at ${clockTime(mine.idleEndsAt)}. Press any key.`,
      ),
    )
}

/** Once the session is over: the page stays, with what was typed, and goes on when the same person has signed in again. */
let asking = null

function sessionGone() {
  if (asking !== null) return
  live?.stop()
  asking = setInterval(askAgain, ASK_AGAIN_MS)
  askAgain()
}

const ASK_AGAIN_MS = 3000

async function askAgain() {
  const mine = await whoAmI().catch(() => undefined)
  // No answer: the banner says already that the server does not answer.
  if (asking === null || mine === undefined) return
  if (mine === null)
    return trouble('session', 'You are signed out. What you typed is kept.', [
      ' ',
      el('a', { href: '/sign-in', target: '_blank', rel: 'noopener' }, 'Sign in in a new tab'),
      ', then come back here.',
    ])
  if (!isSame(mine, session()))
    return trouble(
      'session',
      `${nameOf(mine).id} is signed in in this browser now, and you began as ${me().id}. Nothing can be sent from this page.`,
      [' ', el('a', { href: '/' }, `Go on as ${nameOf(mine).id}`)],
    )
  clearInterval(asking)
  asking = null
  trouble('session', null)
  enter(mine)
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
for (const touch of ['pointerdown', 'keydown'])
  addEventListener(touch, () => {
    used()
    // The answer to what is asked now counts as use.
    if (!byId('idle').hidden) warnIdle()
  })
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
setInterval(warnIdle, WARN_EVERY_MS)

whenSessionGoes(sessionGone)
begin()

/** Who is signed in decides what is shown. Without an answer the board asks again, and says that it is not live. */
async function begin() {
  used()
  try {
    const mine = await whoAmI()
    if (mine !== null) return enter(mine)
    location.replace(`/sign-in?to=${encodeURIComponent(`/${location.hash}`)}`)
  } catch {
    trouble('server', 'The server does not answer.')
    setTimeout(begin, ASK_AGAIN_MS)
  }
}
