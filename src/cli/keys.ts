import { parseArgs } from 'node:util'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { visitRecord } from './record.ts'

const USAGE = `usage: reassess keys create --role ROLE --force FORCE\n       ROLE is one of ${ROLES.join(', ')}\n`

/** `reassess keys create --role R --force F`: prints a new key once; only its hash is kept. */
export async function keys([verb, ...args]: string[]): Promise<number> {
  const { role, force } = readOptions(args)
  if (verb !== 'create' || role === undefined || force === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(force)) {
    process.stderr.write(USAGE)
    return 2
  }
  const config = readConfig(process.env)
  const record = await visitRecord(config, createLog({ ...config, logLevel: 'error' }))
  try {
    process.stdout.write(`${await record.store.create(role, force)}\n`)
    return 0
  } finally {
    await record.close()
  }
}

function readOptions(args: string[]): { role?: Role | undefined; force?: string | undefined } {
  try {
    const { values } = parseArgs({ args, options: { role: { type: 'string' }, force: { type: 'string' } } })
    return { role: ROLES.find((role) => role === values.role), force: values.force }
  } catch {
    return {}
  }
}
