/** Reads a scenario file whole, or names every mistake in it by its place. */
import { mistakesOf } from '../../../machines/rules/issue.ts'
import { BadFile, type ByHand, type Mistake, readByHand, type TextFile, textFile } from '../../files/byHand.ts'
import { choosePolicy } from '../choosePolicy.ts'
import type { Delivery } from '../messages.ts'
import { longhand } from './longhand.ts'
import { readFailing, strangers } from './namedPeople.ts'
import { readStep } from './readStep.ts'
import type { EarlierStep, Scenario, Step } from './scenario.ts'
import { type RawScenario, scenarioSchema } from './schema.ts'
import { instantOf, type Night } from './times.ts'

/** A scenario is a page or two. */
const MOST_BYTES = 512 * 1024

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

const refused = (mistakes: readonly Mistake[]): ReadScenario => ({ ok: false, mistakes })

export async function readScenarioFile(file: string): Promise<ReadScenario> {
  try {
    return await readScenario(textFile(file))
  } catch (error) {
    if (error instanceof BadFile) return refused(error.mistakes)
    throw error
  }
}

/** @throws BadFile */
async function readScenario(file: TextFile): Promise<ReadScenario> {
  const yaml = readByHand(file, MOST_BYTES)
  const raw = longhand(yaml.raw)
  const said = scenarioSchema.safeParse(raw)
  if (!said.success) throw yaml.refused(mistakesOf(said.error, raw))
  const { name, mirrors = null, night, workers, policy, earlier, steps } = said.data
  const plan = await planIn(said.data, file.file, yaml)
  const chosen = choosePolicy(policy, file.file, yaml)
  const nights = { date: night, zone: chosen.policy.timezone }
  const read = steps.map((step, index) => readStep(step, ['steps', index], nights, yaml))
  const startsAt = instantOf(`${night} 12:00`, nights)
  const before = readEarlier(earlier, startsAt, nights, yaml)
  const mistakes = read.flatMap((step) => ('mistakes' in step ? step.mistakes : []))
  const failing = readFailing(said.data.fails, nights, yaml)
  const good = read.flatMap((step) => ('mistakes' in step ? [] : [step]))
  const wrong = [
    ...mistakes,
    ...before.mistakes,
    ...failing.mistakes,
    ...strangers(said.data, plan).map(({ path, message }) => ({ ...yaml.placeOf(path), message })),
    ...backwards(good, yaml),
    ...unknownPriorities(good, Object.keys(chosen.policy.priorities), yaml),
  ]
  if (wrong.length > 0) return refused(wrong)
  const awake = workers === 'awake'
  const delivery = plan && { plan, fails: failing.fails }
  return { ok: true, scenario: { name, mirrors, startsAt, policy: chosen, delivery, awake, earlier: before.steps, steps: good } }
}

/** The ways and their libraries are loaded only for a scenario about them. */
async function planIn({ delivery }: RawScenario, file: string, yaml: ByHand): Promise<Delivery['plan'] | null> {
  return delivery === undefined ? null : (await import('./delivery.ts')).readDelivery(delivery, file, yaml)
}

/** What was on record before the night, all of it in the order in which it was recorded. */
function readEarlier(
  earlier: RawScenario['earlier'],
  startsAt: string,
  night: Night,
  yaml: ByHand,
): { readonly steps: readonly EarlierStep[]; readonly mistakes: readonly Mistake[] } {
  const steps: EarlierStep[] = []
  const mistakes: Mistake[] = []
  earlier.forEach(({ incident, steps: raws }, place) => {
    raws.forEach((raw, index) => {
      const path = ['earlier', place, 'steps', index]
      const read = readStep(raw, path, night, yaml)
      if ('mistakes' in read) mistakes.push(...read.mistakes)
      else if (read.happens.kind !== 'event')
        mistakes.push({ ...yaml.placeOf(path), message: 'needs an event: nothing else happens before the night' })
      else if (read.at > startsAt)
        mistakes.push({ ...yaml.placeOf([...path, 'at']), message: 'must be before the night, which begins at noon' })
      else steps.push({ ...read, reference: incident })
    })
  })
  return { steps: steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), mistakes }
}

/** Steps stand in the order in which they are recorded: the clock never goes back. */
function backwards(steps: readonly Step[], yaml: ByHand): Mistake[] {
  return steps.flatMap(({ recordedAt }, index) => {
    const before = steps[index - 1]
    return before === undefined || recordedAt >= before.recordedAt
      ? []
      : [
          {
            ...yaml.placeOf(['steps', index]),
            message: 'comes before the step above it: steps stand in the order they are recorded in',
          },
        ]
  })
}

function unknownPriorities(steps: readonly Step[], known: readonly string[], yaml: ByHand): Mistake[] {
  return steps.flatMap(({ expect }, index) =>
    expect?.priority === undefined || expect.priority === null || known.includes(expect.priority)
      ? []
      : [{ ...yaml.placeOf(['steps', index, 'expect', 'priority']), message: `the policy has no priority ${expect.priority}` }],
  )
}
