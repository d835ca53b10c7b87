/** Every page of the board (contract §9). */
import type { Visited } from '../visit.ts'
import { access } from './access/index.ts'
import { briefing } from './briefing/index.ts'
import { deliveries } from './deliveries/index.ts'
import { find } from './find/index.ts'
import { incidentPage } from './incident/index.ts'
import { meetingPage } from './meeting/index.ts'
import { refusals } from './refusals/index.ts'
import { registerFile, registerPage, registersPage } from './registers/index.ts'
import { onDuty } from './rota/index.ts'
import { wall } from './wall/index.ts'

export interface Page {
  readonly path: string
  readonly get?: Visited
  readonly post?: Visited
}

export const PAGES: readonly Page[] = [
  ...[wall, incidentPage, briefing, meetingPage, registersPage, registerFile, registerPage],
  ...[onDuty, ...deliveries, find, ...refusals, ...access],
]
