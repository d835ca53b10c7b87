import { readFile } from 'node:fs/promises'
import { calendarsWith } from '../calendars/readCalendars.ts'
import { type ReadPolicy, readPolicy } from '../engine/policyFile.ts'
import { toolsWith } from '../tools/readTools.ts'

const DEFAULT_POLICY = new URL('../policies/default-england-wales.yaml', import.meta.url)

/** The policy file cannot be read, or has mistakes; the message names each with its line. */
class BadPolicy extends Error {
  readonly code = 'bad-policy'
}

/**
 * Reads a policy file; null for the default policy. Risk tools and calendars go with it: those that come with the service, and
 * the force's own over and beside them.
 *
 * @param toolsDir the folder of the force's own tools; null for none.
 * @param calendarsDir the same of its calendars.
 * @throws BadPolicy, BadTool, BadCalendar
 */
export async function readPolicyFile(
  file: string | null,
  toolsDir: string | null,
  calendarsDir: string | null,
): Promise<Extract<ReadPolicy, { ok: true }>> {
  const text = await readFile(file ?? DEFAULT_POLICY, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadPolicy(`${file}: cannot be read (${error.code})`)
  })
  const read = readPolicy(text, toolsWith(toolsDir), calendarsWith(calendarsDir))
  if (read.ok) return read
  throw new BadPolicy(
    read.mistakes.map(({ line, column, message }) => `${file ?? 'policy'}:${line}:${column} ${message}`).join('\n'),
  )
}
