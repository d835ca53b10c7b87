/**
 * `npm run sbom`: writes the bill of materials of what runs in production, as CycloneDX, to `dist/sbom.cdx.json`. It reads the lock
 * file alone, so it needs no network, no history and no installed modules. `--omit=optional` is for the image, which leaves the
 * embedded database out.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './prepare.mjs'

const SBOM = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Name and version of each module that runs. npm lists two copies of a module once, as of development where only the first is. */
function running() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const modules = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true)
  return new Set(modules.map(([path, { version }]) => `${nameOf(path)}@${version}`))
}

/**
 * Leaves out here what does not run: with `--omit=dev`, npm 11 leaves out modules that production needs too, among them zod.
 *
 * @returns the CycloneDX document
 */
export function sbom({ omitOptional = false } = {}) {
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [command, ...before] = npm
  const shell = process.platform === 'win32' && before.length === 0
  const bill = JSON.parse(execFileSync(command, [...before, ...SBOM], { cwd: root, maxBuffer: 64 * 1024 * 1024, shell }))
  // npm calls the whole by the name of its folder.
  bill.metadata.component.name = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).name
  const runs = running()
  bill.components = bill.components.filter(
    ({ name, version, scope }) => runs.has(`${name}@${version}`) && !(omitOptional && scope === 'optional'),
  )
  const kept = new Set([bill.metadata.component, ...bill.components].map((component) => component['bom-ref']))
  bill.dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => kept.has(on)) }))
  return bill
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bill = sbom({ omitOptional: process.argv.includes('--omit=optional') })
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist', 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`)
}
