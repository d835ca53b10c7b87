/**
 * What the texts of a reassessment say, while somebody writes them: which sentences say how the risk is, and which do not, by the reader
 * that the server has too. Without it nothing is said here, and the server says it.
 */
import { readKept } from './api.js'
import { el, fill } from './dom.js'
import { short } from './gaps.js'

const FIVE = ['suspect/where', 'victim/where', 'canReach', 'changed', 'protects'].map((name) => `/data/situation/${name}`)
const FIRST_READ = ['/data/decision/rationale', '/data/interimRisk']
const WAIT_MS = 400
const ADD = 'Say where the two are, what either of them did or said, what has changed, and what protects the victim.'
/** Said unless the grade changes: the server alone knows which grade is higher. */
const VERDICTS = {
  explains: `With these texts the reassessment is refused: no sentence says how the risk is. ${ADD}`,
  doubtful: `With these texts another supervisor will read this reassessment: they hardly say how the risk is. ${ADD}`,
  unknown:
    'Nothing is known of either person: another supervisor will read this reassessment. Look whether somebody can find out.',
}

/** While boxes are empty nobody can tell what becomes of the record. */
const SO_FAR = {
  explains: `So far no sentence says how the risk is. ${ADD}`,
  doubtful: `So far the sentences hardly say how the risk is. ${ADD}`,
}

/** @returns {{part: HTMLElement, open: (reference: string) => void}} the verdict, for the end of the form */
export function textReading(form, priority) {
  const verdict = el('p', { class: 'verdict', role: 'status' })
  let reader = null
  let waiting = null

  const show = () => {
    const fields = textsIn(form)
    const { sentences, explains, score } = reader.read(fields.map(({ name, value }) => ({ pointer: name, text: value })))
    for (const field of fields) showSentences(field, sentences, reader)
    const gradeChanges = form.elements['/data/decision/priority'].value.trim() !== (priority() ?? '')
    const hasIncreased = form.querySelector('.element input[value="increased"]:checked') !== null
    const ofTexts = explains && !hasIncreased ? 'explains' : score < reader.doubtBelow ? 'doubtful' : null
    const found = (sentences.length === 0 ? null : ofTexts) ?? (isAllUnknown(form) ? 'unknown' : null)
    const said = gradeChanges || found === null ? '' : (isHalfWritten(form) && SO_FAR[found]) || VERDICTS[found]
    if (verdict.textContent !== said) verdict.textContent = said
    verdict.dataset.verdict = said === '' ? '' : found
  }
  const later = () => {
    if (reader === null) return
    clearTimeout(waiting)
    waiting = setTimeout(show, WAIT_MS)
  }
  for (const happened of ['input', 'change', 'reset']) form.addEventListener(happened, later)

  const open = async (reference) => {
    reader = await readerFor(reference).catch(() => null)
    later()
  }
  return { part: verdict, open }
}

const isAllUnknown = (form) =>
  FIVE.every((name) => form.querySelector(`input[name="${name}"][value="unknown"]`)?.checked === true)

const isHalfWritten = (form) =>
  FIRST_READ.some((name) => isBlank(form.elements[name])) ||
  [...form.querySelectorAll('.element')].some(
    (element) => element.querySelector('input[value="unchanged"]:checked') === null && isBlank(element.querySelector('textarea')),
  )
const isBlank = ({ value }) => value.trim() === ''

async function readerFor(reference) {
  const [{ readTexts }, { DOES, doneBy, unpack }, { detector, doubtBelow }] = await Promise.all([
    import('./text/readTexts.js'),
    import('./text/detector.js'),
    readKept(`/v1/incidents/${encodeURIComponent(reference)}/detector`),
  ])
  if (detector === null) return null
  const unpacked = unpack(detector)
  return { doubtBelow, doneBy, DOES, read: (texts) => readTexts(texts, unpacked) }
}

/** The decision first, as the server reads them. */
function textsIn(form) {
  const fields = [...form.querySelectorAll('textarea')].filter(
    ({ name }) => FIRST_READ.includes(name) || name.endsWith('/rationale'),
  )
  return fields.sort((one, other) => place(one) - place(other))
}
const place = ({ name }) => (FIRST_READ.includes(name) ? FIRST_READ.indexOf(name) : FIRST_READ.length)

function showSentences(field, sentences, reader) {
  const known = field.parentElement.querySelector('.read')
  const list = known ?? el('ul', { class: 'read', 'aria-label': 'What these sentences say' })
  if (known === null) field.after(list)
  const own = sentences.filter(({ pointer }) => pointer === field.name)
  const words = ({ start, end }) => `“${short(field.value.slice(start, end).trim())}” `
  fill(
    list,
    own.map((sentence) => {
      const does = reader.doneBy(sentence.likely)
      return el('li', { 'data-counts': does === 'risk' ? 'yes' : 'no' }, words(sentence), reader.DOES[does])
    }),
  )
}
