/** Pages that are read once, and again on request: a meeting cannot work on a list that moves. */
import { NoAnswer } from './api.js'
import { el, fill } from './dom.js'

/** @param read fills the page; it gets a button that reloads it. */
export function stillPage(reference, read) {
  const page = el('div', {}, el('h1', {}, reference), el('p', { class: 'note' }, 'Reading…'))
  const update = async () => {
    try {
      await read(page, again(update))
    } catch (error) {
      fill(page, el('h1', {}, reference), failed(error), again(update))
    }
  }
  return { page, reference, update, still: true }
}

const failed = (error) =>
  el('p', { class: 'warning', role: 'alert' }, error instanceof NoAnswer ? 'It could not be read just now.' : error.message)

/** A button that reads more; when it fails it says so beside itself and can be pressed again. */
export function reader(label, attributes, get) {
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

const again = (update) =>
  el('button', { type: 'button', class: 'small', 'data-focus': 'again', click: update }, 'Reload the list')
