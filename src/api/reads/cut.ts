/**
 * Finds where the events of a batch begin and end in its bytes. It follows brackets and quotes and builds nothing, so that each
 * event can be measured before it is parsed, and parsed in a turn of its own.
 */
import type { Breath } from '../door/turns.ts'

/** What `cutList` found: the bytes of each event, or why there are no events. */
export type Cut = readonly Buffer[] | 'not-json' | 'not-a-list' | 'too-many'

/** Bytes between two checks of the clock: well under a millisecond. */
const STEP = 128 * 1024

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** @param most events; the rest of a longer list is not read. */
export async function cutList(bytes: Buffer, most: number, breath: Breath): Promise<Cut> {
  const opens = skipSpace(bytes, startsWithMark(bytes) ? 3 : 0)
  if (bytes[opens] !== OPEN_LIST) return opens === bytes.length ? 'not-json' : 'not-a-list'
  const place: Place = { at: opens + 1, depth: 0, inText: false }
  const events: Buffer[] = []
  for (;;) {
    const from = place.at
    while (!goOn(bytes, place, Math.min(bytes.length, place.at + STEP))) {
      if (place.at >= bytes.length) return 'not-json'
      await breath()
    }
    const end = bytes[place.at]
    const event = bytes.subarray(from, place.at)
    place.at += 1
    const isEmptyList = end === CLOSE_LIST && events.length === 0 && skipSpace(event, 0) === event.length
    if (!isEmptyList && events.push(event) > most) return 'too-many'
    if (end === CLOSE_OBJECT) return 'not-json'
    if (end === CLOSE_LIST) return skipSpace(bytes, place.at) === bytes.length ? events : 'not-json'
  }
}

interface Place {
  at: number
  /** Open brackets inside the event. */
  depth: number
  inText: boolean
}

/** Continues until the comma or the bracket that ends an event (true), or as far as it may. */
function goOn(bytes: Buffer, place: Place, until: number): boolean {
  let { at, depth, inText } = place
  let ended = false
  for (; at < until; at++) {
    const byte = bytes[at]
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      if (depth === 0) {
        ended = true
        break
      }
      depth--
    } else if (byte === COMMA && depth === 0) {
      ended = true
      break
    }
  }
  Object.assign(place, { at, depth, inText })
  return ended
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++
  return at
}

/** The byte order mark that some senders put before UTF-8. */
const startsWithMark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
