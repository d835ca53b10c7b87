import { calendarsWith } from '../../calendars/readCalendars.ts'
import { BadFile, textFile } from '../../files/byHand.ts'
import { DEFAULT_POLICY, type ReadPolicy, readPolicy } from '../../policies/readPolicy.ts'
import { toolsWith } from '../../tools/readTools.ts'

/**
 * Reads a policy file; null for the default policy. Risk tools and calendars belong to it: the shipped files, with the force's
 * own over and beside them.
 *
 * @param toolsDir the folder of the force's own tools; null for no folder.
 * @param calendarsDir the same for its calendars.
 * @throws BadPolicy, BadTool, BadCalendar
 */
export function readPolicyFile(
  file: string | null,
  toolsDir: string | null,
  calendarsDir: string | null,
): Extract<ReadPolicy, { ok: true }> {
  const read = readPolicy(textFile(file ?? DEFAULT_POLICY), toolsWith(toolsDir), calendarsWith(calendarsDir))
  if (read.ok) return read
  throw new BadFile(read.mistakes)
}
