/** What a line of the record says in a few words, true to what stands: a grade that waits for a second person is not given yet. */
import { findWord } from '../../../../../machines/rules/catalogue/labels/index.ts'
import type { TimelineItem } from '../../../../engine/views/views.ts'
import { joined, say, type Text } from '../../../words/text.ts'
import { alertWords, clockWords, eventWords, plain, small } from '../../../words/words.ts'
import type { Known } from '../known.ts'

type Line = Pick<TimelineItem, 'type' | 'data' | 'consequences'>
type Beside = { readonly view: Pick<Known['view'], 'approvals' | 'priority' | 'alerts'>; readonly times: Known['times'] }

interface Told {
  readonly priority?: string
  readonly unit?: string
  readonly caller?: string
  readonly alert?: string
  readonly type?: string
  readonly decision?: string | { readonly priority?: string }
  readonly approval?: string
  readonly of?: string
  readonly verdict?: string
  readonly incident?: string
  readonly partner?: string
  readonly machine?: string
  readonly deadline?: string
}

export function titleOf(line: Line, beside: Beside): Text {
  const told = (line.data ?? {}) as Told
  const event = eventWords(line.type)
  switch (line.type) {
    case 'deadline.passed':
      return [`Time ran out: ${clockWords(told)}`]
    case 'incident.graded':
      return [told.priority === undefined ? event : `Graded ${told.priority}`]
    case 'risk.reassessed':
      return reassessed(line, told, beside)
    case 'approval.asked':
      return [`${eventWords(told.type ?? '')}: asked for, waits for a second person`]
    case 'approval.given':
      return [told.decision === 'approved' ? 'A second person agreed' : 'A second person refused']
    case 'approval.lapsed':
      return ['Nobody decided in time: what was asked for did not happen']
    case 'alert.acknowledged':
    case 'alert.released':
      return [[event, alertNamed(told.alert, beside)].filter(Boolean).join(': ')]
    case 'reassessment.checked':
      return [
        `Reassessment read by a second person: ${small(findWord(line.type, 'verdict', told.verdict ?? '')?.value ?? event)}`,
      ]
    default:
      return [withName(event, told)]
  }
}

const withName = (event: string, { unit, caller, partner, incident }: Told): string => {
  const name = unit ?? caller ?? partner ?? incident
  return name === undefined ? event : `${event}: ${name}`
}

/** The record of a lowering is there at once; the lower grade is not, where it takes a second person's own act. */
function reassessed({ consequences }: Line, { decision }: Told, { view, times }: Beside): Text {
  const priority = typeof decision === 'object' ? decision.priority : undefined
  const approval = consequences.matters?.find(({ kind }) => kind === 'approval')
  const title: Text = ['Risk reassessed']
  if (priority === undefined) return title
  if (approval === undefined) return say`${joined([title])}: ${priority}`
  const waits = view.approvals.find((one) => one.approval === approval.name)
  if (waits === undefined) return say`${joined([title])}: a lower grade, ${priority}, was put before a second person`
  return say`${joined([title])}: ${priority} waits for a second person until ${times.at(waits.until)}, ${view.priority ?? ''} stands`
}

const alertNamed = (id: string | undefined, { view }: Beside): string => {
  const kind = view.alerts.find((alert) => alert.id === id)?.kind
  return kind === undefined ? '' : alertWords(kind)
}

/** A short name of what ran out, for a fold of several. */
export const clockOf = ({ type, data }: Line): string =>
  type === 'deadline.passed' ? clockWords((data ?? {}) as Told) : small(plain(eventWords(type)))
