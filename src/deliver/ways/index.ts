/** Every way. A new way is one file here, its line in `WAYS`, and its section in `SECTIONS` if it has one. */
import { z } from 'zod'
import type { WayName } from '../../../machines/rules/delivery/plan.ts'
import { email, mailSection } from './email.ts'
import type { OpenWay, WayEnvironment, WayFile, WayModule, WayOptions } from './module.ts'
import { notifySection } from './notify.ts'
import { sms } from './sms.ts'
import { teams, teamsEntry } from './teams.ts'
import { webhook, webhookEntry } from './webhook.ts'

export const WAYS: readonly WayModule[] = [webhook, sms, email, teams]

const MOST_ENTRIES = 50
const entries = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .record(z.string().regex(/^[\w-]{1,64}$/, 'must be a name of letters, digits, hyphens and underscores, at most 64'), entry)
    .refine((named) => Object.keys(named).length <= MOST_ENTRIES, `must have at most ${MOST_ENTRIES} entries`)
    .default({})

/** What ways have in the delivery file besides `allow`. */
export const SECTIONS = {
  webhooks: entries(webhookEntry),
  teams: entries(teamsEntry),
  mail: mailSection.nullable().default(null),
  notify: notifySection.nullable().default(null),
}

export interface Ways {
  readonly ways: Readonly<Record<WayName, OpenWay>>
  close(): Promise<void>
}

export function createWays(file: WayFile, env: WayEnvironment, options: WayOptions = {}): Ways {
  const ways = Object.fromEntries(WAYS.map((way) => [way.name, way.create(file, env, options)]))
  return {
    ways,
    close: async () => {
      await Promise.all(Object.values(ways).map((way) => way.close()))
    },
  }
}

/** Ways that are used and cannot send, each with what is missing: whoever starts the service is told before the night. */
export function notSetUp(used: Iterable<WayName>, file: WayFile, env: WayEnvironment): { way: WayName; needs: string }[] {
  const names = new Set(used)
  return WAYS.flatMap((way) => {
    const needs = names.has(way.name) ? way.missing(file, env) : null
    return needs === null ? [] : [{ way: way.name, needs }]
  })
}
