/**
 * A demand that opens is told by a sound and a notification, where somebody asked for that in this browser; what is critical and new is
 * spoken. Nothing personal is told: a notification shows on a locked screen, so it has the reference and the reason alone.
 */
import { byId, el } from './dom.js'
import { catalogue } from './words.js'

/**
 * @typedef {{id: string, incident: string, kind: string, severity: string, status: string, demand?: string}} Alert
 * @typedef {{incident: string, demands: {id: string, reason: string}[]}} Item
 */

const CHOSEN = 'reassess-alarm'
const TOLD = 'reassess-told'
/** What this browser has sounded and shown, so that no demand is told twice. Project default. */
const MOST_TOLD = 1000
/** A demand's reason comes with its incident, in the same moment. */
const REASON_WITHIN_MS = 250

/** Why each demand was opened. @type {Map<string, string>} */
const reasons = new Map()
/** Alerts that were spoken or are open since before. @type {Set<string>} */
const spoken = new Set()
/** @type {AudioContext | null} */
let sound = null

const isChosen = () => localStorage.getItem(CHOSEN) === 'yes'

/** @param {Item} item */
export function heardItem({ demands }) {
  for (const { id, reason } of demands) reasons.set(id, reason)
}

/** @param {Alert} alert */
export async function heardAlert(alert) {
  if (alert.status !== 'open') return
  await Promise.all([speak(alert), tell(alert)])
}

/** @param {Alert} alert */
async function speak({ id, incident, kind, severity }) {
  if (severity !== 'critical' || spoken.has(id)) return
  spoken.add(id)
  const { alerts } = await catalogue()
  const said = byId('said')
  if (said !== null) said.textContent = `Critical: ${alerts[kind] ?? 'an alert'}${incident === '' ? '' : `, ${incident}`}`
}

/** @param {Alert} alert */
async function tell({ incident, kind, demand }) {
  if (kind !== 'reassessment-demanded' || demand === undefined || !isChosen()) return
  // A tab that nobody has touched plays nothing, so another one has to.
  if (sound?.state === 'running' && (await isFirst(`sound ${demand}`))) beep()
  if (!(await isFirst(demand))) return
  if (!reasons.has(demand)) await new Promise((resolve) => setTimeout(resolve, REASON_WITHIN_MS))
  const words = (await catalogue()).reasons[reasons.get(demand) ?? '']
  notify(incident, demand, words)
}

/** @param {string} incident @param {string} demand @param {string | undefined} reason */
function notify(incident, demand, reason) {
  if (globalThis.Notification?.permission !== 'granted') return
  const body = reason === undefined ? 'Reassess the risk' : `Reassess: ${reason}`
  const shown = new Notification(incident, { body, tag: demand, requireInteraction: true })
  shown.addEventListener('click', () => {
    focus()
    location.assign(`/incidents/${encodeURIComponent(incident)}`)
    shown.close()
  })
}

/** Each tab hears of it; the first to write it down tells. @param {string} what */
async function isFirst(what) {
  const write = () => {
    const told = /** @type {string[]} */ (JSON.parse(localStorage.getItem(TOLD) ?? '[]'))
    if (told.includes(what)) return false
    localStorage.setItem(TOLD, JSON.stringify([...told, what].slice(-MOST_TOLD)))
    return true
  }
  return navigator.locks === undefined ? write() : navigator.locks.request(TOLD, async () => write())
}

/** Two notes, so that it is no tone of the telephone. */
function beep() {
  if (sound?.state !== 'running') return
  for (const [pitch, after] of [
    [880, 0],
    [660, 0.25],
  ]) {
    const note = sound.createOscillator()
    const loud = sound.createGain()
    const at = sound.currentTime + Number(after)
    note.frequency.value = Number(pitch)
    loud.gain.setValueAtTime(0.4, at)
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.22)
    note.connect(loud).connect(sound.destination)
    note.start(at)
    note.stop(at + 0.25)
  }
}

/** Puts the button that turns both on and off at the top of the page. */
export function offerAlarm() {
  if (byId('alarm') !== null) return
  const button = el('button', { type: 'button', class: 'plain', click: choose })
  const note = el('span', { class: 'hint', role: 'status' })
  document.querySelector('.top')?.append(el('p', { id: 'alarm', class: 'alarm' }, button, ' ', note))
  const show = () => {
    button.setAttribute('aria-pressed', String(isChosen()))
    button.textContent = isChosen() ? 'Sound and notification: on' : 'Sound and notification: off'
    const isHeld = isChosen() && sound !== null && sound.state !== 'running'
    note.textContent = !isChosen() ? '' : isHeld ? 'Press any key, or the browser plays no sound.' : refusedWords()
  }
  const start = () => {
    sound ??= new AudioContext()
    sound.addEventListener('statechange', show)
    // Browsers play nothing before somebody has touched the page.
    if (sound.state !== 'running') sound.resume().catch(() => {})
  }
  async function choose() {
    localStorage.setItem(CHOSEN, isChosen() ? 'no' : 'yes')
    if (isChosen()) {
      start()
      if (globalThis.Notification?.permission === 'default') await Notification.requestPermission()
      beep()
    }
    show()
  }
  if (isChosen()) start()
  for (const touch of ['pointerdown', 'keydown'])
    addEventListener(touch, () => {
      if (isChosen()) start()
    })
  addEventListener('storage', show)
  show()
}

function refusedWords() {
  if (globalThis.Notification === undefined) return 'This address shows no notifications: they need https.'
  return {
    granted: '',
    denied: 'This browser refuses notifications: allow them in its settings for this address.',
    default: 'Notifications are not allowed yet: turn this off and on again, and allow them.',
  }[Notification.permission]
}
