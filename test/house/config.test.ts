import { BadConfig, readConfig } from '../../src/cli/config.ts'

describe('the environment', () => {
  it('needs nothing: one process on loopback with its own database', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      allowedHosts: [],
      trustedProxies: [],
      databaseUrl: null,
      databaseOwnerUrl: null,
      databaseReaderUrl: null,
      redisUrl: null,
      dataDir: '.data',
      policyFile: null,
      toolsDir: null,
      calendarsDir: null,
      detectorFile: null,
      promptsDir: null,
      deliveryFile: null,
      force: 'warwickshire',
      role: 'all',
      logLevel: 'info',
      authMode: 'key',
      oidcIssuer: null,
      oidcClientId: null,
      oidcClientSecret: null,
      oidcClaims: { name: 'preferred_username', roles: 'groups', force: 'org' },
      publicUrl: null,
      smtpUrl: null,
      notifyApiKey: null,
      notifyUrl: 'https://api.notifications.service.gov.uk',
      notifyCallbackToken: null,
      heartbeatUrl: null,
      tlsCert: null,
      tlsKey: null,
    })
  })

  it('believes the proxies that are listed, and no list that names everybody', () => {
    expect(readConfig({ TRUSTED_PROXIES: ' 10.0.0.5, fd00::/8 ,' }).trustedProxies).toEqual(['10.0.0.5', 'fd00::/8'])
    for (const wrong of ['proxy.example.org', '10.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', '::/0'])
      expect(() => readConfig({ TRUSTED_PROXIES: wrong })).toThrow(/^TRUSTED_PROXIES=.* must be addresses or networks/)
  })

  it('takes what is set, and an empty variable as not set', () => {
    const config = readConfig({
      PORT: '0',
      ROLE: 'worker',
      DATABASE_URL: 'postgres://u:p@db/reassess',
      REDIS_URL: '',
      PATH: '/bin',
    })
    expect(config).toMatchObject({ port: 0, role: 'worker', databaseUrl: 'postgres://u:p@db/reassess', redisUrl: null })
  })

  it('takes the names that it is called by, in lower case, whatever is empty between commas', () => {
    const names = (text: string) => readConfig({ ALLOWED_HOSTS: text }).allowedHosts
    expect(names('Reassess.example.org, 10.0.0.5:3000,[::1]:80,')).toEqual(['reassess.example.org', '10.0.0.5:3000', '[::1]:80'])
    expect(names(',')).toEqual([])
  })

  it.each(['https://reassess.example.org', 'a b', '*', 'a:b', '::1', 'user@host', 'host/path'])('refuses the name %s', (name) => {
    expect(() => readConfig({ ALLOWED_HOSTS: `localhost,${name}` })).toThrow(
      /^ALLOWED_HOSTS=.* must be names, or name:port, with commas between, such as reassess\.example\.org,10\.0\.0\.5:3000\.$/,
    )
  })

  it.each([
    ['PORT', '65536', 'PORT="65536" must be a port from 0 to 65535.'],
    ['PORT', '80.5', 'PORT="80.5" must be a port from 0 to 65535.'],
    ['PORT', '3000abc', 'PORT="3000abc" must be a port from 0 to 65535.'],
    ['HOST', 'http://here/', 'HOST="http://here/" must be an address or a host name, such as 127.0.0.1.'],
    ['ROLE', 'boss', 'ROLE="boss" must be all, api or worker.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL="loud" must be one of fatal, error, warn, info, debug, trace, silent.'],
    ['AUTH_MODE', 'none', 'AUTH_MODE="none" must be key or oidc.'],
    [
      'OIDC_CLAIMS',
      'name=upn;roles=groups',
      'OIDC_CLAIMS="name=upn;roles=groups" must name the claims of name, roles and force, such as name=preferred_username;roles=groups;force=org.',
    ],
    [
      'PUBLIC_URL',
      'https://here.example/reassess',
      'PUBLIC_URL="https://here.example/reassess" must have no path, such as https://reassess.example.org.',
    ],
    [
      'PUBLIC_URL',
      'http://here.example',
      'PUBLIC_URL="http://here.example" must be an address such as https://reassess.example.org; http:// is taken on loopback only.',
    ],
    [
      'OIDC_ISSUER',
      'http://id.example',
      'OIDC_ISSUER="http://id.example" must be an address such as https://id.example.org/realms/force; http:// is taken on loopback only.',
    ],
    [
      'FORCE',
      'West Mercia',
      'FORCE="West Mercia" must be the short name of a force, in lower-case letters, digits and hyphens, such as warwickshire.',
    ],
  ])('refuses %s=%s in one line that names it and what is allowed', (name, value, line) => {
    expect(() => readConfig({ [name]: value })).toThrow(new BadConfig(line))
  })

  const OIDC = {
    AUTH_MODE: 'oidc',
    OIDC_ISSUER: 'https://id.example',
    OIDC_CLIENT_ID: 'reassess',
    OIDC_CLIENT_SECRET: 's3cret',
  }

  it('takes a provider, with claims under names of its own', () => {
    const config = readConfig({ ...OIDC, OIDC_CLAIMS: 'force=https://id.example/org; roles=realm_access.roles;name=upn' })
    expect(config).toMatchObject({
      ...{ authMode: 'oidc', oidcIssuer: 'https://id.example', oidcClientId: 'reassess', oidcClientSecret: 's3cret' },
      oidcClaims: { name: 'upn', roles: 'realm_access.roles', force: 'https://id.example/org' },
    })
    expect(readConfig({ ...OIDC, HOST: '0.0.0.0', PUBLIC_URL: 'https://reassess.example.org/' }).publicUrl).toBe(
      'https://reassess.example.org/',
    )
    expect(readConfig({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000' }).oidcIssuer).toBe('http://127.0.0.1:9000')
  })

  it.each([
    [{ ...OIDC, OIDC_ISSUER: '' }, 'AUTH_MODE=oidc needs OIDC_ISSUER.'],
    [{ ...OIDC, OIDC_CLIENT_ID: '' }, 'AUTH_MODE=oidc needs OIDC_CLIENT_ID.'],
    [{ ...OIDC, OIDC_CLIENT_SECRET: '' }, 'AUTH_MODE=oidc needs OIDC_CLIENT_SECRET.'],
    [{ ...OIDC, AUTH_MODE: 'key' }, 'OIDC_ISSUER needs AUTH_MODE=oidc: with AUTH_MODE=key nobody signs in at a provider.'],
    [
      { OIDC_CLAIMS: 'name=upn;roles=groups;force=org' },
      'OIDC_CLAIMS needs AUTH_MODE=oidc: with AUTH_MODE=key nobody signs in at a provider.',
    ],
    [
      { ...OIDC, HOST: '0.0.0.0' },
      'AUTH_MODE=oidc on HOST=0.0.0.0 needs PUBLIC_URL: the provider sends people back to that address.',
    ],
    [
      { DELIVERY_FILE: 'delivery.yaml', HOST: '0.0.0.0' },
      'DELIVERY_FILE on HOST=0.0.0.0 needs PUBLIC_URL: messages link to that address.',
    ],
    [{ TLS_CERT: 'a.pem' }, 'TLS_CERT needs TLS_KEY: give both files, or neither.'],
    [{ TLS_KEY: 'a.pem' }, 'TLS_KEY needs TLS_CERT: give both files, or neither.'],
    [
      { TLS_CERT: 'a.pem', TLS_KEY: 'b.pem', PUBLIC_URL: 'http://localhost:3000' },
      'PUBLIC_URL must be https:// where TLS_CERT and TLS_KEY are given.',
    ],
  ])('refuses %j, which cannot be meant together', (env, line) => {
    expect(() => readConfig(env)).toThrow(new BadConfig(line))
  })

  it.each([
    ['DATABASE_URL', 'mysql://root:s3cret@db/reassess'],
    ['DATABASE_URL', 's3cret'],
    ['DATABASE_OWNER_URL', 'mysql://root:s3cret@db/reassess'],
    ['DATABASE_READER_URL', 's3cret'],
    ['REDIS_URL', 'http://:s3cret@redis:6379'],
  ])('never shows the value of %s', (name, value) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(BadConfig)
    expect(read).toThrow(new RegExp(`^${name} must be a URL such as (?!.*s3cret)`))
  })

  it.each([
    ['SMTP_URL', 'http://user:s3cret@mail'],
    ['NOTIFY_API_KEY', 'a-key-s3cret'],
    ['NOTIFY_CALLBACK_TOKEN', 's3cret'],
    ['NOTIFY_CALLBACK_TOKEN', 's3cret with blanks in it'],
    ['HEARTBEAT_URL', 'https://user:s3cret@watch.example.org'],
    ['HEARTBEAT_URL', 's3cret'],
  ])('never shows the value of %s when it refuses it', (name, value) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(BadConfig)
    expect(read).toThrow(new RegExp(`^${name} must (?!.*s3cret)`))
  })

  it('takes a mail server and GOV.UK Notify', () => {
    const id = '26785a09-ab16-4eb0-8407-a37497a57506'
    const env = {
      SMTP_URL: 'smtps://reassess:s3cret@mail.example.org:465',
      NOTIFY_API_KEY: `a_key-${id}-${id}`,
      NOTIFY_URL: 'http://127.0.0.1:9000',
      NOTIFY_CALLBACK_TOKEN: 'a-token-of-16-or-more',
    }
    expect(readConfig(env)).toMatchObject({
      ...{ smtpUrl: env.SMTP_URL, notifyApiKey: env.NOTIFY_API_KEY },
      ...{ notifyUrl: env.NOTIFY_URL, notifyCallbackToken: env.NOTIFY_CALLBACK_TOKEN },
    })
    expect(() => readConfig({ NOTIFY_URL: 'http://notify.example' })).toThrow(/^NOTIFY_URL="http:\/\/notify\.example" must be/)
  })

  it.each([
    ['OWNER', null, 'READER', 'DATABASE_OWNER_URL needs DATABASE_URL. '],
    ['READER', null, null, 'DATABASE_READER_URL needs DATABASE_URL. '],
    ['OWNER', 'URL', null, 'DATABASE_OWNER_URL needs DATABASE_READER_URL. '],
  ])('refuses the login %s with %s and %s: three are given, or one', (first, second, third, line) => {
    const variables = [
      `DATABASE_${first}_URL`,
      ...(second === null ? [] : ['DATABASE_URL']),
      ...(third === null ? [] : [`DATABASE_${third}_URL`]),
    ]
    const read = () => readConfig(Object.fromEntries(variables.map((name, n) => [name, `postgres://u${n}:s3cret@db/reassess`])))
    expect(read).toThrow(new BadConfig(`${line}The three logins are given together, or DATABASE_URL alone.`))
  })

  it('lets a process do without the login of the owner, which then does not migrate', () => {
    const env = { DATABASE_URL: 'postgres://a:x@db/reassess', DATABASE_READER_URL: 'postgres://b:x@db/reassess' }
    expect(readConfig(env)).toMatchObject({ databaseOwnerUrl: null, databaseReaderUrl: env.DATABASE_READER_URL })
  })

  it.each(['api', 'worker'])('refuses ROLE=%s on the embedded database, which serves one process', (role) => {
    expect(() => readConfig({ ROLE: role })).toThrow(
      `ROLE=${role} needs DATABASE_URL: the embedded database serves one process, which must be ROLE=all.`,
    )
    expect(readConfig({ ROLE: role, DATABASE_URL: 'postgresql://db/reassess' }).role).toBe(role)
  })
})
