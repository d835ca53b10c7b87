/**
 * What the texts of a reassessment say, while somebody writes them: which sentences say how the risk is, and which do not, by the reader
 * that the server has too. Without it nothing is said here, and the server says it.
 */

/**
 * @typedef {{risk: number, resource: number, form: number}} Likely
 * @typedef {{pointer: string, start: number, end: number, likely: Likely}} SentenceRead
 * @typedef {{sentences: SentenceRead[], explains: boolean, score: number}} TextsRead
 * @typedef {{DOES: Record<string, string>, doneBy: (likely: Likely) => string}} Detecting
 */

const FIVE = ['suspect/where', 'victim/where', 'canReach', 'changed', 'protects'].map((name) => `/data/situation/${name}`)
const FIRST_READ = ['/data/decision/rationale', '/data/interimRisk']
const WAIT_MS = 400
const QUOTED = 80
const ADD = 'Say where the two are, what either of them did or said, what has changed, and what protects the victim.'
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
  unknown: VERDICTS.unknown,
}

/** @param {HTMLFormElement} form */
export async function readTextsOf(form) {
  const reader = await readerFor(form.dataset.incident ?? '').catch(() => null)
  const verdict = document.getElementById('verdict')
  if (reader === null || verdict === null) return
  let waiting = 0
  const show = () => {
    const fields = textsIn(form)
    const read = reader.read(fields.map(({ name, value }) => ({ pointer: name, text: value })))
    for (const field of fields) showSentences(field, read.sentences, reader)
    const found = verdictOf(form, read, reader.doubtBelow)
    const said = found === null ? '' : (isHalfWritten(form) ? SO_FAR : VERDICTS)[found]
    if (verdict.textContent !== said) verdict.textContent = said
    verdict.dataset.verdict = found ?? ''
  }
  const later = () => {
    clearTimeout(waiting)
    waiting = window.setTimeout(show, WAIT_MS)
  }
  for (const happened of ['input', 'change', 'reset']) form.addEventListener(happened, later)
  later()
}

/**
 * Nothing is said where the grade rises: a higher grade brings help sooner, whatever was written beside it.
 *
 * @param {HTMLFormElement} form
 * @param {TextsRead} read
 * @param {number} doubtBelow
 * @returns {keyof typeof VERDICTS | null}
 */
function verdictOf(form, { sentences, explains, score }, doubtBelow) {
  const decision = form.querySelector('.decision')
  const higher = decision instanceof HTMLElement ? (decision.dataset.higher ?? '').split('\n') : []
  const grade = String(new FormData(form).get('/data/decision/priority') ?? '')
  if (grade !== '' && higher.includes(grade)) return null
  const hasIncreased = form.querySelector('.element input[value="increased"]:checked') !== null
  if (sentences.length > 0 && explains && !hasIncreased) return 'explains'
  if (sentences.length > 0 && score < doubtBelow) return 'doubtful'
  return FIVE.every((name) => form.querySelector(`input[name="${name}"][value="unknown"]:checked`) !== null) ? 'unknown' : null
}

/** @param {HTMLFormElement} form */
const isHalfWritten = (form) =>
  FIRST_READ.some((name) => isBlank(form.elements.namedItem(name))) ||
  [...form.querySelectorAll('.element')].some(
    (element) => element.querySelector('input[value="unchanged"]:checked') === null && isBlank(element.querySelector('textarea')),
  )
/** @param {unknown} field */
const isBlank = (field) => !(field instanceof HTMLTextAreaElement) || field.value.trim() === ''

/** @param {string} reference */
async function readerFor(reference) {
  const text = new URL('../text/', import.meta.url).href
  const [{ readTexts }, { DOES, doneBy, unpack }, answer] = await Promise.all([
    import(`${text}readTexts.js`),
    import(`${text}detector.js`),
    fetch(`/v1/incidents/${encodeURIComponent(reference)}/detector`, { cache: 'no-cache' }),
  ])
  if (!answer.ok) return null
  const { detector, doubtBelow } = await answer.json()
  if (detector === null) return null
  const unpacked = unpack(detector)
  /** @param {{pointer: string, text: string}[]} texts @returns {TextsRead} */
  const read = (texts) => readTexts(texts, unpacked)
  return { doubtBelow, doneBy, DOES, read }
}

/** The decision first, as the server reads them. @param {HTMLFormElement} form */
function textsIn(form) {
  const fields = [...form.querySelectorAll('textarea')].filter(
    ({ name }) => FIRST_READ.includes(name) || name.endsWith('/rationale'),
  )
  return fields.sort((one, other) => place(one) - place(other))
}
/** @param {HTMLTextAreaElement} field */
const place = ({ name }) => (FIRST_READ.includes(name) ? FIRST_READ.indexOf(name) : FIRST_READ.length)

/**
 * @param {HTMLTextAreaElement} field @param {readonly SentenceRead[]} sentences
 * @param {Detecting} reader
 */
function showSentences(field, sentences, { DOES, doneBy }) {
  const known = field.parentElement?.querySelector('.read')
  const list = known ?? document.createElement('ul')
  if (!known) {
    list.className = 'read'
    list.setAttribute('aria-label', 'What these sentences say')
    field.after(list)
  }
  const own = sentences.filter(({ pointer }) => pointer === field.name)
  list.replaceChildren(
    ...own.map(({ start, end, likely }) => {
      const does = doneBy(likely)
      const item = document.createElement('li')
      item.dataset.counts = does === 'risk' ? 'yes' : 'no'
      item.textContent = `“${short(field.value.slice(start, end).trim())}” ${DOES[does]}`
      return item
    }),
  )
}

/** @param {string} text */
const short = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text)
