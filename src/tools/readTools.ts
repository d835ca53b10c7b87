/** The risk tools that come with the service, and those that a force lays over them: one YAML file a tool, checked as it is read. */
import { fileURLToPath } from 'node:url'
import { parseTool, type TopicWords, type Wording, type WrittenTool, type WrittenTools } from '../../machines/rules/hau/tools.ts'
import { readByHand, type TextFile, yamlFilesIn } from '../files/byHand.ts'

/** A form is a page or two, with its wording a few more. */
const MOST_BYTES = 256 * 1024

const SHIPPED = fileURLToPath(new URL('.', import.meta.url))

interface ReadTool extends TopicWords {
  readonly tool: WrittenTool
}

let shipped: WrittenTools | null = null

/** The shipped tools, by id. No tool has its wording: that is copyright. */
export function shippedTools(): WrittenTools {
  shipped ??= toolsIn(SHIPPED)
  return shipped
}

/** The wording that the files of a folder give under the force's licence, by the tool's id. @throws BadFile */
export const wordingIn = (folder: string | null): Readonly<Record<string, Wording>> =>
  folder === null ? {} : Object.fromEntries(readIn(folder).map(({ tool, wording }) => [tool.id, wording]))

/** Our own short names of the topics, by the tool's id: of the shipped tools, and of a folder's over them. @throws BadFile */
export const topicLabelsWith = (folder: string | null): Readonly<Record<string, Wording>> =>
  Object.fromEntries([SHIPPED, ...(folder === null ? [] : [folder])].flatMap(readIn).map(({ tool, labels }) => [tool.id, labels]))

/**
 * The shipped tools with those of a folder over them: a file there takes the place of the shipped one of the same id.
 * @throws BadFile
 */
export const toolsWith = (folder: string | null): WrittenTools =>
  folder === null ? shippedTools() : { ...shippedTools(), ...toolsIn(folder) }

const toolsIn = (folder: string): WrittenTools => Object.fromEntries(readIn(folder).map(({ tool }) => [tool.id, tool]))

const readIn = (folder: string): ReadTool[] => yamlFilesIn(folder).map(readTool)

function readTool(file: TextFile): ReadTool {
  const { raw, refused } = readByHand(file, MOST_BYTES)
  const read = parseTool(raw)
  if (read.ok) return read
  throw refused(read.mistakes)
}
