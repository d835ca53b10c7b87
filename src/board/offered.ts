/** Whom the board offers an alert. The API lets every role of `docs/delivery/taking.md` take any: on a page, what nobody can act on must not read as handled. */
import { type Role, SUPERVISING } from '../../machines/rules/vocabulary.ts'

/** The harm assessment unit neither reassesses nor sends a unit: it is offered what is asked of itself. */
export const isOffered = (role: string, audience: Role): boolean => role !== 'hau' || audience === 'hau'

/** Whether whoever has an alert can do what it asks. @param reassesses a demand is open, which a supervisor or a rank above answers. */
export const canAct = (role: string, reassesses: boolean): boolean =>
  reassesses ? SUPERVISING.some((one) => one === role) : role !== 'hau'
