/** How a generated client calls each operation, and under which heading a reader finds it. */
import type { JsonSchema } from './events.ts'

const TAGS = {
  events: 'What happened goes in here; everything else follows from it.',
  incidents: 'One incident and the list of them.',
  alerts: 'What somebody has to look at, who has it, who is on duty and who was told.',
  overview: 'Over all incidents: registers, measures, samples, the daily meeting, what was refused, who read what.',
  forms: 'What a form asks: risk tools and prompts.',
  people: 'Who the caller is, and what they are still writing.',
  service: 'How the process is, and this document. No key is needed.',
} as const

export const tags = Object.entries(TAGS).map(([name, description]) => ({ name, description }))

const OPERATIONS: Readonly<Record<string, readonly [operationId: string, tag: keyof typeof TAGS]>> = {
  'post /v1/events': ['postEvents', 'events'],
  'get /v1/incidents': ['listIncidents', 'incidents'],
  'get /v1/counts': ['getCounts', 'overview'],
  'post /v1/find': ['findIncidents', 'incidents'],
  'get /v1/incidents/{ref}': ['getIncident', 'incidents'],
  'get /v1/incidents/{ref}/timeline': ['listTimeline', 'incidents'],
  'get /v1/incidents/{ref}/demands': ['listDemandsOfIncident', 'incidents'],
  'get /v1/incidents/{ref}/deadlines': ['listDeadlinesOfIncident', 'incidents'],
  'get /v1/incidents/{ref}/alerts': ['listAlertsOfIncident', 'incidents'],
  'get /v1/incidents/{ref}/assessments': ['getAssessments', 'incidents'],
  'get /v1/incidents/{ref}/briefing': ['getBriefing', 'incidents'],
  'get /v1/incidents/{ref}/detector': ['getDetector', 'forms'],
  'get /v1/alerts': ['listAlerts', 'alerts'],
  'post /v1/alerts/{id}/acknowledge': ['acknowledgeAlert', 'alerts'],
  'post /v1/alerts/{id}/take': ['takeAlert', 'alerts'],
  'post /v1/alerts/{id}/release': ['releaseAlert', 'alerts'],
  'post /v1/incidents/{ref}/alerts/take': ['takeAlertsOfIncident', 'alerts'],
  'post /v1/alerts/{id}/dismiss': ['dismissAlert', 'alerts'],
  'get /v1/on-duty': ['getOnDuty', 'alerts'],
  'get /v1/rota': ['getRota', 'alerts'],
  'post /v1/rota/overrides': ['overrideRota', 'alerts'],
  'post /v1/delivery/test': ['testDelivery', 'alerts'],
  'post /v1/delivery/notify': ['notifyCallback', 'alerts'],
  'get /v1/deliveries': ['listDeliveries', 'alerts'],
  'post /v1/deliveries/replay': ['replayDeliveries', 'alerts'],
  'post /v1/deliveries/{id}/replay': ['replayDelivery', 'alerts'],
  'get /v1/alerts/{id}/lines': ['listAlertLines', 'alerts'],
  'get /v1/handover': ['listHandovers', 'alerts'],
  'post /v1/handover': ['handOver', 'alerts'],
  'get /v1/handover/ahead': ['getHandoverAhead', 'alerts'],
  'get /v1/handover/{id}': ['getHandover', 'alerts'],
  'post /v1/handover/{id}/accept': ['acceptHandover', 'alerts'],
  'get /v1/stream': ['followChanges', 'alerts'],
  'get /v1/refusals': ['listRefusals', 'overview'],
  'get /v1/refusals/{refusal}': ['readRefusal', 'overview'],
  'get /v1/approvals': ['listApprovals', 'overview'],
  'get /v1/reassessments': ['listReassessments', 'overview'],
  'get /v1/reassessments/{ref}/{sequence}': ['getReassessment', 'overview'],
  'get /v1/registers/{name}': ['getRegister', 'overview'],
  'get /v1/measures': ['listMeasures', 'overview'],
  'get /v1/measures/{name}': ['getMeasure', 'overview'],
  'get /v1/daily-meeting': ['getDailyMeeting', 'overview'],
  'get /v1/thrive-sample': ['drawThriveSample', 'overview'],
  'get /v1/thrive-agreement': ['getThriveAgreement', 'overview'],
  'get /v1/access-log': ['listAccessLog', 'overview'],
  'get /v1/access-log/unusual': ['getUnusualReading', 'overview'],
  'get /v1/subscriptions': ['listSubscriptions', 'overview'],
  'post /v1/subscriptions/{id}/replay': ['replaySubscription', 'overview'],
  'get /v1/tools': ['listTools', 'forms'],
  'get /v1/prompts': ['listPrompts', 'forms'],
  'get /v1/me': ['getMe', 'people'],
  'get /v1/drafts': ['listDrafts', 'people'],
  'get /v1/drafts/{form}': ['getReportDraft', 'people'],
  'put /v1/drafts/{form}': ['saveReportDraft', 'people'],
  'delete /v1/drafts/{form}': ['deleteReportDraft', 'people'],
  'get /v1/drafts/{ref}/{form}': ['getDraft', 'people'],
  'put /v1/drafts/{ref}/{form}': ['saveDraft', 'people'],
  'delete /v1/drafts/{ref}/{form}': ['deleteDraft', 'people'],
  'get /v1/heartbeat': ['getHeartbeat', 'service'],
  'get /healthz': ['getHealth', 'service'],
  'get /readyz': ['getReadiness', 'service'],
  'get /metrics': ['getMetrics', 'service'],
  'get /openapi.json': ['getOpenApi', 'service'],
  'get /asyncapi.json': ['getAsyncApi', 'service'],
  'get /docs': ['getDocs', 'service'],
}

type Paths<Operation> = Record<string, Record<string, Operation>>

/** @returns the same paths, each operation with its id and tag; a test finds an operation without them. */
export function named<Operation extends object>(paths: Paths<Operation>): Paths<Operation & JsonSchema> {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => {
          const [operationId, tag] = OPERATIONS[`${method} ${path}`] ?? []
          return [method, { operationId, ...(tag && { tags: [tag] }), ...operation }]
        }),
      ),
    ]),
  )
}
