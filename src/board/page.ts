import type { Visited } from './visit.ts'

/** One room of the board. */
export interface Page {
  /** As Express reads it. */
  readonly path: string
  readonly get?: Visited
  readonly post?: Visited
}
