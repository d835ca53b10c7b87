/** An incident of the list, as the API tells of it. */
import type { incidentItem, restrictedItem } from '../../../engine/answers/incident.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'

/** A line that an earlier release wrote lacks what that release did not tell. */
type Later = 'waiting' | 'area' | 'lastAssessedAt' | 'alerts'
export type Item = Omit<Answer<typeof incidentItem>, Later> & Partial<Pick<Answer<typeof incidentItem>, Later>>
export type Restricted = Answer<typeof restrictedItem>
