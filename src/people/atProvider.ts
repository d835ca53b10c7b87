/** Signing in at the force's provider: there, and back with a code. */
import type { RequestHandler, Response } from 'express'
import { clearCookie, cookieOf, setCookie } from '../api/session/cookie.ts'
import { isFromHere } from '../api/session/csrf.ts'
import { BEGUN_COOKIE, BEGUN_SECONDS, begin, begun } from './beginning.ts'
import { readClaims } from './claims.ts'
import { enter, type People } from './entering.ts'
import { ownPath } from './ownPath.ts'
import { NotSignedIn, type Provider, ProviderAway } from './provider.ts'
import { sendPage } from './sendPage.ts'
import { lackingPage, notSignedInPage, providerAwayPage } from './signInPages.ts'
import { originOf } from './transport.ts'

/** Characters. A longer id token is not kept: sign-out at the provider then asks the person there. Project default. */
const LONGEST_ID_TOKEN = 8 * 1024

export const startAtProvider =
  (people: People, provider: Provider): RequestHandler =>
  async (req, res) => {
    const to = ownPath(req.query.to)
    // A link of another site must not open a session by itself: somebody presses the button of our page.
    if (!isFromHere(req)) return res.redirect(303, `/sign-in?to=${encodeURIComponent(to)}`)
    const signIn = begin(to, people.nowMs())
    try {
      const there = await provider.begin(signIn, originOf(req, people.publicUrl))
      setCookie(res, signIn, BEGUN_COOKIE, BEGUN_SECONDS)
      res.redirect(303, there.href)
    } catch (error) {
      if (!(error instanceof ProviderAway)) throw error
      sayAway(people, provider, to, error, res)
    }
  }

export const backFromProvider =
  (people: People, provider: Provider): RequestHandler =>
  async (req, res) => {
    const started = begun(cookieOf(req, BEGUN_COOKIE), people.nowMs())
    clearCookie(res, BEGUN_COOKIE)
    if (started === null) return refuse(people, provider, 'not-begun', res)
    const back = new URL(req.originalUrl, originOf(req, people.publicUrl))
    try {
      const { issuer, subject, claims, idToken } = await provider.complete(started.signIn, back)
      const said = readClaims(claims, provider.claims)
      if ('lacking' in said) {
        people.log.warn({ lacking: said.codes }, 'people: the provider signed somebody in who may not use this service')
        return sendPage(res, people, lackingPage(provider.host, said.lacking), 403)
      }
      const { name, roles, force } = said
      const opener = {
        openedBy: 'oidc',
        force,
        roles,
        person: { issuer, subject, name },
        key: null,
        signIn: started.signIn,
      } as const
      const kept = idToken.length <= LONGEST_ID_TOKEN ? { ...opener, idToken } : opener
      if (!(await enter(people, kept, started.to, req, res))) refuse(people, provider, 'not-begun', res)
    } catch (error) {
      if (error instanceof NotSignedIn) return refuse(people, provider, error.why, res)
      if (!(error instanceof ProviderAway)) throw error
      sayAway(people, provider, started.to, error, res)
    }
  }

function refuse(people: People, provider: Provider, why: string, res: Response): void {
  const { log, publicUrl } = people
  // Anybody may send such an answer, and the refused request has a line already.
  if (why !== 'not-begun') log.warn({ why }, 'people: a sign-in failed')
  // By the name that the provider sends people back to: a cookie of another name of this service does not come along.
  sendPage(res, people, notSignedInPage(provider.host, why, `${publicUrl?.origin ?? ''}/sign-in`), 400)
}

/** 502 is what a gateway says of whoever it asked. */
function sayAway(people: People, provider: Provider, to: string, error: ProviderAway, res: Response): void {
  people.log.warn({ provider: provider.host, cause: causeOf(error) }, 'people: the provider does not answer')
  sendPage(res, people, providerAwayPage(to, provider.host), 502)
}

/** The code of the innermost cause, such as ECONNREFUSED. */
function causeOf(error: unknown): string {
  let code = 'unknown'
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') code = at.code
  }
  return code
}
