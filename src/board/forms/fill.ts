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
  if (value === null) {
    fields.set(pointer, ['null'])
    return
  }
  switch (shape.kind) {
    case 'group':
    case 'person':
      fillAll(fields, shape.fields, value, pointer)
      break
    case 'rows':
      for (const [at, row] of (value as object[]).entries()) fillAll(fields, shape.row, row, within(pointer, at))
      break
    case 'named':
      for (const [name, one] of Object.entries(value)) fill(fields, shape.each, one, within(pointer, name))
      break
    case 'several':
      fields.set(pointer, value as string[])
      break
    case 'lines':
      fields.set(pointer, [(value as string[]).join('\n')])
      break
    case 'instant':
      fillInstant(fields, String(value), pointer)
      break
    default:
      fields.set(pointer, [String(value)])
  }
}

function fillInstant(fields: Fields, instant: string, pointer: string): void {
  const { written, which } = writtenInLondon(instant)
  fields.set(pointer, [written])
  if (which !== null) fields.set(clocksOf(pointer), [which])
}
