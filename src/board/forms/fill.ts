/** What a form's fields hold for an event's data: the way back from `read.ts`, for what is known before somebody types. */
import { writtenInLondon } from './londonTime.ts'
import { clocksOf, DATA, lastOf, within } from './names.ts'
import type { Shape } from './shapeOf.ts'

type Fields = Map<string, readonly string[]>

export function filledIn(shapes: readonly Shape[], data: Readonly<Record<string, unknown>>): Fields {
  const fields: Fields = new Map()
  fillAll(fields, shapes, data, DATA)
  return fields
}

function fillAll(fields: Fields, shapes: readonly Shape[], data: object, pointer: string): void {
  for (const shape of shapes) {
    const name = lastOf(shape.path)
    if (Object.hasOwn(data, name)) fill(fields, shape, Reflect.get(data, name), within(pointer, name))
  }
}

function fill(fields: Fields, shape: Shape, value: unknown, pointer: string): void {
  if (value === undefined) return
  if (value === null) return void fields.set(pointer, ['null'])
  switch (shape.kind) {
    case 'group':
    case 'person':
      return fillAll(fields, shape.fields, value, pointer)
    case 'rows':
      return (value as object[]).forEach((row, at) => {
        fillAll(fields, shape.row, row, within(pointer, at))
      })
    case 'named':
      for (const [name, one] of Object.entries(value)) fill(fields, shape.each, one, within(pointer, name))
      return
    case 'several':
      return void fields.set(pointer, value as string[])
    case 'lines':
      return void fields.set(pointer, [(value as string[]).join('\n')])
    case 'instant': {
      const { written, which } = writtenInLondon(String(value))
      fields.set(pointer, [written])
      if (which !== null) fields.set(clocksOf(pointer), [which])
      return
    }
    default:
      fields.set(pointer, [String(value)])
  }
}
