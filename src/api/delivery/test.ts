/** `POST /v1/delivery/test`: sends a test to somebody by all of their ways, carried like any message. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { DeliveryPlan } from '../../../machines/rules/delivery/plan.ts'
import { name, person } from '../../../machines/rules/fields.ts'
import type { DeliveryReports } from '../../engine/deliveryReports.ts'
import { callerOf } from '../authenticate.ts'
import { invalidEvent } from '../events/admit.ts'
import { saidIn } from '../events/posted.ts'
import { keepingRefusals, type Writing } from '../events/refuse.ts'
import { mustBeTheirs } from '../events/yourself.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../problems.ts'
import { RIGHTS } from '../roles.ts'

export const deliveryTest = z.strictObject({ person: name.describe('As the delivery file calls them.'), by: person.optional() })

export interface DeliveryTestPorts extends Writing {
  readonly deliveryReports: Pick<DeliveryReports, 'writeTest'>
  /** Null without a delivery file. */
  readonly duty: { readonly force: string; planNow(): DeliveryPlan } | null
  readonly limits: Limits
}

export const testDelivery = (ports: DeliveryTestPorts): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    () => [],
    async (sent, req, res) => {
      const caller = callerOf(res)
      if (!RIGHTS[caller.role].testsDelivery)
        throw new Refused(
          'forbidden',
          `The role ${caller.role} does not test how people are told: a supervisor or an admin does.`,
        )
      const said = saidIn(sent, req, deliveryTest, ports.limits, caller)
      if (said.by !== undefined) mustBeTheirs(said.by, caller)
      const { deliveries, isNew } = await ports.deliveryReports.writeTest(testOf(said.person, caller.force, ports.duty))
      res.status(isNew ? 201 : 200).json({ deliveries: deliveries.map(({ id, way }) => ({ id: String(id), way })) })
    },
  )

/** @throws Refused `no-delivery-file`, `invalid-event` */
function testOf(person: string, force: string, duty: DeliveryTestPorts['duty']) {
  if (duty === null || duty.force !== force)
    throw new Refused('no-delivery-file', 'Nobody of this force is told by messages: DELIVERY_FILE does not name it.')
  const onFile = Object.hasOwn(duty.planNow().people, person) ? duty.planNow().people[person] : undefined
  if (onFile === undefined) throw invalidEvent([{ pointer: '/person', detail: 'is not among the people of the delivery file' }])
  const [role] = onFile.roles
  const ways = Object.keys(onFile.ways)
  if (role === undefined || ways.length === 0)
    throw invalidEvent([{ pointer: '/person', detail: 'has no way in the delivery file by which anybody could be told' }])
  return { force, person, role, ways }
}
