/** The policy that a scenario runs under: the default, another file, or the default with some of it changed. */
import { dirname, resolve } from 'node:path'
import { parsePolicy } from '../../machines/rules/policy/policy.ts'
import { calendarsWith } from '../calendars/readCalendars.ts'
import type { PinnedPolicy } from '../engine/step/live.ts'
import { BadFile, type ByHand, readByHand, type TextFile, textFile } from '../files/byHand.ts'
import { DEFAULT_POLICY, MOST_BYTES, readPolicy, withCalendars } from '../policies/readPolicy.ts'
import { shippedTools } from '../tools/readTools.ts'
import { type Data, merge } from './fixtures.ts'
import type { RawScenario } from './reading/schema.ts'

/** A file is looked for beside the scenario. @throws BadFile */
export function choosePolicy(chosen: RawScenario['policy'], scenario: string, yaml: ByHand): PinnedPolicy {
  return typeof chosen === 'string' ? pinned(textFile(resolve(dirname(scenario), chosen))) : changedDefault(chosen ?? {}, yaml)
}

/** Read once for all scenarios that change nothing of it: to read it takes longer than to play most of them. */
let unchanged: PinnedPolicy | null = null

function changedDefault(changes: Data, yaml: ByHand): PinnedPolicy {
  if (Object.keys(changes).length > 0) return readDefault(changes, yaml)
  unchanged ??= readDefault(changes, yaml)
  return unchanged
}

function readDefault(changes: Data, yaml: ByHand): PinnedPolicy {
  const shipped = readByHand(textFile(DEFAULT_POLICY), MOST_BYTES).raw as Data
  const merged = withCalendars(merge(shipped, changes), calendarsWith(null))
  const read = parsePolicy(merged)
  if (!read.ok) throw yaml.refused(read.mistakes.map(({ path, message }) => ({ path: ['policy', ...path], message })))
  return pinned({ file: 'the policy', text: JSON.stringify(merged) })
}

function pinned(file: TextFile): PinnedPolicy {
  const read = readPolicy(file, shippedTools(), calendarsWith(null))
  if (read.ok) return read
  throw new BadFile(read.mistakes)
}
