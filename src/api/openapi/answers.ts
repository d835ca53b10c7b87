/**
 * The answers of the OpenAPI document, from the schemas that also give their TypeScript types; a test compares them with real
 * answers.
 */
import { z } from 'zod'
import { accessItem, unusualReading } from '../../engine/answers/access.ts'
import { approval, approvalPage, restrictedApproval } from '../../engine/answers/approvals.ts'
import { assessment, assessments, topic } from '../../engine/answers/assessments.ts'
import { briefing } from '../../engine/answers/briefing.ts'
import { counts } from '../../engine/answers/counts.ts'
import { delivery, deliveryPage, replayed } from '../../engine/answers/deliveries.ts'
import { textReader } from '../../engine/answers/detector.ts'
import { draft, drafts, savedDraft } from '../../engine/answers/drafts.ts'
import {
  dutyOfRole,
  dutyPage,
  dutySpan,
  overrideRecorded,
  rotaOfRole,
  rotaOverride,
  rotaPage,
} from '../../engine/answers/duty.ts'
import {
  acceptedHandover,
  handover,
  handoverAhead,
  handoverHead,
  handoverItem,
  restrictedHandoverItem,
} from '../../engine/answers/handover.ts'
import { incident, incidentItem, restrictedItem } from '../../engine/answers/incident.ts'
import { measure, measureDescription, measureLine, measures } from '../../engine/answers/measures.ts'
import {
  alert,
  deadline,
  demand,
  matter,
  regionStates,
  registerItem,
  restrictedLine,
  takenAlerts,
} from '../../engine/answers/parts.ts'
import {
  oneReassessment,
  reassessmentPage,
  reassessmentToRead,
  restrictedReassessment,
} from '../../engine/answers/reassessments.ts'
import { dailyMeeting, register } from '../../engine/answers/registers.ts'
import { hau, links, repeat } from '../../engine/answers/related.ts'
import { restrictedSample, thriveAgreement, thriveSample } from '../../engine/answers/sampling.ts'
import { page, whole } from '../../engine/answers/shapes.ts'
import { replayed as replayedSubscription, subscription, subscriptions } from '../../engine/answers/subscriptions.ts'
import { alertLines, refusal, restrictedRefusal, sentRefusal, timelineItem } from '../../engine/answers/timeline.ts'
import {
  batchAnswer,
  deliveryTestAnswer,
  foundPage,
  heartbeat,
  me,
  pending,
  problem,
  prompts,
  ready,
  recorded,
  tool,
} from '../answers.ts'
import { once } from '../once.ts'
import { type JsonSchema, ref } from './events.ts'

/** Schemas with a name in the document. A schema that several of these contain is written once and referred to. */
const NAMED = {
  State: regionStates,
  Links: links,
  Repeat: repeat,
  Unit: hau,
  Demand: demand,
  Deadline: deadline,
  Alert: alert,
  Matter: matter,
  Assessments: assessments,
  Assessment: assessment,
  Tool: tool,
  Topic: topic,
  Prompts: prompts,
  Briefing: briefing,
  TextReader: textReader,
  Problem: problem,
  Recorded: recorded,
  Pending: pending,
  BatchAnswer: batchAnswer,
  IncidentItem: incidentItem,
  RestrictedItem: restrictedItem,
  Incident: incident,
  TimelineItem: timelineItem,
  Refusal: refusal,
  DeliveryTest: deliveryTestAnswer,
  Ready: ready,
  Heartbeat: heartbeat,
  Delivery: delivery,
  DeliveryPage: deliveryPage,
  Replayed: replayed,
  Me: me,
  Counts: counts,
  Draft: draft,
  SavedDraft: savedDraft,
  DraftPage: drafts,
  FoundPage: foundPage,
  IncidentPage: page(z.union([incidentItem, restrictedItem])),
  TimelinePage: page(timelineItem),
  AlertPage: page(alert),
  TakenAlerts: takenAlerts,
  AlertLines: alertLines,
  DemandPage: page(demand),
  DeadlinePage: page(deadline),
  SentRefusal: sentRefusal,
  RestrictedRefusal: restrictedRefusal,
  RefusalPage: page(z.union([refusal, restrictedRefusal])),
  ToolPage: z.object(whole(tool)),
  ReassessmentToRead: reassessmentToRead,
  RestrictedReassessment: restrictedReassessment,
  ReassessmentPage: reassessmentPage,
  OneReassessment: z.union([oneReassessment, restrictedReassessment]),
  Approval: approval,
  RestrictedApproval: restrictedApproval,
  ApprovalPage: approvalPage,
  HandoverItem: handoverItem,
  RestrictedHandoverItem: restrictedHandoverItem,
  HandoverHead: handoverHead,
  HandoverPage: page(handoverHead),
  HandoverAhead: handoverAhead,
  Handover: handover,
  AcceptedHandover: acceptedHandover,
  ThriveSample: thriveSample,
  RestrictedSample: restrictedSample,
  ThriveAgreement: thriveAgreement,
  Register: register,
  RegisterItem: registerItem,
  RestrictedLine: restrictedLine,
  DailyMeeting: dailyMeeting,
  AccessPage: page(accessItem),
  UnusualReading: unusualReading,
  Subscription: subscription,
  Subscriptions: subscriptions,
  ReplayedSubscription: replayedSubscription,
  DutyOfRole: dutyOfRole,
  DutyPage: dutyPage,
  DutySpan: dutySpan,
  RotaOfRole: rotaOfRole,
  RotaPage: rotaPage,
  RotaOverride: rotaOverride,
  OverrideRecorded: overrideRecorded,
  Measures: measures,
  MeasureDescription: measureDescription,
  Measure: measure,
  MeasureLine: measureLine,
} satisfies Record<string, z.ZodType>

/** Facts that hold for every number and object of JSON tell a reader nothing. */
function shorten(schema: JsonSchema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.type === 'object') delete schema.propertyNames
}

/**
 * Later versions add fields, so every object is open. @param schemas by name: what several contain is written once and referred to.
 *
 * @param target of AsyncAPI draft 7 of JSON Schema, of OpenAPI its 2020 version.
 */
export function componentsOf(
  schemas: Readonly<Record<string, z.ZodType>>,
  target: 'draft-7' | 'draft-2020-12',
): Record<string, JsonSchema> {
  const named = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) named.add(schema, { id })
  const made = z.toJSONSchema(named, {
    ...{ target, io: 'input', unrepresentable: 'any' },
    uri: (id) => ref(id).$ref,
    override: ({ jsonSchema }) => shorten(jsonSchema),
  })
  return Object.fromEntries(Object.entries(made.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]))
}

export const answerComponents = once(() => componentsOf(NAMED, 'draft-2020-12'))
