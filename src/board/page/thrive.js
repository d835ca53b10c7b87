/** THRIVE looked at again: how each element has changed, beside what was said of it before. */
import { el } from './dom.js'
import { textField, ticks } from './fields.js'
import { named } from './situation.js'
import { exactly } from './time.js'
import { words } from './words.js'

export const ELEMENTS = ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement']
const CHANGES = [
  ['increased', 'Increased'],
  ['unchanged', 'Unchanged'],
  ['decreased', 'Decreased'],
  ['unknown', 'Unknown'],
]

/** @returns {{part: HTMLElement, update: (known: object) => void, allUnchanged: () => void}} */
export function thriveFields() {
  const before = new Map()
  const element = (name, under = 'thrive') => {
    const at = `/data/${under}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const said = el('p', { class: 'before' })
    before.set(name, said)
    return el(
      'div',
      { class: 'element', 'data-element': name },
      el('h4', {}, words(name)),
      said,
      named(
        ticks('radio', `${at}/change`, `Since then ${words(name)} has`, CHANGES, { pointer: `${at}/change` }),
        `${words(name)}, change`,
      ),
      named(textField(`${at}/rationale`, 'Why', { pointer: `${at}/rationale`, rows: 2 }), `${words(name)}, why`),
    )
  }
  const elements = el(
    'div',
    { class: 'elements' },
    ELEMENTS.map((name) => element(name)),
  )
  const allUnchanged = () => {
    for (const input of elements.querySelectorAll('input[value="unchanged"]')) input.checked = true
  }
  return {
    part: elements,
    allUnchanged,
    update: ({ thrive, last }) => {
      for (const name of Object.keys(thrive?.data?.elements ?? {}))
        if (!before.has(name)) elements.append(element(name, 'elements'))
      for (const [name, said] of before) said.textContent = saidBefore(name, thrive, last)
    },
  }
}

function saidBefore(name, thrive, last) {
  const assessed = thrive?.data?.[name] ?? thrive?.data?.elements?.[name]
  const again = last?.data?.thrive?.[name] ?? last?.data?.elements?.[name]
  const parts = [
    assessed?.level ? `${exactly(thrive.at)}: ${assessed.level}. ${assessed.rationale ?? ''}` : 'Not assessed before.',
    again?.change ? `${exactly(last.at)}: ${again.change}. ${again.rationale ?? ''}` : '',
  ]
  return parts.filter((part) => part !== '').join(' — ')
}
