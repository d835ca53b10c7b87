/**
 * One read for all tabs of a browser that show the same list: whoever asks first reads, and shares the answer. A tab takes the answer of
 * another only where that was asked for after the last change that this tab has heard of; else it reads for itself.
 */
import { session } from './session.js'

const NAME = 'reassess-reads'
/** Between the end of another tab's read and its answer here. */
const ON_ITS_WAY_MS = 100
/** Another tab that reads for longer is not waited for. */
const LONGEST_MS = 1000
/** Changes that this tab remembers the order of. */
const MOST_HEARD = 1000

/** @typedef {{address: string, session: string, heard: string | null, text: string}} Told */

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME)
/** The ids of the stream, in the order in which every tab hears them. @type {string[]} */
let ids = []
/** @type {Map<string, Told>} */
const answers = new Map()
/** @type {Set<() => void>} */
const waiting = new Set()

channel?.addEventListener('message', ({ data }) => {
  if (data.session !== session()) return
  answers.set(data.address, data)
  for (const go of waiting) go()
})

/** @param {string | null} id of a frame of the stream */
export function heardId(id) {
  if (id === null) return
  ids.push(id)
  if (ids.length > 2 * MOST_HEARD) ids = ids.slice(-MOST_HEARD)
}

const lastHeard = () => ids.at(-1) ?? null

/** The answer that another tab shared, if it was asked for after the change. @param {string} address @param {string} change */
function newEnough(address, change) {
  const told = answers.get(address)
  if (told === undefined || told.session !== session() || told.heard === null) return null
  const [asked, wanted] = [ids.lastIndexOf(told.heard), ids.lastIndexOf(change)]
  return wanted !== -1 && asked >= wanted ? told.text : null
}

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** @returns {Promise<void>} */
const answered = () =>
  new Promise((resolve) => {
    const go = () => {
      waiting.delete(go)
      resolve()
    }
    waiting.add(go)
    setTimeout(go, LONGEST_MS)
  })

/**
 * @param {string} address
 * @param {string | null} change the id of the last change that the answer must know; null where nobody else can know what is needed
 * @param {() => Promise<string | null>} read the text of the answer; null where it must not be shared
 * @returns {Promise<string | null>} what another tab shared; null where this tab has read
 */
export async function readOnce(address, change, read) {
  const readHere = async () => {
    const heard = lastHeard()
    const text = await read()
    if (text !== null) channel?.postMessage({ address, session: session(), heard, text })
    return null
  }
  if (change === null || channel === null || navigator.locks === undefined) return readHere()
  const lock = `${NAME} ${session()} ${address}`
  const until = performance.now() + LONGEST_MS
  while (performance.now() < until) {
    const found = newEnough(address, change)
    if (found !== null) return found
    const had = await navigator.locks.request(lock, { ifAvailable: true }, async (got) => {
      if (got === null) return false
      await readHere()
      return true
    })
    if (had) return null
    const ended = navigator.locks.request(lock, { mode: 'shared' }, () => {}).then(() => pause(ON_ITS_WAY_MS))
    await Promise.race([answered(), ended])
  }
  return newEnough(address, change) ?? readHere()
}
