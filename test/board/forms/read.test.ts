import { EVENT_NAMES, EVENTS, parseData } from '../../../machines/rules/events.ts'
import { filledIn } from '../../../src/board/forms/fill.ts'
import { readForm } from '../../../src/board/forms/read.ts'
import { shapesOf } from '../../../src/board/forms/shapeOf.ts'

describe('a form filled from an example and read back is the example', () => {
  it.each(EVENT_NAMES)('%s', (name) => {
    const { schema, example } = EVENTS[name]
    const shapes = shapesOf(schema)
    const fields = new URLSearchParams()
    for (const [field, values] of filledIn(shapes, example as Record<string, unknown>))
      for (const value of values) fields.append(field, value)
    const { data, issues } = readForm(shapes, fields)
    expect(issues).toEqual([])
    expect(parseData(name, data)).toEqual(parseData(name, example))
  })
})
