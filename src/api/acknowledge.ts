/** `POST /v1/alerts/{id}/acknowledge`: somebody says that they have it. It stops nothing and resolves nothing. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { person } from '../../machines/rules/fields.ts'
import { gapsOf } from '../../machines/rules/gap.ts'
import type { Person } from '../../machines/rules/vocabulary.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reads, SystemAlerts } from '../engine/reads.ts'
import { invalidEvent, invalidGaps } from './admit.ts'
import { callerOf } from './authenticate.ts'
import { mediaTypeOf } from './body.ts'
import { beyondLimits, parseJson } from './json.ts'
import type { Limits } from './limits.ts'
import { Refused } from './problems.ts'
import { keepingRefusals, type Sent, type Writing } from './refuse.ts'
import { RIGHTS } from './roles.ts'

export const acknowledgement = z.strictObject({ by: person })

export interface AcknowledgePorts extends Writing {
  readonly engine: Pick<Engine, 'acknowledge'>
  readonly reads: Pick<Reads, 'alertCase'>
  readonly systemAlerts: SystemAlerts
  readonly limits: Limits
}

export const acknowledge = (ports: AcknowledgePorts): RequestHandler =>
  keepingRefusals(
    ports,
    () => ports.limits.eventBytes,
    async (sent, req, res) => {
      const { force, key, role } = callerOf(res)
      if (mediaTypeOf(req) !== 'application/json')
        throw new Refused('unsupported-media-type', 'Send application/json, as UTF-8, not compressed.')
      if (sent.tooLarge) throw new Refused('payload-too-large', `At most ${ports.limits.eventBytes} bytes.`)
      const by = whoHasIt(sent, ports.limits)
      if (!RIGHTS[role].acknowledges) throw new Refused('forbidden', `The role ${role} does not acknowledge alerts.`)
      const id = String(req.params.id)
      if (!/^[\x21-\x7e]{1,128}$/.test(id)) throw unknownAlert()
      const incident = await ports.reads.alertCase(force, id)
      if (incident) sent.about = { ...sent.about, incident: incident.reference }
      const alert = incident
        ? await ports.engine.acknowledge(id, incident, by, { key, role })
        : await ports.systemAlerts.acknowledgeSystemAlert(force, id, by)
      if (!alert) throw unknownAlert()
      res.json(alert)
    },
  )

function whoHasIt({ bytes }: Sent, limits: Limits): Person {
  const parsed = parseJson(bytes)
  if (!parsed.ok) throw invalidEvent([parsed.gap])
  const beyond = [...parsed.gaps, ...beyondLimits(parsed.value, limits)]
  if (beyond.length > 0) throw invalidEvent(beyond)
  const read = acknowledgement.safeParse(parsed.value)
  if (!read.success) throw invalidGaps(gapsOf(read.error, parsed.value, ''))
  return read.data.by
}

const unknownAlert = (): Refused => new Refused('not-found', 'There is no such alert for this key.')
