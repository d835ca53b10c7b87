/** What ways are made with: nothing is set up unless a test says so. */
import type { WayEnvironment, WayFile } from '../../../src/deliver/ways/module.ts'
import { NOTIFY } from '../../support/notifyDouble.ts'

export const ENVIRONMENT: WayEnvironment = { smtpUrl: null, notifyApiKey: null, notifyUrl: 'http://127.0.0.1:9' }

export const fileWith = (more: Partial<WayFile>): WayFile => ({
  allow: [],
  webhooks: {},
  teams: {},
  mail: null,
  notify: null,
  ...more,
})

export const MAIL = { from: 'reassess@force.example' }
export const TEMPLATES = { smsTemplate: NOTIFY.smsTemplate, emailTemplate: NOTIFY.emailTemplate }

/** As long as a try takes at most. */
export const soon = (): AbortSignal => AbortSignal.timeout(10_000)
