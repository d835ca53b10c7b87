/** Signing in without a provider: with a key and a name, or as a fictional person of the trial. */
import type { Request, RequestHandler, Response } from 'express'
import { name as nameText } from '../../machines/rules/fields.ts'
import { callerAddress } from '../api/door/source.ts'
import { Refused } from '../api/problems.ts'
import { readForm } from '../api/session/form.ts'
import { ROLE_LABELS } from '../frame/roles.ts'
import { enter, type People } from './entering.ts'
import { ownPath } from './ownPath.ts'
import { sendPage } from './sendPage.ts'
import { keyPage, type Mistake } from './signInPages.ts'
import { isForwarded, isLoopback } from './transport.ts'
import { TRIAL_ISSUER, TRIAL_PEOPLE, type TrialPerson } from './trialPeople.ts'

/** The key's shape is judged by its look-up; what no header could carry is no key. */
const KEY = /^[\w.~+/=-]{1,256}$/

/** Whom a browser on this machine may be, in the trial. */
const trialFor = ({ trialForce }: People, req: Request): readonly TrialPerson[] =>
  trialForce !== null && isLoopback(req) && !isForwarded(req) ? TRIAL_PEOPLE : []

export const showKeyForm = (people: People, to: string, req: Request, res: Response): void =>
  sendPage(res, people, keyPage(to, trialFor(people, req), { id: '', role: '' }, []))

export const signInWithForm =
  (people: People): RequestHandler =>
  async (req, res) => {
    const form = await readForm(people.knowing.readBody, req, res)
    const to = ownPath(form.get('to'))
    const person = form.get('person')
    return person === null ? withKey(people, form, to, req, res) : asTrialPerson(people, person, to, req, res)
  }

async function asTrialPerson(people: People, id: string, to: string, req: Request, res: Response): Promise<void> {
  const found = trialFor(people, req).find((one) => one.id === id)
  if (found === undefined || people.trialForce === null)
    throw new Refused('forbidden', 'Fictional people sign in on the machine of a trial alone, without a proxy.')
  const person = { issuer: TRIAL_ISSUER, subject: id, name: id }
  const opener = { openedBy: 'trial', force: people.trialForce, roles: [found.role], person, key: null } as const
  await enter(people, opener, to, req, res)
}

async function withKey(people: People, form: URLSearchParams, to: string, req: Request, res: Response): Promise<void> {
  const [bearer = '', id = '', role = ''] = ['key', 'id', 'role'].map((name) => form.get(name)?.trim())
  const again = (mistakes: readonly Mistake[], status: number): void =>
    sendPage(res, people, keyPage(to, trialFor(people, req), { id, role }, mistakes), status)

  const named = nameText.safeParse(id)
  const mistakes: Mistake[] = [
    ...(KEY.test(bearer) ? [] : [{ field: 'key', detail: bearer === '' ? 'Give the key.' : 'This is not a key.' } as const]),
    ...(named.success ? [] : [{ field: 'id', detail: 'Say who you are.' } as const]),
    ...(Object.hasOwn(ROLE_LABELS, role) ? [] : [{ field: 'role', detail: 'Choose your role.' } as const]),
  ]
  if (mistakes.length > 0 || !named.success) return again(mistakes, 422)
  const key = await people.knowing.keys.find(bearer)
  if (key === null) {
    const expiredOn = await people.knowing.keys.expiredOn(bearer)
    if (expiredOn === null) return unknownKey(people, again, req, res)
    return again([{ field: 'key', detail: `This key expired on ${expiredOn}: ask for another.` }], 401)
  }
  const { key: keyId, role: rights, force } = key
  if (role !== rights) {
    const detail = `This key is for the role ${ROLE_LABELS[rights].toLowerCase()}: choose that role, or give the key of yours.`
    return again([{ field: 'role', detail }], 422)
  }
  const opener = {
    openedBy: 'key',
    force,
    roles: [rights],
    person: null,
    key: { id: keyId, named: { id: named.data, role } },
  } as const
  await enter(people, opener, to, req, res)
}

/** Counted with the wrong keys of the API: a guesser gains nothing here. */
async function unknownKey(
  { knowing }: People,
  again: (mistakes: readonly Mistake[], status: number) => void,
  req: Request,
  res: Response,
): Promise<void> {
  const from = callerAddress(req)
  const { retryAfter, isLogged } = await knowing.countWrongKey(from)
  Object.assign(res.locals, { from, passing: !isLogged })
  if (retryAfter === null)
    return again([{ field: 'key', detail: 'This server does not know the key: check it, or ask whoever gave it to you.' }], 401)
  res.set('Retry-After', String(retryAfter))
  again([{ field: 'key', detail: `Too many wrong keys came from your network. Try again in ${retryAfter} seconds.` }], 429)
}
