/** YAML files that somebody wrote by hand: what they say, and where they say it, so that each mistake names its line. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'

export type Path = readonly (string | number)[]

export interface Place {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

export interface Mistake extends Place {
  readonly message: string
}

export const placeInWords = ({ file, line, column }: Place): string => `${file}:${line}:${column}`
export const inWords = (mistake: Mistake): string => `${placeInWords(mistake)} ${mistake.message}`

/** A file, or a folder of files, cannot be used. The message has a line for each mistake, with its place. */
export class BadFile extends Error {
  readonly code = 'bad-file'
  readonly mistakes: readonly Mistake[]

  /** @param message in place of the mistakes in words. */
  constructor(mistakes: readonly Mistake[], message?: string) {
    const told = mistakes.slice(0, MOST_MISTAKES)
    super(message ?? told.map(inWords).join('\n'))
    this.mistakes = told
  }
}

/** A file by its path and text, which need not be on disk yet. */
export interface TextFile {
  readonly file: string
  readonly text: string
}

export interface ByHand {
  readonly raw: unknown
  /** Where a path begins: at its key or, for a missing key, at the section that should have it. */
  placeOf(path: Path): Place
  /** What to throw for what a schema found: each mistake with its place, and with its path in words. */
  refused(found: readonly { readonly path: Path; readonly message: string }[]): BadFile
}

/** The service reads no file in which maps and lists are deeper than this in each other. */
const MOST_DEEP = 40
/** A file lists at most so many mistakes. */
const MOST_MISTAKES = 100
/** Files of one folder. */
const MOST_FILES = 1_000

/**
 * Reads the text of a file. Anchors and aliases are refused: no file needs them, and they can expand without end.
 *
 * @param mostBytes what is bigger is not looked at.
 * @throws BadFile
 */
export function readByHand({ file, text }: TextFile, mostBytes: number): ByHand {
  if (Buffer.byteLength(text) > mostBytes) throw wholeFile(file, `has more than ${mostBytes} bytes`)
  try {
    const { document, raw, at } = parsed(file, text)
    const placeOf: ByHand['placeOf'] = (path) => at(offsetOf(document.contents, path))
    const refused: ByHand['refused'] = (found) =>
      new BadFile(
        found.map(({ path, message }) => ({ ...placeOf(path), message: `${path.join('.') || 'the file'}: ${message}` })),
      )
    return { raw, placeOf, refused }
  } catch (error) {
    // The parser goes one call deeper for each bracket.
    if (error instanceof RangeError) throw wholeFile(file, TOO_DEEP)
    throw error
  }
}

/** The YAML files of a folder, in order of their names. @throws BadFile */
export function yamlFilesIn(folder: string): TextFile[] {
  const names = readable(folder, () => readdirSync(folder)).filter((name) => /\.ya?ml$/.test(name))
  if (names.length > MOST_FILES) throw unusable(folder, `has more than ${MOST_FILES} files`)
  return names.sort().map((name) => textFile(join(folder, name)))
}

/** @throws BadFile */
export function textFile(file: string): TextFile {
  const bytes = readable(file, () => readFileSync(file))
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    throw unusable(file, 'is not in UTF-8; save it as "UTF-8" or "CSV UTF-8"')
  }
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw unusable(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** For a file that has no line to name: it is a folder, is no text, or is in another form than YAML. */
export const unusable = (file: string, message: string): BadFile =>
  new BadFile([{ file, line: 1, column: 1, message }], `${file}: ${message}`)

/** For a mistake of the file as a whole, or of its first line. */
export const wholeFile = (file: string, message: string): BadFile => new BadFile([{ file, line: 1, column: 1, message }])
const TOO_DEEP = 'is nested too deeply'

type At = (offset: number) => Place

function parsed(file: string, text: string): { document: Document.Parsed; raw: unknown; at: At } {
  const lineCounter = new LineCounter()
  const at: At = (offset) => {
    const { line, col } = lineCounter.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false })
  const faults = [...document.errors, ...document.warnings].map((fault) =>
    fault.code === 'MULTIPLE_DOCS'
      ? { pos: fault.pos, message: 'a file holds one document: write what follows --- into a file of its own' }
      : fault,
  )
  // The parser reports the end of the stack bracket by bracket.
  if (faults.some(({ message }) => message.includes('call stack'))) throw new RangeError(TOO_DEEP)
  const mistakes = [...faults.map(({ pos, message }) => ({ ...at(pos[0]), message })), ...notAllowed(document, at)]
  if (mistakes.length > 0) throw new BadFile(mistakes)
  return { document, raw: document.toJS({ maxAliasCount: 0 }), at }
}

/** What YAML allows and a file of ours does not. Doubled keys are looked for here, because the parser compares each with each. */
function notAllowed(document: Document.Parsed, at: At): Mistake[] {
  const found: Mistake[] = []
  const add = (node: unknown, message: string) => found.push({ ...at(isNode(node) ? (node.range?.[0] ?? 0) : 0), message })
  visit(document, (_, node, above) => {
    if (isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor !== undefined))
      add(node, 'anchors and aliases are not allowed: write it out')
    if (isMap(node)) for (const key of doubled(node)) add(key, 'this key stands here twice')
    if (!isCollection(node) || above.filter(isCollection).length < MOST_DEEP) return undefined
    add(node, TOO_DEEP)
    return visit.SKIP
  })
  return found
}

function doubled({ items }: YAMLMap): unknown[] {
  const keys = new Set<string>()
  return items.flatMap(({ key }) => {
    if (keys.has(String(key))) return [key]
    keys.add(String(key))
    return []
  })
}

function offsetOf(root: Node | null, path: Path): number {
  let offset = root?.range?.[0] ?? 0
  let node: unknown = root
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isNode(key) && String(key) === String(part))
      if (pair === undefined) return offset
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      node = pair.value
    } else {
      node = isSeq(node) ? node.items[Number(part)] : undefined
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset
    }
  }
  return offset
}
