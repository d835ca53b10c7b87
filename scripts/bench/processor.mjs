/**
 * Processor time of a server and of its PostgreSQL, with all processes. A busy machine changes it less than it changes how long
 * an answer takes. Read from `/proc`, so on Linux alone.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds a tick: `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICK_MS = 10

/**
 * @param serverPid the server's process.
 * @param dataDir of the embedded PostgreSQL that it uses.
 * @returns what both have used so far, in milliseconds.
 */
export function watchProcessor(serverPid, dataDir) {
  const [postmaster] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')
  return () => {
    const stats = statsOf()
    const own = stats.find(({ pid }) => pid === String(serverPid))
    const database = stats.filter(({ pid, parent }) => pid === postmaster || parent === postmaster)
    const ended = stats.find(({ pid }) => pid === postmaster)?.ended ?? 0
    return {
      server: (own?.used ?? 0) * TICK_MS,
      database: (database.reduce((used, each) => used + each.used, 0) + ended) * TICK_MS,
    }
  }
}

/** Each process: what it used, and what its ended children did. See proc(5). */
function statsOf() {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const [, parent, , , , , , , , , , user, system, childUser, childSystem] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [{ pid, parent, used: Number(user) + Number(system), ended: Number(childUser) + Number(childSystem) }]
    } catch {
      // It ended while the others were read.
      return []
    }
  })
}
