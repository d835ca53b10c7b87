/** TLS to a given database: a certificate that nobody vouches for is no database of ours, and no password goes there. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { createStore } from '../../src/store/store.ts'

const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? null : 'there is no openssl to make a certificate with'

;(noOpenssl === null ? describe : describe.skip)(
  `a database with TLS${noOpenssl === null ? '' : ` (skipped: ${noOpenssl})`}`,
  () => {
    let folder: string
    let server: Server
    /** What came after the handshake: a start message names the login. */
    const heard: string[] = []

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'reassess-tls-'))
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
      const ask = [
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
      ]
      execFileSync('openssl', ['req', ...ask, '-keyout', key, '-out', cert], { stdio: 'ignore' })
      const pair = { key: readFileSync(key), cert: readFileSync(cert) }
      server = createServer((socket: Socket) => {
        socket.on('error', () => {})
        // The client asks for TLS, is told yes, and begins.
        socket.once('data', () => {
          socket.write('S')
          const secured = new TLSSocket(socket, { isServer: true, ...pair })
          secured.on('error', () => {})
          secured.on('data', (bytes) => {
            heard.push(bytes.toString('latin1'))
            secured.destroy()
          })
        })
      })
      await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    })
    afterAll(async () => {
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true })
    })

    const reach = async (parameters: string): Promise<unknown> => {
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : 0
      heard.length = 0
      const connectionString = `postgres://sam:secret@localhost:${port}/reassess?${parameters}`
      return createStore({ connectionString }).then(
        (store) => store.close(),
        (error: unknown) => error,
      )
    }

    it.each(['sslmode=require', 'sslmode=verify-ca', 'sslmode=verify-full'])(
      'is refused under %s while nobody vouches for its certificate',
      async (mode) => {
        expect(await reach(mode)).toMatchObject({ message: expect.stringContaining('SELF_SIGNED_CERT') })
        expect(heard).toEqual([])
      },
    )

    it('is spoken to once its authority is named', async () => {
      await reach(`sslmode=verify-full&sslrootcert=${encodeURIComponent(join(folder, 'cert.pem'))}`)
      expect(heard.join('')).toContain('user\0sam')
    })
  },
)
