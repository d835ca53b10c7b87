/** What a log may say of an error: where it broke and what it is called, not what it said, since a message may quote what a caller wrote. */
export interface Trace {
  readonly name: string
  readonly code?: string
  /** The innermost calls first. */
  readonly at: readonly string[]
}

const MOST_CALLS = 12

export function traceOf(error: unknown): Trace {
  if (!(error instanceof Error)) return { name: typeof error, at: [] }
  const { name, message, stack = '', code } = error as NodeJS.ErrnoException
  // The stack begins with the message, whose lines may look like calls.
  const calls = stack.split('\n').slice(message.split('\n').length)
  const at = calls.filter((line) => /^\s+at /.test(line)).map((line) => line.trim())
  return { name, ...(isWord(code) ? { code } : {}), at: at.slice(0, MOST_CALLS) }
}

/** `ECONNREFUSED`, `53100`, `cannot-carry-over`; what is not one word might be a sentence about somebody. */
const isWord = (code: unknown): code is string => typeof code === 'string' && /^[\w-]{1,64}$/.test(code)
