/** The types of what is read of incidents, made from the schemas in `answers`. Instants are ISO 8601 UTC with milliseconds. */
import type { Link } from '../../../machines/rules/report/links.ts'
import type { assessment, assessments, followUp, topic } from '../answers/assessments.ts'
import type { endedCounts, incident, incidentItem, restrictedItem } from '../answers/incident.ts'
import type { alert, deadline, demand, matter, regionStates } from '../answers/parts.ts'
import type { oneReassessment } from '../answers/reassessments.ts'
import type { links, repeat } from '../answers/related.ts'
import type { Answer } from '../answers/shapes.ts'
import type { timelineItem } from '../answers/timeline.ts'

export type AlertItem = Answer<typeof alert>
export type DemandItem = Answer<typeof demand>
export type DeadlineItem = Answer<typeof deadline>
export type MatterItem = Answer<typeof matter>
export type RegionStates = Answer<typeof regionStates>
/** Earlier incidents of the same people or place, newest first, and what they come to. In lists only the newest few are named. */
export type RepeatItem = Answer<typeof repeat>
/** A link with another incident: `to` it, as this one's record says, or `from` it, as the other's does. */
export type LinkItem = Answer<typeof links>[number]
/** What another incident's record says of one. */
export type LinkFrom = Pick<Link, 'incident' | 'as' | 'at'>
/** How many have ended, of which the newest 50 are shown. */
export type EndedCounts = { readonly [Name in keyof typeof endedCounts]: number }

/** `GET /v1/incidents/{ref}` (contract §3): all that is open, and the newest that ended. */
export type IncidentView = Answer<typeof incident>
/** One line of the list of incidents, and of the stream: open demands and running or missed deadlines only. */
export type IncidentItem = Answer<typeof incidentItem>
/** What everybody of the force sees of a restricted incident. */
export type RestrictedItem = Answer<typeof restrictedItem>
/** What the answer to an event tells of its incident (contract §2). */
export type IncidentTold = Pick<IncidentView, 'incident' | 'state' | 'deadlines' | 'demands'> & EndedCounts
/** One line of a case's timeline: the entry, its content and what followed from it. */
export type TimelineItem = Answer<typeof timelineItem>

/** A topic of a risk tool with its answer; without an answer where it was not asked. */
export type TopicItem = Answer<typeof topic>
/** A further tool, opened by an answer. */
export type FollowUpItem = Answer<typeof followUp>
export type AssessmentItem = Answer<typeof assessment>
/** `GET /v1/incidents/{ref}/assessments`: the newest first. */
export type AssessmentsView = Answer<typeof assessments>
export type ReassessmentView = Answer<typeof oneReassessment>
