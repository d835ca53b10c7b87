/**
 * Which incidents a body names that was not taken: too large, cut off, or no JSON at all. Read byte by byte as it comes in, so that
 * nothing of it need be held, and only where CloudEvents has its `subject`: at the top of an event, alone or in a list.
 */
export interface SubjectsSeen {
  push(chunk: Uint8Array): void
  /** As written, without what cannot be seen and cut to the length of a reference; each once. */
  found(): readonly string[]
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, LIST, LIST_END, COLON, COMMA] = [...'"\\{}[]:,'].map((sign) => sign.charCodeAt(0))
/** Beyond it nobody looks. */
const MOST_BYTES = 8 * 1024 * 1024
/** A batch has at most a thousand events. */
const MOST_FOUND = 1_000
const LONGEST_TEXT = 1_024
const LONGEST_REFERENCE = 64

export function subjectsSeen(): SubjectsSeen {
  const found = new Set<string>()
  const nesting: number[] = []
  let read = 0
  let text: number[] | null = null
  let escaped = false
  let isValue = false
  let name = ''

  const isAtTop = (): boolean =>
    (nesting.length === 1 && nesting[0] === OPEN) || (nesting.length === 2 && nesting[0] === LIST && nesting[1] === OPEN)
  const ended = (bytes: readonly number[]): void => {
    if (!isAtTop()) return
    const said = textOf(bytes)
    if (!isValue) name = said
    else if (name === 'subject' && said !== '' && found.size < MOST_FOUND) found.add(said)
  }
  const step = (byte: number): void => {
    if (text !== null) {
      if (!escaped && byte === QUOTE) {
        ended(text)
        text = null
      } else if (text.length < LONGEST_TEXT) text.push(byte)
      escaped = !escaped && byte === BACKSLASH
    } else if (byte === QUOTE) text = []
    else if (byte === OPEN || byte === LIST) {
      nesting.push(byte)
      isValue = false
    } else if (byte === CLOSE || byte === LIST_END) nesting.pop()
    else if (byte === COLON) isValue = true
    else if (byte === COMMA) isValue = false
  }
  return {
    push(chunk) {
      if (read > MOST_BYTES) return
      read += chunk.length
      for (const byte of chunk) step(byte)
    },
    found: () => [...found],
  }
}

/** What stands between two quotes. */
function textOf(bytes: readonly number[]): string {
  try {
    const said: unknown = JSON.parse(`"${Buffer.from(bytes).toString('utf8')}"`)
    return referenceIn(String(said))
  } catch {
    // A line end inside it, or a wrong escape.
    return referenceIn(Buffer.from(bytes).toString('utf8'))
  }
}

/** A reference as an alert can name it. */
export const referenceIn = (said: string): string =>
  said
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, LONGEST_REFERENCE)

export function subjectsIn(bytes: Uint8Array): readonly string[] {
  const seen = subjectsSeen()
  seen.push(bytes)
  return seen.found()
}
