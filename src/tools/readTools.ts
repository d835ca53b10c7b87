/** The risk tools that come with the service, and those that a force lays over them: one YAML file a tool, checked as it is read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { parseTool, type Wording, type WrittenTool, type WrittenTools } from '../../machines/rules/tools.ts'

/** A form is a page or two, with its wording a few more. */
const MOST_BYTES = 256 * 1024

/** A tool's file cannot be read, or has mistakes; the message names each with its line. */
class BadTool extends Error {
  readonly code = 'bad-tool'
}

const SHIPPED = fileURLToPath(new URL('.', import.meta.url))

interface ReadTool {
  readonly tool: WrittenTool
  readonly wording: Wording
}

let shipped: WrittenTools | null = null

/** The tools that come with the service, by id. None has a wording: that is copyright. */
export function shippedTools(): WrittenTools {
  shipped ??= toolsIn(SHIPPED)
  return shipped
}

/** The wording that the files of a folder give under the force's licence, by the tool's id. @throws BadTool */
export const wordingIn = (folder: string | null): Readonly<Record<string, Wording>> =>
  folder === null ? {} : Object.fromEntries(readIn(folder).map(({ tool, wording }) => [tool.id, wording]))

/**
 * The shipped tools with those of a folder over them: a file there takes the place of the shipped one of the same id.
 * @throws BadTool
 */
export const toolsWith = (folder: string | null): WrittenTools =>
  folder === null ? shippedTools() : { ...shippedTools(), ...toolsIn(folder) }

const toolsIn = (folder: string): WrittenTools => Object.fromEntries(readIn(folder).map(({ tool }) => [tool.id, tool]))

function readIn(folder: string): ReadTool[] {
  const files = namesIn(folder).filter((file) => /\.ya?ml$/.test(file))
  return files.sort().map((file) => readTool(join(folder, file)))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new BadTool(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

function readTool(file: string): ReadTool {
  const text = readFileSync(file, 'utf8')
  if (Buffer.byteLength(text) > MOST_BYTES) throw new BadTool(`${file}:1:1 a tool has at most ${MOST_BYTES} bytes`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => `${at(pos[0])} ${message}`)
  if (faults.length > 0) throw new BadTool(faults.join('\n'))
  const read = parseTool(document.toJS({ maxAliasCount: 0 }))
  if (read.ok) return read
  throw new BadTool(
    read.mistakes
      .map(({ path, message }) => `${at(offsetOf(document.contents, path))} ${path.join('.') || 'the tool'}: ${message}`)
      .join('\n'),
  )
}

/** Where a path begins, or the part of it that is there. */
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
