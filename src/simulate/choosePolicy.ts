/** The policy that a scenario runs under: the default, another file, or the default with some of it changed. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { parsePolicy } from '../../machines/rules/policy/policy.ts'
import { calendarsWith } from '../calendars/readCalendars.ts'
import { readPolicy, withCalendars } from '../engine/policyFile.ts'
import type { PinnedPolicy } from '../engine/step/live.ts'
import { shippedTools } from '../tools/readTools.ts'
import { type Data, merge } from './fixtures.ts'
import type { RawScenario } from './reading/schema.ts'
import type { Mistake, YamlFile } from './reading/yamlFile.ts'

const DEFAULT = new URL('../policies/default-england-wales.yaml', import.meta.url)

export type ChosenPolicy = { readonly policy: PinnedPolicy } | { readonly mistakes: readonly Mistake[] }

/** A file is looked for beside the scenario. */
export function choosePolicy(chosen: RawScenario['policy'], scenario: string, yaml: YamlFile): ChosenPolicy {
  if (typeof chosen !== 'string') return changedDefault(chosen ?? {}, yaml)
  const file = resolve(dirname(scenario), chosen)
  try {
    return pinned(readFileSync(file, 'utf8'), file)
  } catch (error) {
    return { mistakes: [yaml.mistake(['policy'], `${chosen} cannot be read (${(error as NodeJS.ErrnoException).code})`)] }
  }
}

/** Read once for all scenarios that change nothing of it: to read it takes longer than to play most of them. */
let unchanged: ChosenPolicy | null = null

function changedDefault(changes: Data, yaml: YamlFile): ChosenPolicy {
  if (Object.keys(changes).length > 0) return readDefault(changes, yaml)
  unchanged ??= readDefault(changes, yaml)
  return unchanged
}

function readDefault(changes: Data, yaml: YamlFile): ChosenPolicy {
  const merged = withCalendars(merge(parse(readFileSync(DEFAULT, 'utf8')) as Data, changes), calendarsWith(null))
  const read = parsePolicy(merged)
  return read.ok
    ? pinned(JSON.stringify(merged), 'the policy')
    : { mistakes: read.mistakes.map(({ path, message }) => yaml.mistake(['policy', ...path], `${path.join('.')} ${message}`)) }
}

function pinned(text: string, file: string): ChosenPolicy {
  const read = readPolicy(text, shippedTools(), calendarsWith(null))
  return read.ok ? { policy: read } : { mistakes: read.mistakes.map((mistake) => ({ file, ...mistake })) }
}
