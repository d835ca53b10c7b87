/** Alerts, in the order in which lists show them: what is told to somebody, how loudly, and to whom first. */

/** In rising order. Order matters, not the words: the board sorts by it. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface AlertRecord {
  /** What the board calls it. */
  readonly label: string
  /** Before the grade, the risk, earlier calls and the level raise it [project default]. */
  readonly severity: Severity
  readonly audience: 'ladder' | 'hau'
}

/** Goes up the policy's escalation, level by level. */
const ladder = (severity: Severity, label: string): AlertRecord => ({ label, severity, audience: 'ladder' })
/** Goes to the harm assessment unit, which owes what is late. */
const hau = (severity: Severity, label: string): AlertRecord => ({ label, severity, audience: 'hau' })

export const ALERTS = {
  'attendance-warning': ladder('medium', 'Attendance soon overdue'),
  'attendance-overdue': ladder('high', 'Attendance overdue'),
  'reassessment-demanded': ladder('high', 'Reassessment demanded'),
  'reassessment-overdue': ladder('high', 'Reassessment overdue'),
  'reassessment-doubtful': ladder('high', 'A second person has to read a reassessment'),
  'reassessment-check-overdue': ladder('high', 'Nobody has read a doubtful reassessment'),
  'approval-waiting': ladder('medium', 'A decision waits for a second person'),
  downgraded: ladder('medium', 'Grade lowered'),
  'thrive-inadequate': ladder('low', 'THRIVE has gaps'),
  'thrive-overdue': ladder('medium', 'THRIVE overdue'),
  'grading-overdue': ladder('high', 'Not graded in time'),
  'crime-recording-overdue': ladder('medium', 'No crime recorded in time, and no decision against it'),
  'repeat-victim': ladder('medium', 'Repeat victim'),
  'dash-missing': ladder('medium', 'DASH missing'),
  'dash-review-overdue': ladder('medium', 'DASH review overdue'),
  'dash-returned': ladder('low', 'DASH returned'),
  'visible-high-risk': ladder('high', 'So much was found that the risk looks high, whatever its grade'),
  'hau-overdue': hau('medium', 'Receipt or checks by the harm assessment unit overdue'),
  'referral-overdue': hau('medium', 'Referral overdue'),
  'school-notification-overdue': hau('medium', 'School notification overdue'),
  'referral-not-made': hau('medium', 'A referral that a rule asks for has not been made'),
  'referral-bounced': hau('medium', 'A referral has come back'),
  'referral-escalated': ladder('medium', 'A referral has waited too long, at the unit or at the partner'),
  'school-conflict': hau('medium', 'An adult who is involved works at the school'),
  'school-bounced': hau('medium', 'What the school was told has come back'),
  'school-first-day-back': hau('low', 'School is back: remind it of what it was told in the holidays'),
  'school-escalated': ladder('medium', 'A school is still not told, or has not said that it knows'),
  'suspect-outstanding': ladder('medium', 'Suspect outstanding'),
  'victim-not-told': ladder('medium', 'Victim not told of the delay'),
  'transfer-unacknowledged': ladder('high', 'Handed to another force, which has not said that it has it'),
  'marker-review-due': ladder('low', 'Marker review due'),
  'suspect-review-overdue': ladder('medium', 'Suspect review overdue'),
  'rui-review-overdue': ladder('medium', 'Review of a release under investigation overdue'),
  'rui-unjustified': ladder('medium', 'No reasons recorded for a release under investigation'),
  'bail-ending': ladder('medium', 'Bail ending'),
  'bail-lapsed': ladder('high', 'Bail lapsed'),
  'bail-court-undecided': ladder('medium', 'Nobody has said what the court decided on an extension of bail'),
  'bail-check-overdue': ladder('medium', 'Bail check overdue'),
  'bail-before-evidence': ladder('medium', 'Bail ends before the evidence is due'),
  'allocation-overdue': ladder('medium', 'Allocation overdue'),
  'investigation-review-overdue': ladder('medium', 'Investigation review overdue'),
  'digital-evidence-overdue': ladder('low', 'Digital evidence overdue'),
  'charge-limit-near': ladder('medium', 'Time limit for a charge runs out'),
  'charge-limit-passed': ladder('high', 'Time limit for a charge has passed'),
  'charging-decision-overdue': ladder('medium', 'Charging decision overdue'),
  'no-activity': ladder('low', 'Nothing happens in an investigation'),
  'order-in-force': hau('medium', 'A protection order is in force: tell who must know'),
  'order-not-told': hau('medium', 'Somebody who must know of a protection order was not told'),
  'order-not-tasked': hau('medium', 'No tasking plan for a protection order'),
  'order-check-overdue': hau('medium', 'Welfare check under an order overdue'),
  'order-not-applied-for': ladder('high', 'Notice without an application to the court'),
  'order-hearing-overdue': ladder('high', 'Hearing after a notice overdue'),
  'order-expiring': ladder('medium', 'Protection order about to end'),
  'order-breach-court-near': ladder('high', 'Arrested for breach of an order: the time to bring him to court runs out'),
  'order-breach-court-missed': ladder('high', 'Arrested for breach of an order, and not before the court in time'),
  'order-not-notified': ladder('medium', 'He has not told the police his name or address, as a DAPO asks'),
  'order-monitoring-ending': ladder('medium', 'Electronic monitoring under an order about to end'),
  'order-prosecutor-silent': ladder('low', 'The prosecutor has not said whether an order is asked for'),
  'order-unsupported': ladder('medium', 'The prosecutor does not ask for an order'),
  'disclosure-overdue': hau('medium', "Application under Clare's Law overdue"),
  'task-overdue': ladder('medium', 'Welfare check, visit or task overdue'),
  'plan-review-overdue': ladder('medium', 'Review of a risk management plan overdue'),
  'plan-action-overdue': ladder('medium', 'Action of a risk management plan overdue'),
  'marac-unlisted': hau('medium', 'Not listed for a MARAC'),
  'marac-not-heard': hau('medium', 'MARAC not heard'),
  'marac-action-overdue': hau('medium', 'MARAC action overdue'),
  'victim-update-overdue': ladder('medium', 'Victim not told of what was done'),
  'victim-support-overdue': hau('medium', 'Victim support overdue'),
  'break-glass': ladder('high', 'Somebody who is not among its readers opened a restricted incident'),
  'timers-stalled': ladder('critical', 'Deadlines are not running: watch every incident by hand'),
  'clock-ahead': ladder('critical', 'The clock of the database is ahead: times shown may be wrong'),
  'access-log-unwritable': ladder('high', 'The access log cannot be written: what people read is not logged'),
  'subscription-failing': ladder('medium', 'A system that subscribes does not take what it is sent'),
  'subscription-ended': ladder('high', 'A system that subscribes has ended its subscription: it is told of nothing'),
  'nobody-on-duty': ladder('critical', 'Nobody is on duty in a role: its alerts go to the next role at once'),
  'timer-unfireable': ladder('high', 'A clock of this incident cannot run: keep the incident on paper and call for help'),
  'delivery-failed': ladder('high', 'An alert has reached nobody: ring whoever has to know'),
  'handover-unaccepted': ladder('high', 'A hand-over of the shift that nobody has accepted in full'),
  'report-refused': ladder('critical', 'Something was refused of an incident that nobody has reported: no clock runs for it'),
}

export type AlertKind = keyof typeof ALERTS
export const ALERT_KINDS = Object.keys(ALERTS) as readonly AlertKind[]
