import { calendarsWith } from '../../calendars/readCalendars.ts'
import { detectorFrom } from '../../detector/readDetector.ts'
import { BadFile, textFile } from '../../files/byHand.ts'
import { DEFAULT_POLICY, type ReadPolicy, readPolicy } from '../../policies/readPolicy.ts'
import { toolsWith } from '../../tools/readTools.ts'

/** What a force has of its own; null for what comes with the service. */
interface OwnFiles {
  readonly policyFile: string | null
  readonly toolsDir: string | null
  readonly calendarsDir: string | null
  readonly detectorFile: string | null
}

/**
 * Reads a policy with what belongs to it: risk tools, calendars and the detector.
 *
 * @throws BadFile
 */
export function readPolicyFile({
  policyFile,
  toolsDir,
  calendarsDir,
  detectorFile,
}: OwnFiles): Extract<ReadPolicy, { ok: true }> {
  const policy = textFile(policyFile ?? DEFAULT_POLICY)
  const read = readPolicy(policy, toolsWith(toolsDir), calendarsWith(calendarsDir), detectorFrom(detectorFile))
  if (read.ok) return read
  throw new BadFile(read.mistakes)
}
