/** A control room's delivery plan and rota, made up for tests of who is told. */
import type { DeliveryPlan, PersonOnFile, Route } from '../../machines/rules/delivery/plan.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { createNotifier } from '../../src/engine/notifications/notifier.ts'
import type { NewDelivery, Notification, Told } from '../../src/engine/notifications/ports.ts'
import type { OnDuty } from '../../src/engine/notifications/recipients.ts'
import type { CaseChange } from '../../src/engine/ports.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { AT, alertOf, changeOf } from './changes.ts'

export const LADDER: readonly Role[] = ['supervisor', 'force-incident-manager', 'duty-superintendent']

const person = (name: string, ...roles: Role[]): PersonOnFile => ({
  name,
  roles,
  ways: { webhook: name, sms: '07700900001', email: `${name}@example.org` },
})

/** Two supervisors, a force incident manager, two duty superintendents (the second is also a supervisor), and the unit. */
export const PEOPLE: Readonly<Record<string, PersonOnFile>> = {
  'sup-1': person('Ann Lee', 'supervisor'),
  'sup-2': person('Bo Ray', 'supervisor'),
  'fim-1': person('Cy Dunn', 'force-incident-manager'),
  'supt-1': person('Di Marsh', 'duty-superintendent'),
  'supt-2': person('Ed Nash', 'duty-superintendent', 'supervisor'),
  'hau-1': person('Flo Park', 'hau'),
}

/** Everybody is on duty, in the order of the file. */
export const everybodyOnDuty: OnDuty = (role) => Object.keys(PEOPLE).filter((name) => PEOPLE[name]?.roles.includes(role))
export const nobodyOnDuty: OnDuty = () => []

export const ROUTES: readonly Route[] = [
  { severity: ['critical', 'high'], ways: ['sms', 'webhook'], ackWithin: 'PT3M', bundleFor: null },
  { severity: ['medium'], ways: ['email'], ackWithin: null, bundleFor: 'PT2M' },
]

export const planWith = (parts: Partial<DeliveryPlan> = {}): DeliveryPlan => ({
  force: 'warwickshire',
  people: PEOPLE,
  rota: {},
  routes: ROUTES,
  ...parts,
})

/** Who is told of what, each person once: `raised sup-1`. */
export const toldIn = (deliveries: readonly Pick<NewDelivery, 'about' | 'person'>[]): readonly string[] => [
  ...new Set(deliveries.map(({ about, person: who }) => `${about} ${who}`)),
]

const ONE = { level: 1, count: 1, turn: 0 }
export const deliveryOf = (alert: string, parts: Partial<NewDelivery> = {}): NewDelivery => ({
  ...{ alert, ...ONE, about: 'raised', person: 'sup-1', way: 'sms', role: 'supervisor', tryAt: AT, bundled: false },
  ...parts,
})
export const notificationOf = (alert: string, parts: Partial<Notification> = {}): Notification => ({
  ...{ alert, ...ONE, roles: LADDER, told: ['sup-1'], nextAt: '2030-01-01T00:00:00.000Z' },
  ...parts,
})
/** What a commit says of alerts of which nobody is told. */
export const told = (parts: Partial<Told>): Told => ({ at: AT, deliveries: [], notifications: [], stopped: [], ...parts })

/** What a commit says of an alert that the first supervisor is told of. */
export const toldOf = (alert: string, parts: Partial<Told> = {}): Told =>
  told({ deliveries: [deliveryOf(alert)], notifications: [notificationOf(alert)], ...parts })

/** An alert that is raised and told to the first supervisor. */
export const raised = (incident: string, parts: Partial<AlertItem> = {}): CaseChange =>
  changeOf(incident, 0, { alerts: [alertOf(incident, `${incident}-a1`, parts)], told: toldOf(`${incident}-a1`) })

/** It is taken, or has ended. */
export const taken = (incident: string, status: 'acknowledged' | 'resolved' = 'acknowledged'): CaseChange =>
  changeOf(incident, 1, {
    alerts: [alertOf(incident, `${incident}-a1`, { status })],
    told: told({ stopped: [`${incident}-a1`] }),
  })

/** In which a failure is a failure of the test. */
export const notifierWith = (plan: DeliveryPlan, onDuty: OnDuty = everybodyOnDuty) =>
  createNotifier({
    plan: () => plan,
    onDuty,
    failed: (error) => {
      throw error
    },
  })
