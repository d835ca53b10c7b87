import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { writeSecret } from '../keyFile.ts'
import { createLog } from '../log.ts'
import { visitRecord } from '../record.ts'
import { exportOf } from './exported.ts'
import { exportPage } from './page.ts'

const USAGE = 'usage: reassess export REF [--out DIR] [--json]\n'

/**
 * `reassess export REF`: an incident's whole record as `REF.json` and as `REF.html` to print, for their owner's eyes only;
 * with `--json` the first on standard output. Exit 1 when there is no such incident, or its record contradicts itself.
 */
export async function exportIncident(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options === null) {
    process.stderr.write(USAGE)
    return 2
  }
  const { reference, json } = options
  const config = readConfig(process.env)
  // Beside the record, not in whatever folder one stands in: it is as sensitive.
  const out = options.out ?? join(config.dataDir, 'exports')
  const record = await visitRecord(config, createLog({ ...config, logLevel: 'error' }))
  try {
    const exported = await exportOf(record.store, { force: config.force, reference }, new Date().toISOString())
    if (exported === null) {
      process.stderr.write(`reassess: no incident ${reference} of ${config.force} is on record\n`)
      return 1
    }
    const text = `${JSON.stringify(exported, null, 2)}\n`
    if (json) process.stdout.write(text)
    else {
      await mkdir(out, { recursive: true, mode: 0o700 })
      // A reference may hold any sign, a slash among them; a file name may not.
      const name = join(out, encodeURIComponent(reference))
      await writeSecret(`${name}.json`, text)
      await writeSecret(`${name}.html`, exportPage(exported))
      process.stdout.write(`${name}.json\n${name}.html\n`)
    }
    const { differences } = exported.verification
    for (const { sequence, detail } of differences)
      process.stderr.write(`reassess: DIFFERENCE${sequence === null ? '' : ` line ${sequence}`}: ${detail}\n`)
    return differences.length === 0 ? 0 : 1
  } finally {
    await record.close()
  }
}

function readOptions(args: string[]): { reference: string; out?: string | undefined; json: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { out: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const [reference, ...rest] = positionals
    return reference === undefined || rest.length > 0 ? null : { reference, ...values }
  } catch {
    return null
  }
}
