/** A YAML file that somebody wrote by hand: what it says, and where it says it, so that every mistake names its place. */
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'

export interface Mistake {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  readonly message: string
}

export type Path = readonly (string | number)[]

export interface YamlFile {
  readonly raw: unknown
  readonly mistakes: readonly Mistake[]
  /** A mistake at a path of the file; for something missing, at what should have it. */
  mistake(path: Path, message: string): Mistake
  lineOf(path: Path): number
}

/** A scenario is a page or two; what is bigger is none. */
const MOST_BYTES = 512 * 1024
const TOO_DEEP = 'is nested too deeply'

export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter()
  const { document, raw, trouble } = parsed(text, lines)
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const place = (path: Path) => at(offsetOf(document, path))
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({ file, ...at(pos[0]), message }))
  return {
    raw,
    mistakes: trouble === null ? faults : [...faults, { file, line: 1, column: 1, message: trouble }],
    mistake: (path, message) => ({ file, ...place(path), message }),
    lineOf: (path) => place(path).line,
  }
}

interface Parsed {
  readonly document: Document.Parsed
  readonly raw: unknown
  /** What is wrong with the file as a whole. */
  readonly trouble: string | null
}

function parsed(text: string, lineCounter: LineCounter): Parsed {
  const nothing = (trouble: string): Parsed => ({ document: parseDocument(''), raw: null, trouble })
  if (Buffer.byteLength(text) > MOST_BYTES) return nothing(`a scenario has at most ${MOST_BYTES} bytes`)
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false })
    // The parser goes one call deeper for each bracket, and reports the end of that bracket by bracket.
    if (document.errors.some(({ message }) => message.includes('call stack'))) return nothing(TOO_DEEP)
    // Aliases are not followed: they can expand without end.
    return { document, raw: document.errors.length > 0 ? null : document.toJS({ maxAliasCount: 0 }), trouble: null }
  } catch (error) {
    if (error instanceof ReferenceError) return nothing('aliases are not allowed: write it out')
    if (error instanceof RangeError) return nothing(TOO_DEEP)
    throw error
  }
}

function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
