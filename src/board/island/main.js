/**
 * What lives on a page of the board; everything else works without it. It says how far the page may be relied on, keeps what changes up
 * to date, and loses nothing that somebody writes.
 */
import { heardAlert, heardItem, offerAlarm } from './alarm.js'
import { tickClocks } from './clocks.js'
import { el } from './dom.js'
import { keepDrafts } from './drafts.js'
import { followErrors, refill, watchForms } from './forms.js'
import { watchIdle } from './idle.js'
import { createList, watchPointer } from './list.js'
import { heardOf } from './news.js'
import { offerNow } from './nowButtons.js'
import * as pulse from './pulse.js'
import { watchServer } from './server.js'
import { beginSession, checkSession } from './session.js'
import { heardId } from './shared.js'
import { showStopped, wind } from './stopped.js'
import { share } from './tabs.js'
import { madeAt } from './time.js'
import { watchGaps } from './wake.js'

const { dataset } = document.body
/** Whoever has no alerts is told of no change: the page does not ask for what is refused. */
const hears = dataset.hears !== undefined

/** What must be well, once, before the page counts as live: after it was opened, and after each gap. @type {Set<string>} */
const awaited = new Set()
let checkedAt = 0
/** Nothing was heard for a while: the list is older than what is heard next. */
let isBehind = false
let look = () => {}
/** @type {ReturnType<typeof share> | null} */
let tabs = null

const list = createList({
  // What was asked for before the gap tells nothing of the time since.
  onRead: (askedAt) => askedAt >= checkedAt && isWell('list'),
  onBehind: () => check('Something changed while nobody looked, and is not shown yet.', ['list']),
  onSwapped: tickClocks,
})

/** @param {string} what */
function isWell(what) {
  awaited.delete(what)
  if (awaited.size === 0) pulse.works('checking')
}

/** @param {string} why */
function check(why, parts = ['stream', 'server', 'list']) {
  for (const part of parts) if (part === 'server' || (part === 'list' ? list.isThere : hears)) awaited.add(part)
  if (awaited.size === 0) return
  checkedAt = performance.now()
  pulse.trouble('checking', why, { after: pulse.QUIET_MS })
}

/** Everything that is shown may have changed. */
function readAgain() {
  list.readSoon(null)
  heardOf(null)
}

const listener = {
  onOpen() {
    if (isBehind) check('What happened meanwhile is not shown yet.', ['list'])
    isBehind = false
    pulse.works('stream')
    offerAlarm()
    isWell('stream')
    readAgain()
  },
  /** @param {import('./stream.js').Frame} frame */
  onFrame({ id, event, data }) {
    const item = JSON.parse(data)
    heardId(id)
    list.readSoon(item.incident, id)
    if (event === 'incident') {
      heardItem(item)
      heardOf(item.incident)
    }
    if (event !== 'alert') return
    heardAlert(item)
    if (item.kind === 'clock-ahead') heardClock(item)
  },
  onReset: readAgain,
  /** @param {string} why */
  onLost(why) {
    isBehind = true
    pulse.trouble('stream', `What you see is old: ${why}. It is tried again.`)
  },
  /** @param {number} status */
  onRefused(status) {
    if (status === 401) return checkSession()
    // Whoever has no alerts hears of no change, and the page says so.
    pulse.works('stream')
    pulse.hearsNothing(list.isReadAnyway)
    isWell('stream')
    readAgain()
  },
}

/** @param {{status: string, seconds?: number}} alert */
function heardClock({ status, seconds = 0 }) {
  if (status === 'resolved') pulse.works('clock')
  else pulse.trouble('clock', `The server’s clock is ahead by ${seconds} s: times on this page may be wrong.`)
}

function onGap() {
  check('This page did not run for a while, and is not up to date yet.')
  tabs?.restart()
  list.readSoon(null)
}

/** Once a second. */
function tick() {
  tabs?.tick()
  pulse.showClock()
  tickClocks()
  wind()
}

/** @param {ParentNode} root */
function enhance(root) {
  followErrors(root)
  offerNow(root)
  keepDrafts(root, (form, fields) => refill(form, fields, { enhance }))
  tickClocks()
}

function begin() {
  madeAt(dataset.now)
  showStopped()
  document.body.append(el('p', { id: 'said', class: 'govuk-visually-hidden', 'aria-live': 'polite' }))
  watchForms({ enhance })
  watchPointer()
  look = watchGaps(tick, onGap)
  // Nobody is signed in on such a page, or a program is: nothing is listened to.
  if (!dataset.session) return enhance(document)
  pulse.begin(list.isThere || document.querySelector('form[data-incident]') !== null)
  // A page that was just made is read again only where changes may have been missed.
  check('This page is not connected yet.', hears ? undefined : ['server'])
  if (!hears) pulse.hearsNothing(list.isReadAnyway)
  watchServer({
    onAnswer: () => isWell('server'),
    onUnasked: () => check('The server was not asked while nobody looked.', ['server']),
  })
  watchIdle()
  const listen = () => {
    tabs = share(listener, look, hears)
  }
  beginSession(dataset.session, {
    onGone: () => {
      tabs?.stop()
      tabs = null
    },
    onBack: () => {
      listen()
      check('You are signed in again, and this page is not up to date yet.')
      list.readSoon(null)
    },
  })
  listen()
  document.addEventListener('submit', ({ target }) => {
    if (/** @type {Element} */ (target).matches('[action="/sign-out"]')) tabs?.leaving()
  })
  addEventListener('pagehide', () => {
    pulse.leave()
    tabs?.stop()
    tabs = null
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) listen()
  })
  enhance(document)
}

begin()
