/** What a file of a way gives: its name, what the delivery file may say, and how it is made. */
import type { LookupFunction } from 'node:net'
import type { z } from 'zod'
import type { WayName } from '../../../machines/rules/delivery/plan.ts'
import type { Way } from '../way.ts'

/** Of the environment. */
export interface WayEnvironment {
  readonly smtpUrl: string | null
  readonly notifyApiKey: string | null
  readonly notifyUrl: string
}

/** What the delivery file says for ways: `allow`, and the sections that ways have. */
export interface WayFile {
  /** Hosts, or host:port, that may be without https and not public. */
  readonly allow: readonly string[]
  readonly webhooks: Readonly<Record<string, { readonly url: string; readonly secret: string }>>
  readonly teams: Readonly<Record<string, { readonly url: string }>>
  readonly mail: { readonly from: string } | null
  readonly notify: { readonly smsTemplate: string; readonly emailTemplate: string } | null
}

/** A way that has been made, with what it keeps open. */
export interface OpenWay extends Way {
  close(): Promise<void>
}

/** For tests. */
export interface WayOptions {
  readonly now?: () => Date
  readonly lookup?: LookupFunction
}

export interface WayModule {
  readonly name: WayName
  /** What `ways` of a person may say. */
  readonly address: z.ZodType<string, string>
  /** The section whose entry a person's `ways` names; null where it says the address itself. */
  readonly entryOf: 'webhooks' | 'teams' | null
  /** What the environment or the file must say before it can send; null when it can. In words for whoever runs the service. */
  missing(file: WayFile, env: WayEnvironment): string | null
  create(file: WayFile, env: WayEnvironment, options?: WayOptions): OpenWay
}
