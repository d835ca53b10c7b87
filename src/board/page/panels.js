/** Layout shared by several pages. */
import { el } from './dom.js'

export const panel = (title, ...content) => el('section', { class: 'panel' }, el('h2', {}, title), ...content)

/** @param {string} none shown when there are no rows. */
export const table = (heads, rows, none) =>
  rows.length === 0
    ? el('p', { class: 'note' }, none)
    : el(
        'table',
        {},
        el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
        el('tbody', {}, ...rows.map((cells) => el('tr', {}, ...cells.map((cell) => el('td', {}, cell))))),
      )
