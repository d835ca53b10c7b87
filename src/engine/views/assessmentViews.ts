/** The types of risk assessments as they are read by whoever reviews them, made from their schema. */
import type { assessment, assessments, followUp, topic } from '../answers/assessments.ts'
import type { Answer } from '../answers/shapes.ts'

/** A topic of a risk tool with its answer; without an answer where it was not asked. */
export type TopicItem = Answer<typeof topic>
/** A further tool, opened by an answer. */
export type FollowUpItem = Answer<typeof followUp>
export type AssessmentItem = Answer<typeof assessment>
/** `GET /v1/incidents/{ref}/assessments`: the newest first. */
export type AssessmentsView = Answer<typeof assessments>
