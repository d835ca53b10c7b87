/** The pages of signing in and out, for a browser without a script too. */
import { type RequestHandler, Router } from 'express'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { onlyTakes } from '../api/answerProblems.ts'
import { type Knowing, mustBeOurPage, sessionOf } from '../api/authenticate.ts'
import { Refused } from '../api/problems.ts'
import { clearCookie, cookieOf, setCookie } from '../api/session/cookie.ts'
import { csrfToken } from '../api/session/csrf.ts'
import { readForm } from '../api/session/form.ts'
import { answerFailure } from '../frame/failed.ts'
import { landingOf } from '../frame/roles.ts'
import { backFromProvider, startAtProvider } from './atProvider.ts'
import { onlyFromHere, onlyInPrivate, type People, type PeoplePorts } from './entering.ts'
import { ownPath } from './ownPath.ts'
import { sendPage } from './sendPage.ts'
import { providerPage, rolePage, signedInPage, signedOutPage } from './signInPages.ts'
import { originOf } from './transport.ts'
import { showKeyForm, signInWithForm } from './withKey.ts'

export const createPeople =
  (ports: PeoplePorts) =>
  (knowing: Knowing): RequestHandler => {
    const people: People = { ...ports, knowing }
    const { provider } = ports
    const app = Router()
    app.use(['/sign-in', '/sign-out'], onlyInPrivate(people))
    const page = app.route('/sign-in').get(showSignIn(people))
    if (provider === null) page.post(onlyFromHere, signInWithForm(people)).all(onlyTakes('GET', 'HEAD', 'POST'))
    else {
      page.all(onlyTakes('GET', 'HEAD'))
      app.route('/sign-in/start').get(startAtProvider(people, provider)).all(onlyTakes('GET'))
      app.route('/sign-in/callback').get(backFromProvider(people, provider)).all(onlyTakes('GET'))
    }
    app.route('/sign-in/role').post(chooseRole(people)).all(onlyTakes('POST'))
    app.route('/sign-out').post(onlyFromHere, signOut(people)).all(onlyTakes('POST'))
    app.use(['/sign-in', '/sign-out'], answerFailure(ports))
    return app
  }

const showSignIn =
  (people: People): RequestHandler =>
  async (req, res) => {
    const to = ownPath(req.query.to)
    const session = await sessionOf(people.knowing, req)
    if (session === null) {
      const { provider } = people
      return provider === null ? showKeyForm(people, to, req, res) : sendPage(res, people, providerPage(to, provider.host))
    }
    const csrf = csrfToken(cookieOf(req) ?? '')
    if (session.caller === null) return sendPage(res, people, rolePage(session, csrf, to))
    sendPage(res, people, signedInPage(session, csrf, to))
  }

const chooseRole =
  ({ sessions, knowing, log }: People): RequestHandler =>
  async (req, res) => {
    const token = cookieOf(req) ?? ''
    const session = await sessionOf(knowing, req)
    if (session === null) return res.redirect(303, '/sign-in')
    await mustBeOurPage(knowing.readBody, token, req, res)
    const form = await readForm(knowing.readBody, req, res)
    const role = ROLES.find((one): one is Role => one === form.get('role'))
    const next = role === undefined ? null : await sessions.chooseRole(token, role)
    if (role === undefined || next === null)
      throw new Refused('forbidden', 'Choose a role that you have, once. For another role, sign in again.')
    log.info({ session: session.id, role }, 'people: chose a role')
    setCookie(res, next)
    res.redirect(303, landingOf(role, ownPath(form.get('to'))))
  }

const signOut =
  (people: People): RequestHandler =>
  async (req, res) => {
    const { sessions, knowing, provider, publicUrl, log } = people
    const token = cookieOf(req) ?? ''
    const session = await sessionOf(knowing, req)
    if (session !== null) await mustBeOurPage(knowing.readBody, token, req, res)
    const ended = session === null ? null : await sessions.end(token)
    clearCookie(res)
    if (session !== null) log.info({ session: session.id }, 'people: signed out')
    // A provider that is away does not keep anybody signed in here.
    const there =
      ended?.openedBy === 'oidc' ? await provider?.end(ended.idToken, originOf(req, publicUrl)).catch(() => null) : null
    sendPage(res, people, signedOutPage(there?.href ?? null))
  }
