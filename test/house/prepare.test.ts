import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A compiler that takes its time, notes that it ran, and fails on what it is told to. */
const TSC = `
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const out = process.argv[process.argv.indexOf('--outDir') + 1]
const source = readFileSync('src/main.ts', 'utf8')
appendFileSync('builds', process.argv.includes('--noCheck') ? 'n' : 'b')
if (source.includes('mistake')) process.exit(2)
mkdirSync(out + '/src', { recursive: true })
setTimeout(() => writeFileSync(out + '/src/main.js', source), 300)
`

let root: string
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const prepare = () => spawnSync(process.execPath, ['scripts/prepare.mjs'], { cwd: root, encoding: 'utf8' })
const prepareChecked = () => {
  const script = "import { prepare } from './scripts/prepare.mjs'; await prepare({ typesChecked: true })"
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' })
}
const prepareMeanwhile = () =>
  new Promise<number | null>((resolve) => {
    spawn(process.execPath, ['scripts/prepare.mjs'], { cwd: root, stdio: 'ignore' }).once('exit', resolve)
  })

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reassess-prepare '))
  mkdirSync(join(root, 'scripts'))
  cpSync('scripts/prepare.mjs', join(root, 'scripts/prepare.mjs'))
  write('scripts/compileViews.mjs', 'export async function compileViews() {}')
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) write(file, '{}')
  const packages = {
    '': {},
    'node_modules/typescript': { version: '7.0.2' },
    'node_modules/for-another-machine': { version: '1.0.0', optional: true },
  }
  write('package-lock.json', JSON.stringify({ packages }))
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/typescript': { version: '7.0.2' } } }))
  write('node_modules/typescript/bin/tsc', TSC)
  write('src/main.ts', 'first')
  write('src/store/migrations/0001-cases.sql', 'create table cases ()')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('preparing a clone', () => {
  it('empties no folder that node_modules leads to', () => {
    const elsewhere = join(root, 'elsewhere')
    renameSync(join(root, 'node_modules'), elsewhere)
    symlinkSync(elsewhere, join(root, 'node_modules'))
    expect(prepare().status).toBe(0)
    write('package-lock.json', JSON.stringify({ packages: { 'node_modules/typescript': { version: '8.0.0' } } }))
    expect(prepare()).toMatchObject({ status: 1, stderr: expect.stringContaining('node_modules is a link') })
    expect(existsSync(join(elsewhere, 'typescript/bin/tsc'))).toBe(true)
  })

  it('builds once, carries what is not compiled, and builds again only when a source changed', () => {
    expect(prepare()).toMatchObject({ status: 0, stdout: '', stderr: 'Building…\n' })
    expect(read('dist/src/main.js')).toBe('first')
    expect(read('dist/src/store/migrations/0001-cases.sql')).toBe('create table cases ()')
    expect(prepare()).toMatchObject({ status: 0, stderr: '' })
    write('src/main.ts', 'second')
    rmSync(join(root, 'src/store/migrations/0001-cases.sql'))
    expect(prepare().status).toBe(0)
    expect(read('dist/src/main.js')).toBe('second')
    expect(readdirSync(join(root, 'dist/src'))).toEqual(['main.js'])
    expect(read('builds')).toBe('bb')
  })

  it('keeps the last good build when one fails, and says so in one line', () => {
    prepare()
    write('src/main.ts', 'mistake')
    expect(prepare()).toMatchObject({ status: 1, stderr: 'Building…\nThe build failed: see the errors above.\n' })
    expect(read('dist/src/main.js')).toBe('first')
    expect(existsSync(join(root, 'dist.next'))).toBe(false)
  })

  it('checks the types unless somebody has just done so', () => {
    expect(prepareChecked().status).toBe(0)
    expect(read('builds')).toBe('n')
    write('src/main.ts', 'second')
    expect(prepare().status).toBe(0)
    expect(read('builds')).toBe('nb')
  })

  it('is done by one when several start at once', async () => {
    expect(await Promise.all([prepareMeanwhile(), prepareMeanwhile(), prepareMeanwhile()])).toEqual([0, 0, 0])
    expect(read('builds')).toBe('b')
    expect(readdirSync(join(root, '.cache'))).toEqual([])
  })

  it('takes over from a process that was killed', async () => {
    const killed = spawn(process.execPath, ['scripts/prepare.mjs'], { cwd: root, stdio: 'ignore' })
    while (!existsSync(join(root, '.cache/prepare.lock'))) await sleep(5)
    killed.kill('SIGKILL')
    await new Promise((resolve) => killed.once('exit', resolve))
    expect(existsSync(join(root, '.cache/prepare.lock'))).toBe(true)
    expect(prepare().status).toBe(0)
    expect(read('dist/src/main.js')).toBe('first')
  })

  it('installs what the lock file asks for and is not there', () => {
    write('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version: '7.0.3' } } }))
    const { stderr } = prepare()
    expect(stderr.split('\n')[0]).toBe('Installing dependencies (npm ci)…')
    expect(existsSync(join(root, 'node_modules/typescript'))).toBe(false) // npm began anew
  })

  it('says in one line which Node it needs', () => {
    const older = "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.18.3'}})"
    const { status, stderr } = spawnSync(process.execPath, ['--import', older, 'scripts/prepare.mjs'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 1, stderr: `Reassess needs Node 20.19 or newer; this is ${process.version}.\n` })
  })

  it('says in one line that npm could not install', () => {
    write('package-lock.json', 'not a lock file')
    const { status, stderr } = prepare()
    expect(status).toBe(1)
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('Dependencies could not be installed: npm ci ended with 1.')
  })
})
