/** What the pages of registers say: what is in each, and its facts without codes. */
import { words } from './words.ts'

/** The facts of a register that hold a code; the others hold references, instants and texts. */
const CODED = new Set(['action', 'charging', 'decision', 'how', 'of', 'reason', 'result', 'risk', 'route', 'under', 'what'])

export const factWords = (name: string, value: unknown): unknown =>
  CODED.has(name) && typeof value === 'string' ? words(value) : value

const bracketed = (text: string): string => (text === '' ? '' : ` (${text})`)

/** What is in a register, without what it says to programs: codes in brackets, and sentences about parameters. */
export const aboutWords = (about: string): string =>
  about
    .replaceAll(/ \(([^)]*)\)/g, (_, inner: string) => bracketed(inner.replaceAll(/`[^`]*`(?:, )?/g, '').trim()))
    .split(/(?<=\.) /)
    .filter((sentence) => !sentence.includes('`'))
    .join(' ')
