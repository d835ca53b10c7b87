/** Every page of the board (contract §9). */
import type { Visited } from '../visit.ts'
import { approvalsPage } from './approvals/index.ts'
import { handoverPage, handoversPage } from './handover/index.ts'
import { incidentPage } from './incident/index.ts'
import { meetingPage } from './meeting/index.ts'
import { reassessmentPage, reassessmentsPage } from './reassessments/index.ts'
import { record, report } from './record/index.ts'
import { registerFile, registerPage, registersPage } from './registers/index.ts'
import { wall } from './wall/index.ts'

export interface Page {
  readonly path: string
  readonly get?: Visited
  readonly post?: Visited
}

export const PAGES: readonly Page[] = [
  wall,
  incidentPage,
  record,
  report,
  reassessmentsPage,
  reassessmentPage,
  approvalsPage,
  handoversPage,
  handoverPage,
  meetingPage,
  registersPage,
  registerFile,
  registerPage,
]
