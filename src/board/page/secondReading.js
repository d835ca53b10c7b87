/**
 * Reassessments that a second person reads: first the record alone, then the verdict, and only then what the detector found. Whether a
 * record is in doubt or was drawn is not shown: who reads it knows no more than that somebody has to.
 */
import { createPoster, read } from './api.js'
import { bullets, el, fill, incidentLink, say } from './dom.js'
import { textField, ticks } from './fields.js'
import { notSent, quoted, submits } from './gaps.js'
import { textAt } from './reassessment.js'
import { me, session } from './session.js'
import { inWords } from './situation.js'
import { reader, stillPage } from './still.js'
import { ELEMENTS } from './thrive.js'
import { exactly } from './time.js'
import { fieldWords } from './words.js'

const PATH = '/v1/reassessments'
const MOST = 20
/** As the link to it says. */
const NAME = 'Second readings'
const VERDICTS = [
  ['assesses', 'It says how the risk is (assesses)'],
  ['explains', 'It only says why nobody came (explains)'],
]
const EXPLAINS =
  '“Explains” opens the demand again, and the incident needs a reassessment at once. Say in the note what is missing.'

export const secondReadingPage = () =>
  stillPage(NAME, async (page, again) => {
    const { items, next } = await read(`${PATH}?limit=${MOST}`)
    const list = el('div', {}, forOthers(items).map(readingPanel))
    fill(
      page,
      el('h1', {}, NAME),
      el(
        'p',
        {},
        'Read what somebody else wrote, and say whether it says how the risk to the people is. Read it before you open its incident. ',
        again,
      ),
      mayJudge()
        ? null
        : el('p', { class: 'note' }, 'You signed in as an auditor: auditors read here, and supervisors give the verdicts.'),
      list,
      list.childElementCount === 0 && next === null ? el('p', { class: 'note' }, 'Nothing waits for you.') : null,
      next === null ? null : more(list, next),
    )
  })

function more(list, cursor) {
  const onward = reader('More', {}, async () => {
    const { items, next } = await read(`${PATH}?limit=${MOST}&cursor=${encodeURIComponent(cursor)}`)
    list.append(...forOthers(items).map(readingPanel))
    onward.replaceWith(next === null ? '' : more(list, next))
  })
  return onward
}

/** Nobody reads what they made or approved, nor is told that it was drawn; and a reassessment of a restricted incident is for its readers. */
const forOthers = (items) =>
  items.filter(({ restricted, reassessment }) => !restricted && !madeBy(reassessment).includes(plain(me().id)))
/** Spares an auditor a form that the server refuses. */
const mayJudge = () => session().role !== 'auditor'
const madeBy = (reassessment) => [reassessment?.assessor, reassessment?.decision?.approvedBy].map((person) => plain(person?.id))
/** As the server compares people: capitals, blanks, invisible characters, wide letters and kinds of dashes make nobody another person. */
const plain = (id = '') =>
  id
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .toLowerCase()

function readingPanel(item) {
  const { incident, sequence, at, reassessment } = item
  const post = createPoster('reassessment.checked')
  const title = el('h2', { tabindex: '-1' }, `${incident}, ${exactly(at)}`)
  const found = el('div', { class: 'sent', role: 'status', hidden: true })
  const form = el(
    'form',
    { novalidate: true, autocomplete: 'off' },
    el('div', { class: 'summary', tabindex: '-1', role: 'alert', hidden: true }),
    ticks('radio', 'verdict', 'What does this record do?', VERDICTS, { pointer: '/data/verdict' }),
    el('p', { class: 'hint' }, EXPLAINS, el('br'), 'No verdict can be taken back.'),
    textField('note', 'Note: what is missing, or what convinced you', { pointer: '/data/note', rows: 2 }),
    el('p', { class: 'act' }, el('button', { type: 'submit', class: 'main' }, 'Record this verdict')),
  )
  submits(
    form,
    found,
    () => {
      const said = new FormData(form)
      const note = String(said.get('note')).trim()
      const verdict = said.get('verdict')
      if (verdict === null)
        throw notSent('No verdict was sent.', [{ pointer: '/data/verdict', detail: 'Choose one of the two.' }])
      return post(incident, { reassessment: sequence, by: me(), verdict, ...(note === '' ? {} : { note }) }, [at])
    },
    async (answer) => {
      form.remove()
      found.hidden = false
      fill(found, verdictKept(answer))
      title.focus({ preventScroll: true })
      say('The verdict is recorded.')
      fill(found, verdictKept(answer), await toldAfterwards(item).catch(() => null), toNext(panel))
    },
  )
  const panel = el(
    'section',
    { class: 'panel reading', 'data-incident': incident, 'data-sequence': sequence },
    title,
    reassessment === null ? el('p', { class: 'note' }, 'What was said has been destroyed.') : recordList(reassessment),
    found,
    mayJudge() ? form : null,
  )
  return panel
}

const ANSWERS = {
  suspect: 'Where the suspect is',
  victim: 'Where the victim is',
  canReach: 'Can the suspect reach the victim?',
  changed: 'Changed since the last assessment',
  protects: 'Protects the victim',
}

const recordList = (reassessment) =>
  el(
    'dl',
    { class: 'case-facts' },
    recordOf(reassessment).map(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]),
  )

/** What is known first, then the texts. Which demand it answers is no part of what it says. */
function recordOf({ situation = {}, victimContact = {}, decision, thrive, elements, ...said }) {
  const ofThrive = ELEMENTS.filter((name) => thrive?.[name]).map((name) => [name, thrive[name]])
  const changes = [...ofThrive, ...Object.entries(elements ?? {})]
  const { nextReviewAt } = said
  return [
    ...Object.keys(ANSWERS).map((name) => [ANSWERS[name], inWords(name, situation)]),
    ['What is new', said.newInformation],
    ['Was the victim tried?', contactWords(victimContact)],
    ['Checks repeated', said.checksRepeated?.join(', ')],
    ...changes.map(([name, { change, rationale }]) => [fieldWords(name), [change, rationale].filter(Boolean).join('. ')]),
    ['Until officers arrive', said.interimRisk],
    [
      'Keeps the victim safe',
      [...(said.interimSafeguarding ?? []), said.interimSafeguardingNoneReason].filter(Boolean).join('; '),
    ],
    ['Tried to get a unit', said.resourceAction],
    ['Decision', [decision.priority, decision.rationale].filter(Boolean).join('. ')],
    ['Looked at next', nextReviewAt ? exactly(nextReviewAt) : ''],
  ].filter(([, text]) => text)
}

const contactWords = ({ attempted, at, outcome, notAttemptedReason }) =>
  attempted ? [`Yes${at ? `, at ${exactly(at)}` : ''}`, outcome].filter(Boolean).join('. ') : `No. ${notAttemptedReason ?? ''}`

const verdictKept = ({ incident, demands }) => {
  const asked = demands.filter(({ status, reason }) => status === 'open' && reason === 'reassessment-set-aside')
  return [
    el('strong', {}, 'Recorded. '),
    asked.length === 0 ? null : el('span', {}, 'It counts as no answer: the incident asks for a reassessment again. '),
    incidentLink(incident),
  ]
}

/** What the detector found, once the verdict stands. */
async function toldAfterwards({ incident, sequence }) {
  const { items } = await read(`${PATH}?state=read&limit=${MOST}`)
  const told = items.find((item) => item.incident === incident && item.sequence === sequence)
  if (!told?.detector) return null
  const { verdict, doubts } = told.detector
  const words = doubts.map((doubt) => quoted({ ...doubt, detail: '' }, textAt({ data: told.reassessment }, doubt.pointer)))
  return [
    el(
      'p',
      { class: 'detector', 'data-verdict': verdict },
      verdict === 'doubtful'
        ? 'The detector was in doubt whether it says how the risk is.'
        : 'The detector found that it says how the risk is.',
    ),
    words.length === 0 ? null : [el('p', {}, 'Its doubt came from:'), bullets(words)],
  ]
}

function toNext(panel) {
  const next = panel.nextElementSibling
  const go = () => {
    next.querySelector('h2').focus()
    next.scrollIntoView()
  }
  return next === null ? null : el('p', { class: 'act' }, el('button', { type: 'button', click: go }, 'Next'))
}
