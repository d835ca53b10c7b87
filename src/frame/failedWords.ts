/** What a page says when the service refuses or fails: what happened, and what to do next. The API's own words are for programs. */
import type { ProblemCode } from '../api/problems.ts'

export interface Said {
  readonly title: string
  /** Sentences, a paragraph each. */
  readonly says: readonly string[]
}

export interface Asked {
  /** Something was sent with a form. */
  readonly isPost: boolean
  /** As people call it; null where nobody is signed in. */
  readonly role: string | null
  /** Whoever has the right to it. */
  readonly whoMay: string
  /** Seconds. */
  readonly retryAfter: string | null
}

const NOTHING_RECORDED = 'Nothing was recorded.'
const SAFE = 'Sending it again is safe: it is recorded once.'

const nothing = (isPost: boolean): readonly string[] => (isPost ? [NOTHING_RECORDED] : [])

/** The same for what nobody has, and for what another force has. */
const NOT_THERE: Said = {
  title: 'There is nothing at this address',
  says: [
    'Your force has no incident or page here. Check the reference, or look for the incident by a name or a telephone number.',
  ],
}

/** Also where the service does not know the address at which people reach it. */
export const NOT_FROM_HERE: Said = {
  title: 'This did not come from a page of Reassess',
  says: [
    NOTHING_RECORDED,
    'Your browser says that a page at another address sent it. Go back in your browser, where your text still is, copy it, and open Reassess at its own address. If this happens there, tell the people who run Reassess.',
  ],
}

const WRONG = (isPost: boolean): Said =>
  isPost
    ? { title: 'This was not recorded', says: ['Something is missing or not valid. Nothing was recorded.'] }
    : { title: 'This address has a mistake in it', says: ['Go back, or open the page again from the top of this page.'] }

/** By code where that says more than its status. */
const BY_CODE: Partial<Record<ProblemCode, (asked: Asked) => Said>> = {
  restricted: ({ isPost }) => ({
    title: 'This incident is restricted',
    says: [
      ...nothing(isPost),
      'The people named on it may read it. Its alerts and deadlines go on as before. Ask one of them, or a force incident manager.',
    ],
  }),
  'event-id-reused': () => ({
    title: 'This form was recorded before, with other words',
    says: ['What you changed since then is not recorded. Open the incident, and record the change as something new.'],
  }),
  'reason-required': () => ({
    title: 'Say why you need this',
    says: ['The access log keeps the reason. Go back, and give it.'],
  }),
  'no-delivery-file': () => ({
    title: 'This service sends no messages',
    says: ['Nobody has set up who is on duty and how they are reached. The people who run Reassess can do that.'],
  }),
}

const BY_STATUS: Readonly<Record<number, (asked: Asked) => Said>> = {
  401: () => ({
    title: 'You are signed out',
    says: ['Your session ended: the shift is over, nobody used it for a while, or somebody ended it.'],
  }),
  403: ({ isPost, role, whoMay }) => ({
    title: isPost ? 'You may not do that' : 'You may not see this',
    says: [
      ...nothing(isPost),
      role === null
        ? 'Sign in as somebody who may.'
        : `Your role is ${role}, and that role has no right to this. If you need it for your work, ask ${whoMay}.`,
    ],
  }),
  404: () => NOT_THERE,
  405: () => ({ title: 'This page does not take that', says: ['Go back, and try again from the page.'] }),
  409: () => ({
    title: 'This can no longer be done',
    says: [
      NOTHING_RECORDED,
      'Something changed while the page was open: a colleague was quicker, or a time passed. Open the incident again to see what it takes now.',
    ],
  }),
  413: () => ({
    title: 'This is too long',
    says: [NOTHING_RECORDED, 'Go back in your browser, where your text still is, and shorten it.'],
  }),
  422: ({ isPost }) => WRONG(isPost),
  429: ({ isPost, retryAfter }) => ({
    title: 'Too much is waiting',
    says: [...nothing(isPost), `Wait ${retryAfter ?? 'a few'} seconds, then try again.${isPost ? ` ${SAFE}` : ''}`],
  }),
  503: ({ isPost }) => ({
    title: 'The record cannot be reached',
    says: [
      isPost ? `It may not be recorded. Send it again in a few seconds. ${SAFE}` : 'Load this page again in a few seconds.',
      'If this goes on, work on paper, and tell the people who run Reassess.',
    ],
  }),
}

const OURS = ({ isPost }: Asked): Said => ({
  title: 'Something is wrong on our side',
  says: [
    isPost ? `It is not known whether what you sent was recorded. ${SAFE}` : 'Load this page again.',
    'If this happens again, tell the people who run Reassess.',
  ],
})

const UNREADABLE = ({ isPost }: Asked): Said => ({
  title: 'This could not be read',
  says: [...nothing(isPost), 'Go back, and try again from the page.'],
})

export const failedWords = (code: ProblemCode, status: number, asked: Asked): Said =>
  (BY_CODE[code] ?? BY_STATUS[status] ?? (status >= 500 ? OURS : UNREADABLE))(asked)
