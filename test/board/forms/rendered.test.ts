/** Every form as a page shows it: each field by its pointer, each with a label, each id once. */
import fc from 'fast-check'
import { EVENT_NAMES, EVENTS, type EventName, parseData } from '../../../machines/rules/events.ts'
import { filledIn } from '../../../src/board/forms/fill.ts'
import { formOf } from '../../../src/board/forms/formOf.ts'
import { laidOut } from '../../../src/board/forms/laidOut.ts'
import { readForm } from '../../../src/board/forms/read.ts'
import { written } from '../../../src/frame/templates.ts'
import { fieldsOf } from './asBrowser.ts'

const NOW = '2026-11-20T21:00:00.000Z'

function page(event: EventName, typed = filledIn(formOf(event).shapes, EVENTS[event].example)) {
  const form = formOf(event)
  const { nodes, time, errors } = laidOut(form, { typed })
  const html = written('record.njk', {
    form: { title: form.title, action: '/', id: 'i', nodes, time, tools: [] },
    errors,
    who: { csrf: 'c' },
    ...{ clock: { zone: 'Europe/London', now: () => Date.parse(NOW) }, now: NOW },
  })
  return html.slice(html.indexOf('<main'), html.indexOf('</main>'))
}
const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map(([, found]) => found ?? '')

/** Of several answers a form tells which, in its own order. */
const inOrder = (read: unknown): unknown =>
  JSON.parse(JSON.stringify(read), (_, value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.sort() : value,
  )

describe('the form, filled with the example, has a labelled field for all of it and is read back as it is', () => {
  it.each(EVENT_NAMES)('%s', (event) => {
    const typed = filledIn(formOf(event).shapes, EVENTS[event].example)
    const html = page(event, typed)
    const names = new Set(all(html, /\bname="([^"]+)"/g))
    expect([...typed.keys()].filter((name) => !names.has(name))).toEqual([])
    const ids = all(html, /\bid="([^"]+)"/g)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    const labelled = new Set(all(html, /<label[^>]*\bfor="([^"]+)"/g))
    const inputs = [...html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)].map(([tag]) => tag)
    const shown = inputs.filter((tag) => !tag.includes('type="hidden"')).map((tag) => /\bid="([^"]+)"/.exec(tag)?.[1] ?? tag)
    expect(shown.filter((id) => !labelled.has(id))).toEqual([])
    const { data, issues } = readForm(formOf(event).shapes, fieldsOf(html))
    expect(issues).toEqual([])
    expect(inOrder(parseData(event, data))).toEqual(inOrder(parseData(event, EVENTS[event].example)))
  })
})

it('shows whatever somebody typed as they typed it, and nothing of it as markup', () => {
  const typed = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `<script>"'&amp;${text.replaceAll(/[\r\0]/g, '')}`)
  fc.assert(
    fc.property(typed, typed, (unit, reason) => {
      const html = page(
        'unit.diverted',
        new Map([
          ['/data/unit', [unit]],
          ['/data/reason', [reason]],
        ]),
      )
      expect(html).not.toContain('<script>')
      const fields = fieldsOf(html)
      expect([fields.get('/data/unit'), fields.get('/data/reason')?.replaceAll('\r\n', '\n')]).toEqual([unit, reason])
    }),
  )
})
