/**
 * Finds the incidents that an unaccepted body names: too large, cut off, or not JSON at all. Reads byte by byte as the body
 * arrives, so that nothing is held, and only where CloudEvents has its `subject`: at the top of an event, alone or in a list.
 */
import { createHash } from 'node:crypto'
import { withoutInvisible } from '../../../machines/rules/words.ts'

export interface SubjectsSeen {
  push(chunk: Uint8Array): void
  /** Named as `referenceIn` does; each once. */
  found(): readonly string[]
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, LIST, LIST_END, COLON, COMMA] = [...'"\\{}[]:,'].map((sign) => sign.charCodeAt(0))
/** The scan stops here. */
const MOST_BYTES = 8 * 1024 * 1024
/** A batch has at most a thousand events. */
const MOST_FOUND = 1_000
/** Subjects, and names written with escapes: each must be decoded, and a body may hold nothing else. The scan stops here. */
const MOST_DECODED = 4_000
const SUBJECT = Buffer.from('subject')
/** How much of a subject is read; subjects that agree up to here are the same. */
const LONGEST_SUBJECT = 512
/** In bytes: the longest way to write a character is an escape of six. */
const LONGEST_TEXT = LONGEST_SUBJECT * '\\u0000'.length
/** The characters of a number. */
const OF_A_NUMBER = new Set([...'0123456789+-.eE'].map((sign) => sign.charCodeAt(0)))
/** A number begins with a digit or a minus; the `e` of `true` begins no number. */
const BEGINS_A_NUMBER = new Set([...'0123456789-'].map((sign) => sign.charCodeAt(0)))
const LONGEST_REFERENCE = 64

export function subjectsSeen(): SubjectsSeen {
  const found = new Set<string>()
  /** Open brackets, and the first two of them, which tell the top of an event; only the count of the others matters. */
  let depth = 0
  let [first, second] = [0, 0]
  let read = 0
  /** The bytes of the open text; a single list for all. */
  const text = new Uint8Array(LONGEST_TEXT)
  let length = 0
  let isInText = false
  /** In a subject that is a number: some systems count their incidents. */
  let isInNumber = false
  let isEscaped = false
  let hasEscape = false
  let isValue = false
  let isSubject = false
  let decoded = 0

  const isAtTop = (): boolean => (depth === 1 && first === OPEN) || (depth === 2 && first === LIST && second === OPEN)
  const decode = (): string => {
    decoded += 1
    return textOf(text.subarray(0, length))
  }
  const ended = (): void => {
    if (!isAtTop()) return
    if (!isValue)
      isSubject = hasEscape ? decode() === 'subject' : length === SUBJECT.length && SUBJECT.every((byte, at) => byte === text[at])
    else if (isSubject) find()
  }
  const find = (): void => {
    if (found.size >= MOST_FOUND) return
    const said = decode()
    if (said !== '') found.add(said)
  }
  const opened = (bracket: number): void => {
    if (depth === 0) first = bracket
    else if (depth === 1) second = bracket
    depth += 1
    isValue = false
  }
  /** @returns where it ends, or the end of the bytes. */
  const readText = (chunk: Uint8Array, from: number): number => {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number
      if (isEscaped) isEscaped = false
      else if (byte === BACKSLASH) isEscaped = hasEscape = true
      else if (byte === QUOTE) {
        ended()
        isInText = false
        return at
      }
      if (length < LONGEST_TEXT) text[length++] = byte
    }
    return chunk.length
  }
  return {
    push(chunk) {
      if (read > MOST_BYTES) return
      read += chunk.length
      for (let at = 0; at < chunk.length && decoded < MOST_DECODED; at++) {
        if (isInText) {
          at = readText(chunk, at)
          continue
        }
        const byte = chunk[at] as number
        if (isSubject && isValue && (isInNumber ? OF_A_NUMBER : BEGINS_A_NUMBER).has(byte) && isAtTop()) {
          if (!isInNumber) length = 0
          isInNumber = true
          if (length < LONGEST_TEXT) text[length++] = byte
          continue
        }
        if (isInNumber) {
          isInNumber = false
          find()
        }
        if (byte === QUOTE) {
          isInText = true
          length = 0
          hasEscape = false
        } else if (byte === OPEN || byte === LIST) opened(byte)
        else if (byte === CLOSE || byte === LIST_END) depth = Math.max(0, depth - 1)
        else if (byte === COLON) isValue = true
        else if (byte === COMMA) isValue = false
      }
    },
    found: () => [...found],
  }
}

/** The text between two quotes, as far as it was read; it may end in half an escape. */
function textOf(bytes: Uint8Array): string {
  const written = Buffer.from(bytes).toString('utf8')
  const cut = bytes.length === LONGEST_TEXT ? '\\u0000'.length : 1
  for (let less = 0; less < cut; less++) {
    try {
      return referenceIn(String(JSON.parse(`"${written.slice(0, written.length - less)}"`)))
    } catch {
      // A line end inside it, or a wrong escape.
    }
  }
  return referenceIn(written)
}

/**
 * A reference as an alert names it and a filter looks for it: invisible characters are left out, white space becomes a blank. A
 * longer reference keeps its beginning and ends in a hash of the whole, so that references stay different.
 */
export function referenceIn(said: string): string {
  const seen = withoutInvisible(said.slice(0, LONGEST_SUBJECT))
    .replace(HALF_A_PAIR, '')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim()
  if (seen.length <= LONGEST_REFERENCE) return seen
  const hash = `~${createHash('sha256').update(seen).digest('hex').slice(0, HASH_DIGITS)}`
  return (
    seen
      .slice(0, LONGEST_REFERENCE - hash.length)
      .replace(HALF_A_PAIR, '')
      .trim() + hash
  )
}

/** Enough to tell a key's subjects apart, of which at most a thousand wait. */
const HASH_DIGITS = 12
const HALF_A_PAIR = /\p{Cs}/gu

export function subjectsIn(bytes: Uint8Array): readonly string[] {
  const seen = subjectsSeen()
  seen.push(bytes)
  return seen.found()
}
