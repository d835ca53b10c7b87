/**
 * Supervision gives a direction. "Reviewed, carry on" was found on most files of an inspection, and the investigations under it
 * went nowhere: the same difference as between explaining a delay and looking at the risk. Source: docs/sources.md#investigation (seed 96).
 */
import { type Issue, type Warning, warnIf } from '../issue.ts'
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

/** Words that begin a sentence of what is not to be done, or of waiting: they direct nobody. */
const DIRECTS_NOBODY = new Set('no not nothing none nfa awaiting await waiting wait pending outstanding'.split(' '))
/** After a verb at the beginning: somebody or something. `Get the telephone`, `Arrest him`. */
const OBJECT = new Set(
  'the a an his her him them their this that these those all any both each every whoever everybody everyone somebody with to for from on whether'.split(
    ' ',
  ),
)
/** Verbs of an investigation that are followed by a bare noun as well: `Obtain statement`. In doubt a verb stays out: then the text is warned of. */
const DONE = new Set(
  `apply arrange arrest ask book call canvass charge chase check circulate collect contact download examine find get identify
  interview knock locate obtain refer request ring search secure seize send serve show speak submit summons take trace view visit`.split(
    /\s+/,
  ),
)
const DAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tonight|tomorrow|noon|midnight|weekend'
const MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december'
/** By when: `by Friday`, `before 12 May`, `within 24 hours`, `tonight`. */
const BY_WHEN = new RegExp(
  `\\b(?:(?:by|before|until|within|on|next|this|no later than)(?: the| end of| close of)* (?:\\d|${DAYS}|${MONTHS}|end|week|month|morning|evening|shift|his|her|he|she)|tonight|tomorrow|immediately|at once|urgently|asap)`,
)
/** When, and who: neither is what is to be there. */
const WHEN_OR_WHO = new RegExp(
  `^(?:\\d+\\w*|${DAYS}|${MONTHS}|hours?|days?|weeks?|months?|end|due|course|expected|again|be|in|on|by|before|within|until|next|file|case|di|dci|ds|dsgt|dc|pc|cid)$`,
)

/**
 * Whether a text says what somebody is to do: a sentence of it tells somebody to do something (`Arrest him`, `PC Example to visit her`), or
 * names a thing and by when it is there (`Statement by Friday`). Looking again, waiting and not doing are no directions.
 */
const saysWhatToDo = (direction: string): boolean => direction.split(/[.;:!?\n]|,(?!\d)|\bthen\b|\band\b/i).some(directs)

function directs(sentence: string): boolean {
  const said = plain(sentence).replace(/^(?:please|also|now) /, '')
  const [first = '', second = '', ...rest] = said.split(' ')
  if (said === '' || DIRECTS_NOBODY.has(first) || /\bno (?:further|more)\b|\bnfa\b/.test(said)) return false
  const isTelling = !TICKS.has(first) && (OBJECT.has(second) || DONE.has(first)) && !/(?:ed|ing)$/.test(first)
  const named = [first, second, ...rest]
  const tellsOther = named.some(
    (word, place) => word === 'to' && place > 0 && place < named.length - 1 && isVerb(named[place + 1] ?? ''),
  )
  const thing = named.some((word) => word !== '' && !TICKS.has(word) && !WHEN_OR_WHO.test(word))
  return isTelling || (tellsOther && thing) || (BY_WHEN.test(said) && thing)
}
/** After `to`: what is neither an article nor a word of a tick. */
const isVerb = (word: string): boolean => DONE.has(word) || (!OBJECT.has(word) && !TICKS.has(word) && !WHEN_OR_WHO.test(word))

/** In doubt a person is asked, and the record takes it: a list of phrases would only teach the next phrase. */
export const directionWarnings = ({ direction }: { readonly direction: string }): Warning[] =>
  warnIf(
    !saysWhatToDo(direction),
    'no-direction',
    '/data/direction',
    'This does not say who is to do what by when: say it, or the investigation goes on as it lies.',
  )

export const directionIssues = ({ direction }: { readonly direction: string }): Issue[] =>
  isTick(direction)
    ? [{ pointer: '/data/direction', detail: 'says that it was looked at: say what is to be done next, and by whom' }]
    : []
