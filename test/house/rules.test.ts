import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@swc/core'

/** What the pure part may not reach for: the clock and chance are given to it, so that a replay is exact. */
const CLOCK_OR_CHANCE = [
  'Date.now',
  'performance.now',
  'Math.random',
  'DateTime.now',
  'DateTime.utc()',
  'DateTime.local()',
  'new Date()',
  'crypto.randomUUID',
]

/** What a source reaches for, in its own spelling: members called, constructors and calls without arguments. */
function reaches(source: string): string[] {
  const found: string[] = []
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const part of node) walk(part)
    if (Array.isArray(node) || typeof node !== 'object' || node === null) return
    const { type, ...parts } = node as { type?: string } & Record<string, unknown>
    if (type === 'MemberExpression') found.push(nameOf(node))
    if (type === 'CallExpression' && isEmpty(parts.arguments)) found.push(`${nameOf(parts.callee)}()`)
    if (type === 'NewExpression' && isEmpty(parts.arguments)) found.push(`new ${nameOf(parts.callee)}()`)
    if (type === 'TsAsExpression' && kindOf(parts.typeAnnotation) === 'any') found.push('as any')
    for (const part of Object.values(parts)) walk(part)
  }
  walk(parseSync(source, { syntax: 'typescript', target: 'es2022' }).body)
  return found
}

function nameOf(node: unknown): string {
  const { type, value, object, property } = node as Record<string, unknown>
  if (type === 'MemberExpression') return `${nameOf(object)}.${nameOf(property)}`
  return type === 'Identifier' ? String(value) : '…'
}

const kindOf = (node: unknown) => (node as { kind?: unknown }).kind
const isEmpty = (list: unknown) => !Array.isArray(list) || list.length === 0

function sources(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  )
}

function breaches(files: readonly string[], forbidden: readonly string[]): string[] {
  return files.flatMap((file) =>
    reaches(readFileSync(file, 'utf8'))
      .filter((reach) => forbidden.includes(reach))
      .map((reach) => `${file}: ${reach}`),
  )
}

describe('house rules', () => {
  it('sees what they forbid, and lets the rest be', () => {
    const bad = 'f(new Date(), Date.now()); DateTime.utc(); DateTime.local(); DateTime.now(); const x = Math.random; y as any'
    expect(
      reaches(bad)
        .filter((reach) => [...CLOCK_OR_CHANCE, 'as any'].includes(reach))
        .sort(),
    ).toEqual(['Date.now', 'DateTime.local()', 'DateTime.now', 'DateTime.utc()', 'Math.random', 'as any', 'new Date()'].sort())
    const good = "new Date(at); DateTime.utc(2026, 1); y as unknown; // Date.now()\nconst text = 'Math.random()'"
    expect(reaches(good).filter((reach) => [...CLOCK_OR_CHANCE, 'as any'].includes(reach))).toEqual([])
  })

  it('no clock and no chance in the domain and the engine', () => {
    expect(breaches(sources('machines', 'src/engine'), CLOCK_OR_CHANCE)).toEqual([])
  })

  it('no type is talked away', () => {
    expect(breaches(sources('machines', 'workers', 'src', 'test'), ['as any'])).toEqual([])
  })
})
