/**
 * Supervision gives a direction. "Reviewed, carry on" was found on most files of an inspection, and the investigations under it
 * went nowhere: the same difference as between explaining a delay and looking at the risk. Source: docs/sources.md#investigation (seed 96).
 */
import type { Issue } from '../issue.ts'
import { isNone, plain } from '../words.ts'

/** Words of which a tick is made. In doubt a word stays out, and the text counts as a direction. */
const TICKS = new Set(
  `a acknowledged active activities activity agree agreed all an and appropriate approved are as at been being by carry case change checked
  comment comments complete completed concur content continue continues continuing correct crime current date dealt detective done endorsed
  enquiries enquiry everything file fine for further good happy has have i in inspector investigation investigations is it job keep line
  log looked made me monitor monitored monitoring my necessary new no not note noted nothing now of oic ok okay on ongoing order otherwise over
  pending per plan planned please point present proceed progress progressed progressing proportionate read record remains report required
  review reviewed reviewing reviews satisfactory satisfied see seen sergeant sgt sighted signed situation so stage still sufficient
  supervised supervision supervisor supervisory thank thanks that the this through time to today under up update updated updates usual was well
  will with work yes`.split(/\s+/),
)

/** Whether a text only says that somebody looked: nothing, or no word beyond those of a tick. */
export function isTick(direction: string): boolean {
  const said = plain(direction)
  return isNone(said) || said.split(' ').every((word) => TICKS.has(word) || /^\d+$/.test(word))
}

export const directionIssues = ({ direction }: { readonly direction: string }): Issue[] =>
  isTick(direction)
    ? [{ pointer: '/data/direction', detail: 'says that it was looked at: say what is to be done next, and by whom' }]
    : []
