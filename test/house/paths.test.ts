/** The project may lie anywhere: in a folder with a space, `%`, `#` or `ü` in its name, which an address writes otherwise than a path. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { parseSync } from '@swc/core'

type Node = { readonly type: string } & Readonly<Record<string, unknown>>

/** What is done to an address that `fileURLToPath` or `pathToFileURL` should do, and what hands a command to a shell as text. */
function mistakes(source: string): string[] {
  const found: string[] = []
  const ofThisFile = new Set<string>()
  const isAddress = (node: unknown): boolean =>
    some(node, (part) => part.type === 'MetaProperty' || (part.type === 'Identifier' && ofThisFile.has(String(part.value))))
  walk(parseSync(source, { syntax: 'typescript', target: 'es2022' }).body, (node) => {
    const { type, object, property, callee, id, init } = node
    if (type === 'VariableDeclarator' && isAddress(init) && isUrl(init)) {
      if (kind(id) === 'Identifier') ofThisFile.add(nameOf(id))
      else if (some(id, (part) => part.value === 'pathname')) found.push('pathname')
    }
    if (type === 'MemberExpression' && nameOf(property) === 'pathname' && isAddress(object)) found.push('pathname')
    if (type === 'CallExpression' && TEXT.includes(nameOf((callee as Node).property)) && isMetaUrl((callee as Node).object))
      found.push(`import.meta.url.${nameOf((callee as Node).property)}`)
    if (type === 'TemplateElement' && String(node.cooked).startsWith('file:/')) found.push('file:')
    if (type === 'StringLiteral' && /^file:\/*$/.test(String(node.value))) found.push('file:')
    if (type === 'CallExpression' && ['execSync', 'exec'].includes(nameOf(callee))) found.push(nameOf(callee))
    if (type === 'KeyValueProperty' && nameOf(node.key) === 'shell' && (node.value as Node).value === true)
      found.push('shell: true')
  })
  return found
}

/** Without any of these a file has no such mistake, and is not parsed. */
const MAYBE = /import\.meta|file:|\bexec(Sync)?\(|\bshell:/
const TEXT = ['slice', 'substring', 'replace', 'replaceAll', 'split']
const kind = (node: unknown): unknown => (node as Node | null)?.type
const nameOf = (node: unknown): string => String((node as Node | null | undefined)?.value)
const isUrl = (node: unknown): boolean => kind(node) === 'NewExpression' && nameOf((node as Node).callee) === 'URL'
const isMetaUrl = (node: unknown): boolean => kind(node) === 'MemberExpression' && kind((node as Node).object) === 'MetaProperty'

function walk(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const part of node) walk(part, see)
  if (Array.isArray(node) || typeof node !== 'object' || node === null) return
  if ('type' in node) see(node as Node)
  for (const part of Object.values(node)) walk(part, see)
}

function some(node: unknown, is: (part: Node) => boolean): boolean {
  let found = false
  walk(node, (part) => {
    found ||= is(part)
  })
  return found
}

const FOLDERS = ['bin', 'machines', 'scripts', 'src', 'test', 'workers']
/** Without the board's pages, which run in a browser, where an address is an address, and the examples here. */
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ['.ts', '.mjs'].includes(extname(name)))
    .map((name) => join(folder, name))
    .filter((name) => name !== join('test', 'house', 'paths.test.ts')),
)

it.each([
  ["spawn(new URL('./a.ts', import.meta.url).pathname)", 'pathname'],
  ["const here = new URL('.', import.meta.url); readFile(here.pathname)", 'pathname'],
  ["const { pathname } = new URL('.', import.meta.url)", 'pathname'],
  ["decodeURI(new URL('.', import.meta.url).pathname)", 'pathname'],
  ["import.meta.url.slice('file://'.length)", 'import.meta.url.slice'],
  ['await import(`file:///home/a b`)', 'file:'],
  ["await import('file://' + path)", 'file:'],
  ["execSync('node ' + path)", 'execSync'],
  ["spawn('node ' + path, { shell: true })", 'shell: true'],
])('sees what %s does', (source, mistake) => {
  expect(mistakes(source)).toContain(mistake)
})

it.each([
  "fileURLToPath(new URL('./a.ts', import.meta.url))",
  "readFileSync(new URL('./a.yaml', import.meta.url))",
  'pathToFileURL(path).href',
  'new URL(databaseUrl).pathname.slice(1)',
  'PATTERN.exec(text)',
  "execFileSync('bash', ['-c', pasted])",
])('lets %s be', (source) => {
  expect(mistakes(source)).toEqual([])
})

it('no path is made of an address by hand, and no command of text', () => {
  expect(files.length).toBeGreaterThan(300)
  const found = files.flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return MAYBE.test(source) ? mistakes(source).map((mistake) => `${file}: ${mistake}`) : []
  })
  expect(found).toEqual([])
})
