/** Every page of the board (contract §9). */
import type { Page } from '../page.ts'
import { access } from './access/index.ts'
import { alerts, alertsFile } from './alerts/index.ts'
import { approvalsPage } from './approvals/index.ts'
import { briefing } from './briefing/index.ts'
import { deliveries } from './deliveries/index.ts'
import { find } from './find/index.ts'
import { handoverPage, handoversPage } from './handover/index.ts'
import { incidentPage } from './incident/index.ts'
import { meetingPage } from './meeting/index.ts'
import { reassess } from './reassess/index.ts'
import { reassessmentPage, reassessmentsPage } from './reassessments/index.ts'
import { record, report } from './record/index.ts'
import { refusals } from './refusals/index.ts'
import { registerFile, registerPage, registersPage } from './registers/index.ts'
import { onDuty } from './rota/index.ts'
import { timelineFile, timelinePage } from './timeline/index.ts'
import { wall } from './wall/index.ts'

export const PAGES: readonly Page[] = [
  wall,
  alerts,
  alertsFile,
  incidentPage,
  reassess,
  briefing,
  timelinePage,
  timelineFile,
  record,
  report,
  reassessmentsPage,
  reassessmentPage,
  approvalsPage,
  handoversPage,
  handoverPage,
  find,
  meetingPage,
  registerFile,
  registersPage,
  registerPage,
  onDuty,
  ...deliveries,
  ...refusals,
  ...access,
]
