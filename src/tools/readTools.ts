/** The risk tools that come with the service, and those that a force lays over them: one YAML file a tool, checked as it is read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseTool, type Wording, type WrittenTool, type WrittenTools } from '../../machines/rules/hau/tools.ts'
import { yamlByHand } from '../files/yamlByHand.ts'

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
  const { raw, faults, place } = yamlByHand(file, readFileSync(file, 'utf8'), MOST_BYTES)
  if (faults.length > 0) throw new BadTool(faults.join('\n'))
  const read = parseTool(raw)
  if (read.ok) return read
  throw new BadTool(
    read.mistakes.map(({ path, message }) => `${place(path)} ${path.join('.') || 'the tool'}: ${message}`).join('\n'),
  )
}
