/** Every page of the board (contract §9). */
import type { Page } from '../page.ts'
import { alerts } from './alerts/index.ts'
import { incidentPage } from './incident/index.ts'
import { meetingPage } from './meeting/index.ts'
import { record, report } from './record/index.ts'
import { registerFile, registerPage, registersPage } from './registers/index.ts'
import { wall } from './wall/index.ts'

export const PAGES: readonly Page[] = [
  wall,
  alerts,
  incidentPage,
  record,
  report,
  meetingPage,
  registersPage,
  registerFile,
  registerPage,
]
