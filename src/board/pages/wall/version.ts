/** What a row says, in short. A length of time that the page counts on is no news. */
import { createHash } from 'node:crypto'
import type { Piece } from '../../../frame/said.ts'

export const versionOf = (row: object): string =>
  createHash('sha1').update(JSON.stringify(row, withoutTicks)).digest('base64url').slice(0, 10)

const withoutTicks = (_: string, value: unknown): unknown => (isTicking(value) ? [value.datetime, value.live] : value)

const isTicking = (value: unknown): value is Extract<Piece, { datetime: string }> =>
  typeof value === 'object' && value !== null && 'live' in value
