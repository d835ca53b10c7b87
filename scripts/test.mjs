/**
 * `npm test`: installs what is missing, then runs every check, in parallel, and every test. Arguments go to Jest and run only
 * its tests: `npm test -- test/store`. Ends with a plain line of what passed, failed and was skipped.
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotPrepare, prepare, root, run } from './prepare.mjs'

const RESULTS = join(root, '.cache', 'jest.json')
const CHECKS = [
  ['Style and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings']],
  ['Types', 'node_modules/typescript/bin/tsc', ['--noEmit']],
  ['Types of what runs in a page', 'node_modules/typescript/bin/tsc', ['-p', 'src/board/island']],
  [
    'Dependency direction',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'machines', 'workers', 'src'],
  ],
  ['Unused code', 'node_modules/knip/bin/knip.js', []],
]

const chosen = process.argv.slice(2)
// An earlier run's files are not results of this run.
rmSync(RESULTS, { force: true })
try {
  await prepare({ build: false })
  const broken = chosen.length > 0 ? [] : await checks()
  section('Build')
  await prepare({ typesChecked: chosen.length === 0 && !broken.includes('Types') })
  section('Tests')
  process.exitCode = (await tests()) && broken.length === 0 ? 0 : 1
  if (broken.length > 0) say(`\nChecks that failed: ${broken.join(', ')}`)
} catch (error) {
  say(error instanceof CannotPrepare ? error.message : error.stack)
  process.exitCode = 1
}
say(summary())

/** All at once, since they mostly wait for a single core; reported one after the other. */
async function checks() {
  const broken = []
  const running = CHECKS.map(([name, tool, args]) => [name, captured([join(root, tool), ...args])])
  for (const [name, ended] of running) {
    const { code, said } = await ended
    section(name)
    process.stdout.write(said)
    if (code !== 0) broken.push(name)
  }
  return broken
}

async function tests() {
  mkdirSync(join(root, '.cache'), { recursive: true })
  // Two more than the number of cores: tests that start whole systems wait more than half of their time, for a process or a clock.
  const workers = Math.max(3, Math.min(6, availableParallelism() + 2))
  const flags = [`--maxWorkers=${workers}`, '--json', `--outputFile=${RESULTS}`]
  const code = await node([
    '--experimental-vm-modules',
    // Each file loads hundreds of modules, which live as long as the file: with the default of 16 MB they are copied again and again.
    '--max-semi-space-size=64',
    '--no-warnings',
    join(root, 'node_modules/jest/bin/jest.js'),
    ...flags,
    ...chosen,
  ])
  return code === 0
}

/** A test file that could not run counts as a failure; so does a run without any result. */
function summary() {
  try {
    const results = JSON.parse(readFileSync(RESULTS, 'utf8'))
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    return `${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests + results.numTodoTests} skipped`
  } catch {
    return '0 passed, 1 failed, 0 skipped'
  }
}

function node(args) {
  return run(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
}

/** Runs to its end and keeps its output, so that outputs do not mix. */
async function captured(args) {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-check-'))
  const file = join(folder, 'said')
  const out = openSync(file, 'a')
  try {
    const code = await run(process.execPath, args, { stdio: ['ignore', out, out] })
    return { code, said: readFileSync(file, 'utf8') }
  } finally {
    closeSync(out)
    rmSync(folder, { recursive: true })
  }
}

function section(name) {
  say(`\n── ${name} ${'─'.repeat(Math.max(3, 60 - name.length))}`)
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
