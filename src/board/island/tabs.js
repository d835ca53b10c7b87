/**
 * One stream for all tabs of a browser: browsers open at most six connections to a server, and seven tabs must work. The tab that has
 * the lock listens, and shares what it hears and how it is with the others, by a channel. Each message says whose session it is of, so
 * that a tab of somebody else takes nothing from it. A listener that ends is followed by another tab, from the last id that was heard; a
 * listener that hangs is replaced.
 *
 * A browser has locks only where the page came encrypted or from this computer. Elsewhere each tab listens for itself while somebody can
 * see it, and a hidden tab gives its connection up.
 */
import { checkSession, session } from './session.js'
import { follow } from './stream.js'

/** @typedef {import('./stream.js').Listener} Listener */

const NAME = 'reassess-stream'
/** A listening tab that does not answer for so long hangs. */
const SILENT_MS = 4000
/** The server writes at least every fifteen seconds; a hidden tab's own timers may be a minute late. */
const DEAD_MS = 25_000
const HIDDEN_MS = 5000
/** By then the server has ended the session of who signs out. */
const LEFT_MS = 1000

/**
 * @param {Omit<Listener, 'onAlive'>} listener
 * @param {() => void} look called before this tab tells another how it is: it may have slept
 * @param {boolean} hears whether the server tells this person of changes; if not, the tabs tell each other alone who is signed in
 */
export function share(listener, look, hears) {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME)
  const isAlone = navigator.locks === undefined || channel === null
  /** How the stream is, as far as this tab knows. @type {{open: boolean, why: string, refused: number | null}} */
  let state = { open: false, why: '', refused: null }
  /** @type {string | null} */
  let last = null
  let aliveAt = 0
  /** When the listening tab was last heard of. */
  let toldAt = performance.now()
  let stopped = false
  let stopFollowing = /** @type {(() => void) | null} */ (null)
  let release = () => {}
  let queued = new AbortController()

  const post = (/** @type {string} */ kind, more = {}) => channel?.postMessage({ kind, session: session(), ...more })

  /** What this tab is told, by the server or by another tab. */
  const told = {
    open() {
      state = { open: true, why: '', refused: null }
      listener.onOpen()
    },
    lost(/** @type {string} */ why) {
      state = { open: false, why, refused: null }
      listener.onLost(why)
    },
    refused(/** @type {number} */ status) {
      state = { open: false, why: '', refused: status }
      listener.onRefused(status)
    },
    frame(/** @type {import('./stream.js').Frame} */ frame) {
      last = frame.id ?? last
      listener.onFrame(frame)
    },
    reset: () => listener.onReset(),
  }

  function lead() {
    stopFollowing?.()
    aliveAt = performance.now()
    const alive = () => {
      aliveAt = performance.now()
    }
    const both = (/** @type {string} */ kind, /** @type {() => void} */ here, more = {}) => {
      here()
      post(kind, more)
    }
    stopFollowing = follow(
      {
        onAlive: alive,
        onOpen: () => both('open', told.open),
        onFrame: (frame) => both('frame', () => told.frame(frame), { frame }),
        onReset: () => both('reset', told.reset),
        onLost: (why) => both('lost', () => told.lost(why), { why }),
        onRefused: (status) => both('refused', () => told.refused(status), { status }),
      },
      last,
    )
  }

  function resign() {
    stopFollowing?.()
    stopFollowing = null
  }

  /** Waits for its turn to listen, or takes it. */
  async function take({ steal = false } = {}) {
    queued.abort()
    queued = new AbortController()
    const options = steal ? { steal } : { signal: queued.signal }
    const held = () =>
      new Promise((resolve) => {
        if (stopped) return resolve(undefined)
        release = () => resolve(undefined)
        lead()
      })
    try {
      await navigator.locks.request(NAME, options, held)
    } catch {
      // Another tab took it, or this tab no longer waits.
      if (stopped || options.signal?.aborted) return
      resign()
      toldAt = performance.now()
      take()
    }
  }

  /** @param {MessageEvent} message */
  function hear({ data }) {
    if (data.kind === 'hello' && data.session !== session()) return checkSession()
    if (data.session !== session() || stopped) return
    if (data.kind === 'leaving') return void setTimeout(checkSession, LEFT_MS)
    if (data.kind === 'ping') return answer()
    if (stopFollowing !== null) return
    toldAt = performance.now()
    if (data.kind === 'open') told.open()
    if (data.kind === 'lost') told.lost(data.why)
    if (data.kind === 'refused') told.refused(data.status)
    if (data.kind === 'reset') told.reset()
    if (data.kind === 'frame') told.frame(data.frame)
    if (data.kind === 'pong') compare(data)
  }

  /** Another tab asks how the stream is. */
  function answer() {
    if (stopFollowing === null) return
    look()
    if (state.open && performance.now() - aliveAt > DEAD_MS) restart()
    post('pong', { state, last })
  }

  /** @param {{state: typeof state, last: string | null}} pong */
  function compare(pong) {
    if (pong.state.refused !== null && state.refused === null) told.refused(pong.state.refused)
    else if (pong.state.open && !state.open) told.open()
    else if (!pong.state.open && pong.state.why !== '' && pong.state.why !== state.why) told.lost(pong.state.why)
    // This tab missed what the other has heard.
    const missed = pong.last !== null && pong.last !== last
    last = pong.last ?? last
    if (missed && state.open) told.reset()
  }

  /** Connects anew, from where it was: after a sleep the old connection may be dead without a sign. */
  function restart() {
    if (!hears) return
    if (stopFollowing === null) {
      state = { open: false, why: '', refused: null }
      toldAt = performance.now()
      return
    }
    state = { open: false, why: 'the live connection is opened again', refused: null }
    lead()
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let hiding
  function alone() {
    clearTimeout(hiding)
    if (!document.hidden && stopFollowing === null) lead()
    if (!document.hidden || stopFollowing === null) return
    hiding = setTimeout(() => {
      resign()
      told.lost('nobody looked at this page')
    }, HIDDEN_MS)
  }

  /** Somebody signs out here. */
  const leaving = () => post('leaving')

  channel?.addEventListener('message', hear)
  post('hello')
  if (!hears) return { restart, leaving, tick() {}, stop: () => channel?.close() }
  if (isAlone) {
    document.addEventListener('visibilitychange', alone)
    lead()
    alone()
  } else {
    take()
    post('ping')
  }

  return {
    restart,
    leaving,
    /** Once a second: asks the listening tab how it is. */
    tick() {
      if (isAlone || stopped || stopFollowing !== null) return
      post('ping')
      const silentMs = performance.now() - toldAt
      if (silentMs < SILENT_MS) return
      told.lost('the tab that listens for this browser does not answer')
      toldAt = performance.now()
      take({ steal: true })
    },
    stop() {
      stopped = true
      clearTimeout(hiding)
      document.removeEventListener('visibilitychange', alone)
      resign()
      queued.abort()
      release()
      channel?.close()
    },
  }
}
