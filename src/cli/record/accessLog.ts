import { DateTime } from 'luxon'
import { expireAccess } from '../../store/access/expire.ts'
import { LoginsUnusable } from '../../store/logins/prepareSchema.ts'
import { readConfig } from '../config.ts'
import { calendarsFolder } from '../files/calendarsFolder.ts'
import { readPolicyFile } from '../files/policyFile.ts'
import { counted, print, refuse, wordsOf } from '../words.ts'
import { byCommand } from './command.ts'
import { errorsOnly, type OpenDatabase, visitDatabase } from './openRecord.ts'

/**
 * `reassess access-log expire [--yes]`: says how many lines of the access log are older than the policy keeps them, and with
 * `--yes` removes them. It works as the owner of the database: docs/access-log.md.
 */
export async function accessLog([verb, ...args]: string[]): Promise<number> {
  const words = wordsOf(args, { yes: { type: 'boolean', default: false } })
  if (verb !== 'expire' || words?.positionals.length !== 0) return refuse('access-log')
  const { yes } = words.values
  const config = readConfig(process.env)
  const { keepYears } = readPolicyFile({ ...config, calendarsDir: calendarsFolder(config) }).policy.accessLog
  const before = DateTime.utc().minus({ years: keepYears }).toISO()
  const database = await visitDatabase(config, errorsOnly(config))
  try {
    const removed = await expireAccess(ownerOf(database), before, yes ? byCommand(config.force) : null)
    if (removed === null) print(`no line is older than ${keepYears} years`)
    else {
      const { lines, chains, from, to } = removed
      const which = `${counted(lines, 'line')} of ${counted(chains, 'process', 'processes')}, from ${from} to ${to}`
      print(yes ? `${which}: removed, and the access log says so` : `${which}: older than ${keepYears} years; --yes removes them`)
    }
    return 0
  } finally {
    await database.close()
  }
}

/** @throws LoginsUnusable */
function ownerOf({ owner, reader, url }: OpenDatabase): string {
  if (owner !== null) return owner
  if (reader === null) return url
  throw new LoginsUnusable('DATABASE_OWNER_URL is not set: only the login that owns the access log removes lines from it.')
}
