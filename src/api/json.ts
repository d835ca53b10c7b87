/**
 * JSON from strangers. Nesting is counted on the bytes before anything is built from them, so that sixteen megabytes
 * of brackets cost a scan and not the heap. A `__proto__` key is refused here: later code would drop it silently.
 */
import type { Gap } from '../engine/problems.ts'

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly gap: Gap }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @param maxDepth levels of objects and arrays inside each other that are taken. */
export function parseJson(bytes: Buffer, maxDepth: number): Parsed {
  if (deeperThan(bytes, maxDepth)) return bad(`is nested deeper than ${maxDepth} levels`)
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes))
    return namesPrototype(value) ? bad('has a field named __proto__') : { ok: true, value }
  } catch {
    return bad('is not JSON in UTF-8')
  }
}

const bad = (detail: string): Parsed => ({ ok: false, gap: { pointer: '', detail } })

const QUOTE = 0x22
const BACKSLASH = 0x5c

function deeperThan(bytes: Buffer, maxDepth: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (inString) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > maxDepth) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}

/** Depth is bounded by now, so this may recurse. */
function namesPrototype(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false
  if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) return true
  return Object.values(value).some(namesPrototype)
}
