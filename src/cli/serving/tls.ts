/** TLS of this process: the files of `TLS_CERT` and `TLS_KEY`, checked at the start and read again on SIGHUP. */
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Logger } from 'pino'
import { BadConfig, type Config } from '../config.ts'

type Files = Pick<Config, 'tlsCert' | 'tlsKey'>

/** In PEM. */
interface Tls {
  readonly cert: string
  readonly key: string
}

/** @returns null for plain HTTP. @throws BadConfig */
export function readTls({ tlsCert, tlsKey }: Files): Tls | null {
  if (tlsCert === null || tlsKey === null) return null
  const tls = { cert: readPem('TLS_CERT', tlsCert), key: readPem('TLS_KEY', tlsKey) }
  try {
    createSecureContext(tls)
  } catch {
    throw new BadConfig(`TLS_CERT=${tlsCert} and TLS_KEY=${tlsKey} do not hold a certificate chain and its private key, in PEM.`)
  }
  return tls
}

function readPem(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new BadConfig(`${variable}=${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** A renewed certificate needs no restart: files that cannot be used leave the old ones in use. @returns what stops it. */
export function renewOnSignal(
  files: Files,
  server: { readonly isTls: boolean; renew(tls: Tls): void },
  log: Pick<Logger, 'info' | 'error'>,
): () => Promise<void> {
  const renew = (): void => {
    try {
      const tls = readTls(files)
      if (tls !== null) server.renew(tls)
      log.info('TLS_CERT and TLS_KEY were read again')
    } catch (error) {
      log.error({ err: error }, 'TLS_CERT and TLS_KEY were not renewed; the old certificate stays in use')
    }
  }
  if (server.isTls) process.on('SIGHUP', renew)
  return async () => void process.off('SIGHUP', renew)
}
