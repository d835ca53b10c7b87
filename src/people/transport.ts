/** Whether nobody can listen on the way between the browser and here: a session's cookie is worth as much as a password. */
import type { Request } from 'express'

/** They lead to the browser's own machine, so nothing crosses a network. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i

export const isLoopback = (req: Pick<Request, 'headers'>): boolean => LOOPBACK.test(req.headers.host ?? '')

/**
 * TLS here, loopback, or TLS at a proxy of `TRUSTED_PROXIES`: it says `X-Forwarded-Proto: https`, or says nothing and is reached
 * by the https name of `PUBLIC_URL`.
 */
export function isPrivate(req: Request, publicUrl: URL | null): boolean {
  if (isLoopback(req) || req.secure) return true
  const trusts = req.app.get('trust proxy fn') as (address: string, hop: number) => boolean
  return (
    publicUrl?.protocol === 'https:' &&
    req.headers.host?.toLowerCase() === publicUrl.host &&
    req.get('x-forwarded-proto') === undefined &&
    trusts(req.socket.remoteAddress ?? '', 0)
  )
}

/** Somebody else sent this on: the browser need not be on this machine, whatever name it asked for. */
export const isForwarded = ({ headers }: Pick<Request, 'headers'>): boolean =>
  ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'].some((name) => name in headers)

/** The address of this service as the browser knows it. */
export const originOf = (req: Request, publicUrl: URL | null): string =>
  publicUrl?.origin ?? `${req.protocol}://${req.headers.host}`
