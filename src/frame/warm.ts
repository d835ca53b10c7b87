/** Compiles every template before somebody waits for it, one at a time, so that nothing else of the process waits long. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { setImmediate } from 'node:timers/promises'
import { compiled, OWN_FOLDERS } from './templates.ts'

const NAMED = /(?:from|include|import|extends)\s+"([^"]+[.]njk)"/g

/** @returns how many templates there are. */
export async function warmTemplates(): Promise<number> {
  const names = OWN_FOLDERS.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  const found = new Set(names.filter((name) => name.endsWith('.njk')).map((name) => name.replaceAll('\\', '/')))
  // A set hands out what is added while it is gone through.
  for (const name of found) {
    const { tmplStr } = compiled(name)
    for (const [, other = ''] of tmplStr.matchAll(NAMED)) found.add(other.startsWith('.') ? join(dirname(name), other) : other)
    await setImmediate()
  }
  return found.size
}
