/** A YAML file that somebody wrote by hand: what it says, and where it says it, so that each mistake names its line. */
import { isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

export interface ByHand {
  readonly raw: unknown
  /** What is no YAML, each with its place. */
  readonly faults: readonly string[]
  /** `FILE:LINE:COLUMN` of a path, or of the part of it that is there. */
  place(path: readonly (string | number)[]): string
}

/** Aliases are not followed: they can expand without end. */
export function yamlByHand(file: string, text: string, mostBytes: number): ByHand {
  if (Buffer.byteLength(text) > mostBytes)
    return { raw: null, faults: [`${file}:1:1 has more than ${mostBytes} bytes`], place: () => `${file}:1:1` }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => `${at(pos[0])} ${message}`)
  const place: ByHand['place'] = (path) => at(offsetOf(document.contents, path))
  if (faults.length > 0) return { raw: null, faults, place }
  try {
    return { raw: document.toJS({ maxAliasCount: 0 }), faults, place }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return { raw: null, faults: [`${at(0)} aliases are not allowed: write it out`], place }
  }
}

function offsetOf(root: Node | null, path: readonly (string | number)[]): number {
  let offset = root?.range?.[0] ?? 0
  let node: unknown = root
  for (const part of path) {
    const next: unknown = isMap(node) ? node.get(String(part), true) : isSeq(node) ? node.get(Number(part), true) : undefined
    if (!isNode(next)) return offset
    offset = next.range?.[0] ?? offset
    node = next
  }
  return offset
}
