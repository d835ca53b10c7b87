/** Reads a scenario file whole, or names every mistake in it by its place. */
import { readFileSync } from 'node:fs'
import { mistakesOf } from '../../machines/rules/gap.ts'
import { choosePolicy } from './choosePolicy.ts'
import { longhand } from './longhand.ts'
import { readStep } from './readStep.ts'
import type { Scenario, Step } from './scenario.ts'
import { scenarioSchema } from './schema.ts'
import { instantOf } from './times.ts'
import { type Mistake, readYaml, type YamlFile } from './yamlFile.ts'

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

const refused = (mistakes: readonly Mistake[]): ReadScenario => ({ ok: false, mistakes })

export function readScenarioFile(file: string): ReadScenario {
  try {
    return readScenario(file, readFileSync(file, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return refused([{ file, line: 1, column: 1, message: `cannot be read (${code})` }])
  }
}

function readScenario(file: string, text: string): ReadScenario {
  const yaml = readYaml(file, text)
  if (yaml.mistakes.length > 0) return refused(yaml.mistakes)
  const raw = longhand(yaml.raw)
  const said = scenarioSchema.safeParse(raw)
  if (!said.success)
    return refused(
      mistakesOf(said.error, raw).map(({ path, message }) =>
        yaml.mistake(path, `${path.join('.') || 'the scenario'} ${message}`),
      ),
    )
  const { name, mirrors = null, night, workers, policy, steps } = said.data
  const chosen = choosePolicy(policy, file, yaml)
  if ('mistakes' in chosen) return refused(chosen.mistakes)
  const nights = { date: night, zone: chosen.policy.policy.timezone }
  const read = steps.map((step, index) => readStep(step, index, nights, yaml))
  const mistakes = read.flatMap((step) => ('mistakes' in step ? step.mistakes : []))
  const good = read.flatMap((step) => ('mistakes' in step ? [] : [step]))
  const wrong = [
    ...mistakes,
    ...backwards(good, yaml),
    ...unknownPriorities(good, Object.keys(chosen.policy.policy.priorities), yaml),
  ]
  if (wrong.length > 0) return refused(wrong)
  const startsAt = instantOf(`${night} 12:00`, nights)
  return {
    ok: true,
    scenario: { name, mirrors, startsAt, policy: chosen.policy, awake: workers === 'awake', steps: good },
  }
}

/** Steps stand in the order in which they are recorded: the clock never goes back. */
function backwards(steps: readonly Step[], yaml: YamlFile): Mistake[] {
  return steps.flatMap(({ recordedAt }, index) => {
    const before = steps[index - 1]
    return before === undefined || recordedAt >= before.recordedAt
      ? []
      : [yaml.mistake(['steps', index], 'comes before the step above it: steps stand in the order they are recorded in')]
  })
}

function unknownPriorities(steps: readonly Step[], known: readonly string[], yaml: YamlFile): Mistake[] {
  return steps.flatMap(({ expect }, index) =>
    expect?.priority === undefined || expect.priority === null || known.includes(expect.priority)
      ? []
      : [yaml.mistake(['steps', index, 'expect', 'priority'], `the policy has no priority ${expect.priority}`)],
  )
}
