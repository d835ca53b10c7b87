/** What the daily management meeting looks at, and each of its registers as a table: read when it is opened or asked for again. */
import { download, NoAnswer, read } from './api.js'
import { countdown } from './countdown.js'
import { el, fill } from './dom.js'
import { panel, table } from './panels.js'
import { at, day, exactly } from './time.js'
import { details } from './timeline.js'
import { registerWords, words } from './words.js'

const FIRST = 3

/** A page that is read once, and again when somebody asks for it: nobody talks through a list that moves. */
function stillPage(reference, read) {
  const page = el('div', {}, el('h1', {}, reference), el('p', { class: 'note' }, 'Reading…'))
  const update = async () => {
    try {
      await read(page, update)
    } catch (error) {
      fill(page, el('h1', {}, reference), failed(error), again(update))
    }
  }
  return { page, reference, update, still: true }
}

const failed = (error) =>
  el('p', { class: 'warning', role: 'alert' }, error instanceof NoAnswer ? 'It could not be read just now.' : error.message)

/** A button that reads something more; when it cannot, it says so beside itself and can be pressed again. */
function reader(label, attributes, get) {
  const said = el('span', {})
  const button = el('button', { type: 'button', ...attributes }, label)
  button.addEventListener('click', async () => {
    fill(said)
    button.disabled = true
    await get().catch((error) => fill(said, failed(error)))
    button.disabled = false
  })
  return el('span', {}, button, said)
}

const again = (update) => el('button', { type: 'button', class: 'small', 'data-focus': 'again', click: update }, 'Read again')
const asOf = (when) => el('span', { class: 'note' }, `As it was at ${exactly(when)}. `)
const registerLink = (name) => el('a', { href: `#/register/${encodeURIComponent(name)}` }, registerWords(name))
const many = (count, countedTo) => (count >= countedTo ? `${countedTo} or more` : String(count))

export const meetingPage = () =>
  stillPage('Daily meeting', async (page, update) => {
    const { at: when, countedTo, bankHolidays, demandsEnded, registers } = await read(`/v1/daily-meeting?first=${FIRST}`)
    const { answered, superseded } = demandsEnded
    fill(
      page,
      el('h1', {}, 'Daily meeting'),
      el('p', {}, asOf(when), again(update)),
      bankHolidays.warning === null ? null : el('p', { class: 'warning' }, bankHolidays.warning),
      el(
        'p',
        {},
        `In the day before, ${answered} ${answered === 1 ? 'demand was' : 'demands were'} answered by a reassessment, ${superseded} ended by an arrival.`,
      ),
      registers.filter(({ count }) => count > 0).map(registerPanel(countedTo)),
      panel(
        'Nothing in these',
        el(
          'ul',
          { class: 'flags' },
          registers.filter(({ count }) => count === 0).map(({ register }) => el('li', {}, registerLink(register))),
        ),
      ),
    )
  })

const registerPanel =
  (countedTo) =>
  ({ register, about, count, late, first }) =>
    panel(
      [
        registerLink(register),
        ` ${many(count, countedTo)}`,
        late === 0 ? null : el('strong', { class: 'late' }, `, ${many(late, countedTo)} late`),
      ],
      el('p', { class: 'note' }, about.replaceAll('`', '')),
      rows(first),
      count > first.length ? el('p', {}, 'The rest is in the register.') : null,
    )

export const registerPage = (name) =>
  stillPage(registerWords(name), async (page, update) => {
    const path = `/v1/registers/${encodeURIComponent(name)}`
    const { at: when, items, next } = await read(`${path}?limit=100`)
    const body = el('div', {}, rows(items))
    const onward = el('p', {}, next === null ? null : more(path, next, body))
    const file = `${name}-${when.slice(0, 10)}.csv`
    const csv = reader('Download all as CSV', { class: 'small' }, () => download(`${path}?format=csv`, file))
    fill(
      page,
      el('p', {}, el('a', { href: '#/meeting' }, '← Daily meeting')),
      el('h1', {}, registerWords(name)),
      el('p', {}, asOf(when), again(update), ' ', csv),
      body,
      onward,
    )
  })

/** The next page goes under what is there. */
function more(path, cursor, body) {
  const onward = reader('More', {}, async () => {
    const { items, next } = await read(`${path}?limit=100&cursor=${encodeURIComponent(cursor)}`)
    body.append(rows(items))
    onward.replaceWith(next === null ? '' : more(path, next, body))
  })
  return onward
}

/** What is not known yet needs no line in a table. */
const known = (facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))

const rows = (items) =>
  table(
    ['Incident', 'What', 'Due', 'Risk', 'Known'],
    items.map(({ incident, kind, name, state, dueAt, deadline, priority, riskGrade, facts }) => [
      el('a', { href: `#/incident/${encodeURIComponent(incident)}` }, incident),
      [el('strong', {}, `${words(kind.replace('owed/', ''))} ${name}`), el('br'), words(state)],
      dueAt === null ? '' : [deadline === null ? day(dueAt) : [words(deadline), ', ', countdown(dueAt), el('br'), at(dueAt)]],
      [priority ?? 'no grade', riskGrade === null ? '' : `, DASH ${riskGrade}`],
      details(known(facts)) ?? '',
    ]),
    'Nothing.',
  )
