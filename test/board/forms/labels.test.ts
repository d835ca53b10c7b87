/** Every field and every answer of every form is called something, and nothing is called that no form asks for. */
import { findLabel, findWord, GROUPS, places } from '../../../machines/rules/catalogue/labels/index.ts'
import { EVENT_NAMES, EVENTS } from '../../../machines/rules/events.ts'
import { type Shape, shapesOf } from '../../../src/board/forms/shapeOf.ts'

interface Asked {
  readonly event: string
  readonly path: string
  readonly words: readonly string[]
}

const asked: Asked[] = EVENT_NAMES.flatMap((event) => shapesOf(EVENTS[event].schema).flatMap((shape) => of(event, shape)))

function of(event: string, shape: Shape): Asked[] {
  const { path, nullable } = shape
  const own = { event, path, words: [...wordsOf(shape), ...(nullable ? ['null'] : [])] }
  const below = 'fields' in shape ? shape.fields : 'row' in shape ? shape.row : 'each' in shape ? [shape.each] : []
  // An answer by a name is called what the name says.
  return [...(path.endsWith('*') ? [] : [own]), ...below.flatMap((each) => of(event, each))]
}

function wordsOf(shape: Shape): readonly string[] {
  if ('words' in shape) return shape.words.map(String)
  return shape.kind === 'yes-no' ? ['true', 'false'] : []
}

it('calls every field something', () => {
  expect(asked.filter(({ event, path }) => findLabel(event, path) === null).map(({ event, path }) => `${event}/${path}`)).toEqual(
    [],
  )
})

it('calls every answer something', () => {
  const nameless = asked.flatMap(({ event, path, words }) =>
    words.filter((word) => findWord(event, path, word) === null).map((word) => `${event}/${path}=${word}`),
  )
  expect(nameless).toEqual([])
})

it('has no label that no form shows', () => {
  const shown = asked.flatMap(({ event, path, words }) => [
    findLabel(event, path)?.place,
    ...words.map((word) => findWord(event, path, word)?.place),
  ])
  expect(places().filter((place) => !shown.includes(place))).toEqual([])
})

it('has each event in one group', () => {
  expect(GROUPS.flatMap(({ events }) => events).sort()).toEqual([...EVENT_NAMES].sort())
})
