/** The content of the reassessment form, and the event data made from it. */
import { protectionIn } from './situation.js'

/** How soon risk may be looked at next. */
export const REVIEW_MINUTES = [5, 10, 15, 20, 30, 45, 60, 120, 240]

/** Fields of several lines, each an entry of a list. */
const LISTS = ['/data/checksRepeated', '/data/interimSafeguarding']

/**
 * Everything that was filled in, without the instant of sending: the same form twice is the same draft. The name of a field is the
 * pointer of what it fills; a field that is hidden fills nothing.
 */
export function draftOf(form, assessor) {
  const filled = {}
  for (const control of form.elements) if (fills(control)) put(filled, control.name, contentOf(control))
  const { nextReviewAt, ...data } = filled.data ?? {}
  const demands = checkedIn(form, 'demands').map(({ value }) => value)
  return {
    data,
    demands,
    causesSeen: causesSeen(form),
    tried: checkedIn(form, 'resources').map(wordsBeside),
    nextReviewAt,
    assessor,
  }
}

const fills = (control) => {
  if (!control.name?.startsWith('/data/') || control.closest('[hidden]') !== null) return false
  return control.type === 'radio' || control.type === 'checkbox' ? control.checked : control.value.trim() !== ''
}

function contentOf(control) {
  if (control.type === 'checkbox') return [control.value]
  if (control.dataset.instant !== undefined) return control.dataset.instant
  const text = control.value.trim()
  return LISTS.includes(control.name) ? lines(text) : text
}

/** Lists from several fields of one name are joined. */
function put(filled, pointer, content) {
  const path = pointer.slice(1).split('/')
  const last = unescaped(path.pop())
  let at = filled
  for (const part of path.map(unescaped)) {
    at[part] ??= {}
    at = at[part]
  }
  at[last] = Array.isArray(content) ? [...(at[last] ?? []), ...content] : content
}

/** The text at a pointer; undefined where nothing was written. */
export function textAt(event, pointer) {
  const path = pointer.slice(1).split('/').map(unescaped)
  const found = path.reduce((part, name) => part?.[name], event)
  return typeof found === 'string' ? found : undefined
}

const unescaped = (part) => part.replaceAll('~1', '/').replaceAll('~0', '~')
const checkedIn = (form, name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)]
const wordsBeside = (input) => input.parentElement.textContent.trim()

/** How many causes each demand had when its box was ticked. */
const causesSeen = (form) =>
  Object.fromEntries(checkedIn(form, 'demands').map(({ value, dataset }) => [value, Number(dataset.causes)]))

/** @param {ReturnType<typeof draftOf>} draft @param {number} at milliseconds since 1970: when it is made */
export function dataOf({ data, demands, causesSeen, tried, nextReviewAt, assessor }, at) {
  const [demand = null, ...alsoAnswers] = demands
  const { victimContact = {}, situation = {}, interimSafeguarding = [], resourceAction = '', decision = {} } = data
  const { attempted, at: triedAt, ...said } = victimContact
  const notAfter = (instant) => (instant ? { at: earlier(instant, at) } : {})
  return {
    ...data,
    demand,
    ...(alsoAnswers.length === 0 ? {} : { alsoAnswers }),
    ...(demand === null ? {} : { causesSeen }),
    assessor,
    victimContact: attempted === undefined ? {} : { attempted: attempted !== 'no', ...notAfter(triedAt), ...said },
    situation: { ...situation, ...knownBy(situation, at) },
    newInformation: data.newInformation ?? (situation.changed?.includes('nothing') ? 'None' : ''),
    decision: { ...decision, priority: decision.priority ?? '' },
    interimSafeguarding: [...protectionIn(situation.protects ?? []), ...interimSafeguarding],
    resourceAction: [...tried, resourceAction].filter((text) => text !== '').join('; '),
    nextReviewAt: nextReviewAt === undefined ? '' : new Date(at + Number(nextReviewAt) * 60_000).toISOString(),
  }
}

/** The server's clock is known to the second: what is known is not known after it was said. */
const earlier = (instant, at) => (Date.parse(instant) > at ? new Date(at).toISOString() : instant)
const knownBy = (situation, at) =>
  Object.fromEntries(
    ['suspect', 'victim']
      .filter((who) => situation[who]?.knownAt)
      .map((who) => [who, { ...situation[who], knownAt: earlier(situation[who].knownAt, at) }]),
  )

const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
