/**
 * `npm run mutate -- --seed 7 --mutants 40`: in a copy, changes one place of the rules or the engine at a time and runs the tests that
 * import the changed file, with `--nearest 20` only the nearest twenty test files. A change that no test notices wants a test named after its rule, or a word on why nobody can tell.
 */
import { spawnSync } from 'node:child_process'
import fs, { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
// TypeScript 7 lends its parser to nobody.
import ts from 'typescript-5'
import { root } from './prepare.mjs'

const FOLDERS = ['machines/rules', 'src/engine']
const TESTS = '**/test/{rules,machines,engine,simulate}/**/*.test.ts'
/** Several times what all of these tests take. */
const MOST_MS = 20 * 60_000
const FLIPS = Object.fromEntries(
  ['=== !==', '!== ===', '< <=', '<= <', '> >=', '>= >', '&& ||', '|| &&', '?? &&', '+ -', '- +', '* /', '/ *'].map((flip) =>
    flip.split(' '),
  ),
)
/** Steps of a chain that are left out. */
const STEPS = ['filter', 'sort', 'toSorted', 'reverse', 'slice', 'trim', 'toLowerCase']

const option = (fallback) => ({ type: 'string', default: String(fallback) })
const { values } = parseArgs({ options: { seed: option(Date.now() % 2 ** 31), mutants: option(40), nearest: option(999) } })
const seed = Number(values.seed)
process.stdout.write(`seed ${seed}\n`)
const copy = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'reassess-mutate-')))
try {
  copyAll()
  const survivors = draw(Number(values.mutants), chance(seed)).filter((mutant) => !isNoticed(mutant))
  process.stdout.write(`${survivors.length} of ${values.mutants} survived\n`)
  process.exitCode = survivors.length === 0 ? 0 : 1
} finally {
  fs.rmSync(copy, { recursive: true })
}

/** Files in proportion to their lines, then any of their places; no place twice. */
function draw(count, random) {
  const files = FOLDERS.flatMap((folder) => filesIn(join(copy, folder)))
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').fill(file))
  const places = new Map(files.map((file) => [file, placesIn(file)]))
  const drawn = new Set()
  while (drawn.size < count) {
    const here = places.get(lines[Math.floor(random() * lines.length)])
    const place = here[Math.floor(random() * here.length)]
    if (place !== undefined) drawn.add(place)
  }
  return [...drawn]
}

/** Every place of a file that may be changed: where, into what, and in words. */
function placesIn(file) {
  const text = readFileSync(file, 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const places = []
  const add = (node, kind, becomes, start = node.getStart(source), end = node.end) => {
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    places.push({ file, line, kind, was: text.slice(start, end), becomes, start, end })
  }
  const negate = (node) => add(node, 'negated', `!(${node.getText(source)})`)
  const drop = (node) => add(node, 'dropped', '', undefined, text[node.end] === ',' ? node.end + 1 : node.end)
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    const sign = ts.isBinaryExpression(node) ? FLIPS[node.operatorToken.getText(source)] : undefined
    if (sign !== undefined) add(node.operatorToken, 'operator', sign)
    if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) negate(node.expression ?? node.condition)
    if (ts.isArrowFunction(node) && node.type?.kind === ts.SyntaxKind.BooleanKeyword && !ts.isBlock(node.body)) negate(node.body)
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      add(node, 'negated', node.operand.getText(source))
    if (ts.isNumericLiteral(node)) add(node, 'constant', String(Number(node.text) + 1))
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, 'constant', 'false')
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, 'constant', 'true')
    if (ts.isStringLiteral(node) && /^PT?\d+[A-Z]$/.test(node.text))
      add(
        node,
        'constant',
        node.getText(source).replace(/\d+/, (count) => String(Number(count) + 1)),
      )
    const stands = ts.isIfStatement(node) && node.elseStatement === undefined
    if (stands || ts.isExpressionStatement(node) || ts.isSpreadAssignment(node)) drop(node)
    if (ts.isArrayLiteralExpression(node)) node.elements.forEach(drop)
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && STEPS.includes(node.expression.name.text))
      add(node, 'dropped', '', node.expression.expression.end)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return places
}

/** mulberry32, in the public domain. */
function chance(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function copyAll() {
  const left = ['node_modules', '.git', '.cache', '.data', 'dist']
  fs.cpSync(root, copy, { recursive: true, filter: (from) => !left.includes(relative(root, from)) })
  fs.symlinkSync(fs.realpathSync(join(root, 'node_modules')), join(copy, 'node_modules'))
  // Nearest first: Jest's own order, the longest first, finds most failures last.
  const order = `export default class { sort(tests) { return tests.sort((a, b) => place(a) - place(b)).slice(0, ${values.nearest}) } cacheResults() {} }`
  const place = `const nearest = JSON.parse(process.env.NEAREST)\nconst place = ({ path }) => nearest.indexOf(path)\n`
  writeFileSync(join(copy, 'scripts', 'testOrder.mjs'), place + order)
}

/** The files that import a file, then those that import these, and so on; of equally near ones the smallest first. */
function nearest(path) {
  const importers = new Map()
  for (const file of ['machines', 'src', 'test'].flatMap((folder) => filesIn(join(copy, folder))))
    for (const [, to] of readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)) {
      const imported = join(dirname(file), to)
      importers.set(imported, [...(importers.get(imported) ?? []), file])
    }
  const found = new Set([path])
  const bySize = (a, b) => fs.statSync(a).size - fs.statSync(b).size
  for (const file of found) for (const importer of (importers.get(file) ?? []).sort(bySize)) found.add(importer)
  return [...found]
}

function filesIn(folder) {
  const names = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'))
  return names.sort().map((name) => join(folder, name))
}

function isNoticed({ file, line, kind, was, becomes, start, end }) {
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.slice(0, start) + becomes + text.slice(end))
  const noticed = firstFailure(file) ?? compilerRefuses()
  writeFileSync(file, text)
  const short = (code) => `\`${code.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 80)}\``
  const change = `${kind}: ${short(was)}${becomes === '' ? '' : ` to ${short(becomes)}`}`
  process.stdout.write(`| \`${relative(copy, file)}:${line}\` | ${change} | ${noticed ?? '**survived**'} |\n`)
  return noticed !== null
}

/** Of the tests that import a file, the first that fails, by its own file and name; null when none does. */
function firstFailure(file) {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--bail', '--maxWorkers=1']
  const flags = [`--testTimeout=${MOST_MS}`, '--passWithNoTests', '--testMatch', TESTS, '--findRelatedTests', file]
  const env = { ...process.env, REASSESS_SEED: String(seed), NEAREST: JSON.stringify(nearest(file)) }
  const running = { cwd: copy, env, encoding: 'utf8', timeout: MOST_MS, killSignal: 'SIGKILL', maxBuffer: 2 ** 28 }
  const { status, stderr, error } = spawnSync(process.execPath, [...jest, ...flags], running)
  if (error !== undefined) return 'a test that never ends'
  if (status === 0) return null
  const [, test, title] = /FAIL test\/(\S+)\.test\.ts[\s\S]*?\n {2}● (.*)/.exec(stderr) ?? [null, 'a test', stderr.slice(0, 200)]
  // A crowded machine notices nothing.
  return stderr.includes('Exceeded timeout of') ? null : `${test}: *${title}*`
}

/** What the compiler refuses, `npm test` refuses. */
function compilerRefuses() {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'], { cwd: copy })
  return status === 0 ? null : 'the compiler'
}
