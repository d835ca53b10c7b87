/** Brings alerts to people: who is on duty, who is told, and what carries the messages. Nothing of it runs without a delivery file. */
import type { Logger } from 'pino'
import { onDutyOf } from '../../../machines/rules/delivery/duty.ts'
import type { DeliveryPlan, WayName } from '../../../machines/rules/delivery/plan.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { type Carrier, type CarrierPorts, createCarrier } from '../../deliver/carry.ts'
import { type DeliveryFile, planOf } from '../../deliver/file/readFile.ts'
import { createWays, notSetUp } from '../../deliver/ways/index.ts'
import type { EnginePorts } from '../../engine/createEngine.ts'
import { createDuty } from '../../engine/duty/duty.ts'
import type { Duty } from '../../engine/duty/ports.ts'
import type { StartingPorts } from '../../engine/notifications/advance.ts'
import { createNotifier } from '../../engine/notifications/notifier.ts'
import type { DeliveryHealth } from '../../engine/notifications/seen.ts'
import type { Store } from '../../store/store.ts'
import type { Config } from '../config.ts'
import { watchDeliveries, waysOf } from './watchDeliveries.ts'
import { watchDuty } from './watchDuty.ts'

export interface TellPeoplePorts extends Required<Pick<CarrierPorts, 'base' | 'onTried'>> {
  readonly config: Config
  /** The policy's escalation. */
  readonly ladder: readonly Role[]
  readonly store: Store
  /** Deliveries are on disk: somebody should carry them. Never throws, never waits. */
  readonly deliveriesWritten: () => void
  readonly log: Logger
}

export interface TellPeople {
  readonly duty: Duty | null
  /** The ways of which somebody may be told. */
  ways(): readonly WayName[]
  readonly engine: Pick<EnginePorts, 'notifier' | 'deliveriesWritten'>
  /** For the workers; null without a delivery file. */
  readonly notifications: StartingPorts | null
  /** For the workers, too. */
  readonly carrier: Carrier | null
  /** For the heartbeat; null without a delivery file. */
  health(): DeliveryHealth | null
  stop(): Promise<void>
}

/** Without a delivery file the alerts of a file that was there before end. @throws RecordUnavailable */
export async function tellPeople(file: DeliveryFile | null, ports: TellPeoplePorts): Promise<TellPeople> {
  const { config, ladder, store, deliveriesWritten, log } = ports
  const duty = file && createDuty(planOf(file), ladder, store, sayLeftOut(log))
  await duty?.refresh()
  const plan = (): DeliveryPlan | null => duty?.planNow() ?? null
  const people = () => Object.keys(plan()?.people ?? {})
  const [audience = 'supervisor'] = ladder
  const isNobodyOnDuty = async () => {
    const at = await store.now()
    const now = plan()
    return now !== null && now.routes.length > 0 && ladder.every((role) => onDutyOf(now, role, at).length === 0)
  }
  const stopDuty = watchDuty({ duty, force: config.force, store, log })
  const seen = watchDeliveries({ seen: store, plan, isNobodyOnDuty, audience })
  const carrying = file && duty && carrierOf(file, duty, ports)
  const onDuty = (role: Role, at: string) => {
    const now = plan()
    return now === null ? [] : onDutyOf(now, role, at).map(({ person }) => person)
  }
  const failed = (error: unknown) =>
    log.error({ err: error }, 'who is told of an alert could not be worked out; it is tried again')
  const notifier = createNotifier({ plan, onDuty, failingWays: seen.failingWays, failed })
  return {
    duty,
    ways: () => waysOf(plan()),
    engine: duty === null ? {} : { notifier, deliveriesWritten },
    notifications: duty === null ? null : { force: config.force, ladder, people, notifier, rows: store, deliveriesWritten },
    carrier: carrying?.carrier ?? null,
    health: seen.health,
    async stop() {
      await Promise.all([stopDuty(), seen.stop(), carrying?.close()])
    },
  }
}

function carrierOf(file: DeliveryFile, duty: Duty, { config, store, base, onTried, log }: TellPeoplePorts) {
  const { ways, close } = createWays(file, config)
  if (config.role !== 'api')
    for (const { way, needs } of notSetUp(waysOf(planOf(file)), file, config))
      log.warn({ way }, `nobody can be told by this way: it needs ${needs}`)
  return { carrier: createCarrier({ deliveries: store.dueDeliveries, plan: duty.planNow, ways, base, onTried, log }), close }
}

const sayLeftOut = (log: Logger) => (ids: readonly string[]) =>
  log.warn({ ids }, 'overrides name nobody who is in the delivery file: they do not apply')
