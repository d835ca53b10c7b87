/** Every public event, in the order in which lists show them. Unknown fields of `data` are refused; a first report is read more leniently (firstReport.ts). */
import { attendanceEvents } from './incident/attendance.ts'
import { crimeEvents } from './incident/crime.ts'
import { dashEvents } from './incident/dash.ts'
import { elsewhereEvents } from './incident/elsewhere.ts'
import { endingEvents } from './incident/ending.ts'
import { hauEvents } from './incident/hau.ts'
import { logEvents } from './incident/log.ts'
import { reassessmentEvents } from './incident/reassessment.ts'
import { reportEvents } from './incident/report.ts'
import { restrictedEvents } from './incident/restricted.ts'
import { thriveEvents } from './incident/thrive.ts'
import { unitEvents } from './incident/units.ts'
import { approvalEvents } from './matters/approval.ts'
import { bailEvents } from './matters/bail.ts'
import { disclosureEvents } from './matters/disclosure.ts'
import { investigationEvents } from './matters/investigation.ts'
import { maracEvents } from './matters/marac.ts'
import { markerEvents } from './matters/marker.ts'
import { orderEvents } from './matters/order.ts'
import { orderBreachEvents } from './matters/orderBreach.ts'
import { planEvents } from './matters/plan.ts'
import { referralEvents } from './matters/referral.ts'
import { schoolEvents } from './matters/school.ts'
import { suspectEvents } from './matters/suspect.ts'
import { taskEvents } from './matters/task.ts'
import { victimEvents } from './matters/victim.ts'

export const EVENTS = {
  ...reportEvents,
  ...thriveEvents,
  ...logEvents,
  ...unitEvents,
  ...attendanceEvents,
  ...reassessmentEvents,
  ...dashEvents,
  ...hauEvents,
  ...referralEvents,
  ...schoolEvents,
  ...crimeEvents,
  ...endingEvents,
  ...elsewhereEvents,
  ...restrictedEvents,
  ...markerEvents,
  ...suspectEvents,
  ...bailEvents,
  ...investigationEvents,
  ...orderEvents,
  ...orderBreachEvents,
  ...disclosureEvents,
  ...taskEvents,
  ...planEvents,
  ...maracEvents,
  ...victimEvents,
  ...approvalEvents,
}
