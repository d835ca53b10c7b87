import { rotaOf } from '../../../machines/rules/delivery/duty.ts'
import type { DeliveryPlan } from '../../../machines/rules/delivery/plan.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { Duty, KeptOverride, OverrideRows } from './ports.ts'

/**
 * @param file what the delivery file says; what was posted counts from the first `refresh`.
 * @param leftOut told the ids of overrides that do not apply, since nobody whom they name is in the file any more.
 */
export function createDuty(
  file: DeliveryPlan,
  ladder: readonly Role[],
  rows: OverrideRows,
  leftOut: (ids: readonly string[]) => void = () => {},
): Duty {
  const { force } = file
  let kept: readonly KeptOverride[] = []
  let plan = file
  let posted = 0
  const use = (overrides: readonly KeptOverride[]): void => {
    if (idsOf(overrides).join() === idsOf(kept).join()) return
    const old = new Set(idsOf(kept))
    kept = overrides
    const applying = overrides.flatMap((override) => asInFile(file, override) ?? [])
    plan = withOverrides(file, applying)
    const idle = idsOf(overrides).filter((id) => !old.has(id) && !applying.some((override) => override.id === id))
    if (idle.length > 0) leftOut(idle)
  }
  return {
    force,
    ladder,
    planNow: () => plan,
    posted: (id) => kept.find((override) => override.id === id) ?? null,
    async override(override, actor) {
      const recorded = await rows.keepOverride(force, override, actor)
      if (recorded === null) return null
      posted += 1
      use([...kept, recorded])
      return recorded
    },
    async refresh() {
      const before = posted
      const overrides = await rows.rotaOverrides(force)
      // What was posted meanwhile is not among what was read.
      if (before === posted) use(overrides)
    },
  }
}

const idsOf = (overrides: readonly KeptOverride[]): string[] => overrides.map(({ id }) => id)

/** With those of its people who may still be on duty; null where nobody is left, which would make a hole that nobody meant. */
function asInFile({ people }: DeliveryPlan, override: KeptOverride): KeptOverride | null {
  const there = override.people.filter((id) => Object.hasOwn(people, id) && people[id]?.roles.includes(override.role))
  return there.length === 0 && override.people.length > 0 ? null : { ...override, people: there }
}

/** The file's overrides come first: what somebody posted is newer. */
function withOverrides(file: DeliveryPlan, overrides: readonly KeptOverride[]): DeliveryPlan {
  const rota = { ...file.rota }
  for (const { id, role, from, to, people, instead } of overrides) {
    const of = rotaOf({ ...file, rota }, role)
    rota[role] = { ...of, overrides: [...of.overrides, { id, from, to, people, instead }] }
  }
  return { ...file, rota }
}
