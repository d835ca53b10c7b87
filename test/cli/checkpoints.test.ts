/** The file of checkpoints beside the record: what a power cut or a full disk does to its last line, and to the next one. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/cli/config.ts'
import { startCheckpoints } from '../../src/cli/serving/checkpoints.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import { createLog } from '../../src/log/createLog.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { SECONDS } from '../journeys/policy.ts'
import { run } from '../support/built.ts'
import { reported } from '../support/happenings.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'
import { useStore } from '../support/store.ts'
import { mountSmallDisk } from '../torture/smallDisk.ts'

const $ = useStore()
/** So much of a line does not fit on the disk, or was not written when the power went. */
const CUT_OFF = 60
const PAGE = 4_096

let reports = 0
/** Something is recorded, so that the next checkpoint has something to say. */
async function record(): Promise<void> {
  const read = readPolicy(SECONDS)
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  await $.store.pinPolicy({ id: read.policy.id, version: read.policy.version, hash: read.hash, canonical: read.canonical })
  const ports = { alarms: { ring: () => {} }, salt: () => randomBytes(32).toString('hex'), failed: () => {} }
  reports += 1
  const report = { ...arrivedEvent(reported('20:00'), `r${reports}`), ...KEY, reference: `WK-${reports}` }
  await createEngine({ ...ports, store: $.store, policy: read }).record([report])
}

function place(dataDir: string) {
  const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: $.database.url, LOG_LEVEL: 'silent' })
  const file = join(dataDir, 'checkpoints.jsonl')
  // One record, one key.
  writeFileSync(join(dataDir, 'checkpoint.key'), '07'.repeat(32))
  return {
    file,
    lines: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    begin: () => startCheckpoints(config, $.store, createLog(config)),
    verify: () => run(['verify'], { DATABASE_URL: $.database.url, DATA_DIR: dataDir }),
  }
}

it('calls a torn line torn, which is no difference, and begins the next on a line of its own', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'reassess-checkpoints-'))
  const { file, lines, begin, verify } = place(dataDir)
  await record()
  await (await begin()).stop()
  truncateSync(file, statSync(file).size - CUT_OFF)
  const torn = { code: 0, stdout: expect.stringMatching(/^TORN checkpoint at \d+: [^\n]+\n[^\n]+: no difference\n$/), stderr: '' }
  expect(await verify()).toMatchObject(torn)

  await record()
  await (await begin()).stop()
  expect(lines()).toHaveLength(2)
  expect(await verify()).toMatchObject(torn)
  // Whole, but for its end of line: the next does not go on in it either.
  writeFileSync(file, lines().at(-1) ?? '')
  await record()
  await (await begin()).stop()
  expect(lines().map((line) => JSON.parse(line))).toHaveLength(2)
  expect((await verify()).stdout).not.toContain('TORN')
  writeFileSync(file, '')
  expect(await verify()).toMatchObject({ code: 0, stdout: expect.not.stringContaining('TORN') })
  rmSync(dataDir, { recursive: true, force: true })
})

const disk = mountSmallDisk(1)
if (disk === null) {
  it.skip('a full disk (skipped: no disk of a test’s own can be mounted here)', () => {})
} else {
  afterAll(() => disk.remove())
  it('a line that the disk had no room for is written whole once there is room', async () => {
    const { file, lines, begin, verify } = place(disk.folder)
    const checkpoints = await begin()
    writeFileSync(file, '\n'.repeat(PAGE - CUT_OFF))
    const full = join(disk.folder, 'everything-else')
    fill(full)
    await record()
    await checkpoints.stop()
    expect(lines()).toEqual([expect.stringMatching(/^\{"at":"[^}]+$/)])
    rmSync(full)
    await checkpoints.stop()
    expect(lines()).toHaveLength(2)
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^TORN /) })
  })
}

function fill(file: string): void {
  try {
    for (let pages = ''; ; ) {
      pages += ' '.repeat(16 * PAGE)
      writeFileSync(file, pages)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
