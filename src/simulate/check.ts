/** An expectation that held or did not. */
export interface Check {
  readonly line: number
  readonly held: boolean
  /** What is asked about: `alerts`, `state of risk`. */
  readonly about: string
  readonly expected: string
  readonly actual: string
}

/** Before somebody says where it is written. */
export type Asked = Omit<Check, 'line'>
