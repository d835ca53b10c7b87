/**
 * Finds names that an object has twice. `JSON.parse` silently keeps the last, so record and body would differ. Counting finds
 * them in some 2 µs an event: each name in the text has its colon, and the value has each name once.
 */
import { type Mistake, MOST_ISSUES } from '../../../machines/rules/issue.ts'
import { LIMITS } from '../limits.ts'

type Path = Mistake['path']

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
/** What JSON allows between a name and its colon. */
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d])

export interface Repeated {
  /** The first repeated names, each at its second place. */
  readonly paths: readonly Path[]
  /** The search stopped: the text has more names or levels than an event may have, though the value may have fewer. */
  readonly isCut: boolean
}

/**
 * @param text valid JSON.
 * @param value what it parses to.
 */
export function repeatedNames(text: string, value: unknown): Repeated {
  return namesWritten(text) === namesIn(value) ? NONE : find(text)
}

const NONE: Repeated = { paths: [], isCut: false }

/** A text followed by a colon is a name. Text inside a string may look the same: then the search decides. */
function namesWritten(text: string): number {
  let names = 0
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1
    while (BLANKS.has(text.charCodeAt(before))) before--
    if (text.charCodeAt(before) === QUOTE) names++
  }
  return names
}

function endOfText(text: string, opens: number): number {
  let at = opens + 1
  for (let code = text.charCodeAt(at); code !== QUOTE && at < text.length; code = text.charCodeAt(at))
    at += code === BACKSLASH ? 2 : 1
  return at
}

/** Without recursion: nothing has checked yet how deep the value is. */
function namesIn(value: unknown): number {
  let names = 0
  const open: object[] = []
  const look = (part: unknown) => {
    if (typeof part === 'object' && part !== null) open.push(part)
  }
  look(value)
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (Array.isArray(part)) for (const entry of part) look(entry)
    else
      for (const name in part) {
        names++
        look((part as Record<string, unknown>)[name])
      }
  }
  return names
}

/** An open object or list, and where in it the search is. */
interface Frame {
  /** Null for a list. */
  readonly names: Set<string> | null
  step: string | number
}

function find(text: string): Repeated {
  const found: Path[] = []
  const open: Frame[] = []
  let names = 0
  let isName = false
  for (let at = 0; at < text.length && found.length < MOST_ISSUES; at++) {
    const frame = open.at(-1)
    switch (text[at]) {
      case '"': {
        const end = endOfText(text, at)
        if (isName && frame?.names) {
          frame.step = JSON.parse(text.slice(at, end + 1)) as string
          if (frame.names.has(frame.step)) found.push(open.map(({ step }) => step))
          frame.names.add(frame.step)
          names++
          isName = false
        }
        at = end
        break
      }
      case '{':
        open.push({ names: new Set(), step: '' })
        isName = true
        break
      case '[':
        open.push({ names: null, step: 0 })
        isName = false
        break
      case '}':
      case ']':
        open.pop()
        isName = false
        break
      case ',':
        isName = frame?.names != null
        if (frame && typeof frame.step === 'number') frame.step++
        break
    }
    if (names > LIMITS.names || open.length > LIMITS.depth) return { paths: found, isCut: true }
  }
  return { paths: found, isCut: false }
}
