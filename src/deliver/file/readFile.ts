/** The delivery file (docs/delivery/set-up.md): who is told of alerts, by which ways, and when they are on duty. It holds secrets. */
import { momentIn } from '../../../machines/rules/delivery/moment.ts'
import type { DeliveryPlan, Override, Rota } from '../../../machines/rules/delivery/plan.ts'
import { mistakesOf } from '../../../machines/rules/issue.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { readByHand, type TextFile, textFile } from '../../files/byHand.ts'
import type { WayFile } from '../ways/module.ts'
import { mistakesIn } from './checks.ts'
import { fileSchema, type WrittenFile } from './schema.ts'

/** A line for each of 2,000 people, and a rota for each role. */
const MOST_BYTES = 512 * 1024

/** A delivery file that can be used. */
export interface DeliveryFile extends DeliveryPlan, WayFile {
  readonly subscriptions: WrittenFile['subscriptions']
}

/** @throws BadFile with a line for each mistake, and never a secret or an address. */
export function readDeliveryFile(file: string | TextFile): DeliveryFile {
  const { raw, refused } = readByHand(typeof file === 'string' ? textFile(file) : file, MOST_BYTES)
  const read = fileSchema.safeParse(raw)
  if (!read.success) throw refused(mistakesOf(read.error, raw))
  const mistakes = mistakesIn(read.data)
  if (mistakes.length > 0) throw refused(mistakes)
  const { schema: _, rota, ...rest } = read.data
  return { ...rest, rota: rotaOfRoles(rota) }
}

/** As the rules read it: without addresses of systems and their secrets. */
export const planOf = ({ force, people, rota, routes }: DeliveryFile): DeliveryPlan => ({ force, people, rota, routes })

export const rotaOfRoles = (rota: WrittenFile['rota']): DeliveryPlan['rota'] =>
  Object.fromEntries(Object.entries(rota).map(([role, of]) => [role as Role, of && rotaIn(of)]))

const rotaIn = ({ zone, shifts, overrides }: NonNullable<WrittenFile['rota']['supervisor']>): Rota => ({
  zone,
  shifts,
  overrides: overrides.map(
    ({ from, to, people, instead = null }): Override => ({
      id: null,
      from: momentIn(from, zone)?.first ?? '',
      to: momentIn(to, zone)?.last ?? '',
      people,
      instead,
    }),
  ),
})
