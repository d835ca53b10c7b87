/** Who is told of alerts in a scenario: a delivery file beside it, or its people, rota and routes, without addresses. */
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { DeliveryPlan } from '../../../machines/rules/delivery/plan.ts'
import { type Mistake, mistakesOf } from '../../../machines/rules/issue.ts'
import { mistakesOfPeople } from '../../deliver/file/checks.ts'
import { planOf, readDeliveryFile, rotaOfRoles } from '../../deliver/file/readFile.ts'
import { fileSchema, listOnce, peopleOf, person, WAY_NAMES } from '../../deliver/file/schema.ts'
import type { ByHand } from '../../files/byHand.ts'
import type { RawScenario } from './schema.ts'

const NO_ADDRESSES = 'must be a list of ways, as [email, sms]: a scenario holds no addresses'

const writtenPlan = z.strictObject({
  people: peopleOf(
    person.extend({
      ways: listOnce(z.enum(WAY_NAMES), WAY_NAMES.length, NO_ADDRESSES)
        .default([])
        .transform((ways): Record<string, string> => Object.fromEntries(ways.map((way) => [way, '']))),
    }),
  ),
  rota: fileSchema.shape.rota,
  routes: fileSchema.shape.routes,
})

/** A file is looked for beside the scenario, and is taken for the file of the scenario's force. @throws BadFile */
export function readDelivery(
  said: NonNullable<RawScenario['delivery']>,
  scenario: string,
  yaml: ByHand,
): Omit<DeliveryPlan, 'force'> {
  if (typeof said === 'string') return planOf(readDeliveryFile(resolve(dirname(scenario), said)))
  const refused = (found: readonly Mistake[]) =>
    yaml.refused(found.map(({ path, message }) => ({ path: ['delivery', ...path], message })))
  const read = writtenPlan.safeParse(said)
  if (!read.success) throw refused(mistakesOf(read.error, said))
  const mistakes = mistakesOfPeople(read.data)
  if (mistakes.length > 0) throw refused(mistakes)
  const { people, rota, routes } = read.data
  return { people, rota: rotaOfRoles(rota), routes }
}
