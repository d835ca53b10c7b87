/** The words after the name of a command. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** @returns null where an option is not among those that the command takes. */
export function wordsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch {
    return null
  }
}

/** @returns the exit code for words that a command does not know. */
export function refuse(usage: string): number {
  process.stderr.write(usage)
  return 2
}
