/** The names of this form's fields: the pointers of what they fill, and the fields that only help. */
export const ID = 'id'
export const DEMAND = '/data/demand'
export const ALSO = '/data/alsoAnswers'
export const SEEN = '/data/causesSeen'
/** Beside a demand that got another cause while somebody wrote: "I have read this too". Its value is the new count. */
export const read = (demand: string): string => `read:${demand}`
export const SITUATION = '/data/situation'
export const CONTACT = '/data/victimContact'
export const CHECKS = '/data/checksRepeated'
export const NEWS = '/data/newInformation'
export const SAFEGUARDING = '/data/interimSafeguarding'
export const NO_SAFEGUARDING = '/data/interimSafeguardingNoneReason'
export const INTERIM = '/data/interimRisk'
export const RESOURCES = '/data/resourceAction'
export const TRIED = `tried:${RESOURCES}`
export const PRIORITY = '/data/decision/priority'
export const RATIONALE = '/data/decision/rationale'
export const APPROVER = '/data/decision/approvedBy'
export const ATTEND = '/data/decision/attend'
export const REVIEW = '/data/nextReviewAt'
/** In so many minutes. */
export const REVIEW_IN = `in:${REVIEW}`
/** Since when nobody has looked, as `instant what`: for whoever asks what is still missing. */
export const SINCE = 'since'

/** The newest cause that was on screen: what answers it was made after it, whatever two clocks say. */
export const CAME = 'came'

/** Fields for a time that has passed: `21:05` is the last time that the clocks showed that. */
export const PAST_TIMES: readonly string[] = [
  '/time',
  `${SITUATION}/suspect/knownAt`,
  `${SITUATION}/victim/knownAt`,
  `${CONTACT}/at`,
]

/** Said of the victim's contact where it was just now: the form's own word beside `true` and `false`. */
export const JUST_NOW = 'now'
