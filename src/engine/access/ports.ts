/** What the API asks of the access log. */

import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { accessItem, unusualReader } from '../answers/access.ts'
import type { Answer } from '../answers/shapes.ts'
import type { Listed, Page } from '../reads.ts'
import type { AccessTold } from './line.ts'

/** Where lines are written. */
export interface AccessLog {
  /** Resolves when the line is on disk, or where it can be written nowhere, when the process log has it. Never rejects. */
  write(told: AccessTold): Promise<void>
  /** A read has begun. Its line is written by what this returns, once: lines of reads that run together wait for each other a little. */
  expectLine?(): (told: AccessTold) => Promise<void>
}

export interface AccessFilter {
  /** A name as it was signed in with, or the name of a key or session. */
  readonly person?: string | undefined
  readonly incident?: string | undefined
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
}

export type AccessItem = Answer<typeof accessItem>
export type UnusualReader = Answer<typeof unusualReader>

/** Days of the calendar, both included. */
export interface Days {
  readonly from: string
  readonly to: string
  readonly timezone: string
}

export interface AccessReads {
  /** Newest first. @throws RecordUnavailable */
  accessLog(force: string, filter: AccessFilter, page: Page): Promise<Listed<AccessItem>>
  /** Each reader and day, the newest day and the most incidents first. @throws RecordUnavailable */
  readersByDay(force: string, days: Days, most: number): Promise<readonly Omit<UnusualReader, 'unusual'>[]>
}
