/**
 * Lines of the access log on disk beside the database, while the database is away: a file for each process, `<writer>.lines`, a
 * line each, `hash bytes`. Any process that finds them brings them into the database, also those of a process that was killed.
 *
 * Whoever brings a file in renames it first, and nobody writes to a renamed file: the writer opens its file for each group, and
 * writes the group again when the file was renamed meanwhile. A line that comes twice is kept once, by its name.
 */
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type AccessLine, saidIn } from '../../engine/access/line.ts'
import { sha256 } from '../../engine/chain.ts'

/** Bytes of all files that wait. Some 200,000 reads; a control room makes them in half a day [derived]. Project default. */
const MOST_SPOOLED = 256 * 1024 * 1024
const LINES_AT_ONCE = 200

/** The files that wait are as large as they may be. */
class SpoolFull extends Error {
  readonly code = 'spool-full'
}

export interface Spool {
  /** On disk when it resolves. @throws where it cannot be written. */
  append(lines: readonly AccessLine[]): Promise<void>
  /**
   * Hands on what waits and removes it.
   *
   * @returns how many lines. @throws what `insert` throws; the rest waits then.
   */
  drain(insert: (lines: readonly AccessLine[]) => Promise<void>): Promise<number>
}

interface SpoolOptions {
  /** `DATA_DIR/access`. */
  readonly folder: string
  readonly writer: string
  readonly mostBytes?: number
  /** Told of each line that is no line: it is kept in `faults`. */
  readonly fault: (file: string, line: number) => void
  /** Whether the database refused this line for what it is, so that waiting does not mend it. */
  readonly isRefused: (error: unknown) => boolean
}

export function createSpool({ folder, writer, mostBytes = MOST_SPOOLED, fault, isRefused }: SpoolOptions): Spool {
  const path = join(folder, `${writer}.lines`)
  /** A write failed: what it left must not begin the next line. */
  let torn = false

  const appendOnce = async (text: string): Promise<boolean> => {
    const handle = await open(path, 'a', 0o600)
    try {
      const { size, ino } = await handle.stat()
      await handle.appendFile(`${torn ? '\n' : ''}${text}`)
      await handle.sync()
      if (size === 0) await syncFolder(folder)
      torn = false
      return (await stat(path).catch(() => null))?.ino === ino
    } catch (error) {
      torn = true
      throw error
    } finally {
      await handle.close()
    }
  }

  return {
    async append(lines) {
      const text = lines.map(({ hash, canonical }) => `${hash} ${canonical}\n`).join('')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      if ((await bytesIn(folder)) + Buffer.byteLength(text) > mostBytes)
        throw new SpoolFull(`At most ${mostBytes} bytes may wait`)
      while (!(await appendOnce(text)));
    },
    async drain(insert) {
      const keepFault = async (file: string, line: number, text: string): Promise<void> => {
        const handle = await open(join(folder, 'faults'), 'a', 0o600)
        try {
          await handle.appendFile(`${text}\n`)
          await handle.sync()
        } finally {
          await handle.close()
        }
        fault(file, line)
      }
      const bring = async (name: string): Promise<number> => {
        const file = join(folder, name)
        let brought = 0
        for await (const lines of groupsIn(file, (number, text) => keepFault(file, number, text))) {
          await insert(lines).catch(async (error: unknown) => {
            if (!isRefused(error)) throw error
            for (const line of lines)
              await insert([line]).catch((alone: unknown) => {
                if (!isRefused(alone)) throw alone
                return keepFault(file, line.number, `${line.hash} ${line.canonical}`)
              })
          })
          brought += lines.length
        }
        await rm(file, { force: true })
        return brought
      }
      let brought = 0
      for (const name of await namesIn(folder, '.taking')) brought += await bring(name)
      for (const name of await namesIn(folder, '.lines')) {
        const taking = `${name}.${randomUUID()}.taking`
        const isThere = await rename(join(folder, name), join(folder, taking)).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code !== 'ENOENT') throw error
            return false
          },
        )
        if (isThere) brought += await bring(taking)
      }
      return brought
    },
  }
}

/** What waits in a folder, for whoever walks the log: it is not missing. */
export async function* spooledIn(folder: string): AsyncGenerator<AccessLine, void, undefined> {
  for (const ending of ['.taking', '.lines'])
    for (const name of await namesIn(folder, ending))
      for await (const lines of groupsIn(join(folder, name), async () => {})) yield* lines
}

async function* groupsIn(
  file: string,
  faulty: (number: number, text: string) => Promise<void>,
): AsyncGenerator<readonly AccessLine[], void, undefined> {
  let lines: AccessLine[] = []
  let number = 0
  // Split at line feeds only, which JSON escapes: `readline` also splits at U+2028, which it does not.
  for await (const text of textLines(file)) {
    number += 1
    if (text === '') continue
    const line = lineIn(text)
    if (line === null) await faulty(number, text)
    else lines.push(line)
    if (lines.length === LINES_AT_ONCE) {
      yield lines
      lines = []
    }
  }
  if (lines.length > 0) yield lines
}

async function* textLines(file: string): AsyncGenerator<string, void, undefined> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

function lineIn(text: string): AccessLine | null {
  const [, hash = '', canonical = ''] = /^([0-9a-f]{64}) (.*)$/s.exec(text) ?? []
  if (hash === '' || sha256(canonical) !== hash) return null
  const { writer, number } = saidIn({ canonical })
  return { writer, number, hash, canonical }
}

async function namesIn(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return []
  })
  return names.filter((name) => name.endsWith(ending)).sort()
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder))
    bytes += await stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    )
  return bytes
}

/** A new file's name is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().catch(() => {})
  await handle.close()
}
