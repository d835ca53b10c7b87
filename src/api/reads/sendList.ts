/** A list as JSON, turned into text item by item: a long list is written in pieces and holds nobody up. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import { createBreath } from '../door/turns.ts'

/** Characters written at once; an answer within a piece is sent whole, with its length. */
const PIECE = 64 * 1024

/** @param name the field that holds the list; `rest` are the other fields, after it. */
export async function sendNamed(
  res: Response,
  name: string,
  items: Iterable<unknown>,
  rest: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const pieces = piecesOf(name, items, rest)
  const first = await pieces.next()
  const second = await pieces.next()
  res.type('json')
  if (second.done) return void res.send(first.value ?? '')
  await pipeline(Readable.from(all([first.value ?? '', second.value], pieces)), res)
}

/** A page: `items`, then `next` and its other fields. */
export const sendList = <Page extends { readonly items: Iterable<unknown> }>(
  res: Response,
  { items, ...rest }: Page,
): Promise<void> => sendNamed(res, 'items', items, rest)

async function* piecesOf(
  name: string,
  items: Iterable<unknown>,
  rest: Readonly<Record<string, unknown>>,
): AsyncGenerator<string, void, undefined> {
  const breath = createBreath()
  let text = `{${JSON.stringify(name)}:[`
  let comma = ''
  for (const item of items) {
    text += comma + JSON.stringify(item)
    comma = ','
    if (text.length >= PIECE) {
      yield text
      text = ''
    }
    await breath()
  }
  const others = JSON.stringify(rest)
  yield `${text}]${others === '{}' ? '}' : `,${others.slice(1)}`}`
}

async function* all(
  begun: readonly string[],
  others: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<string, void, undefined> {
  yield* begun
  yield* others
}
