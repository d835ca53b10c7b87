/**
 * Asks why somebody reads, where the API wants a reason (contract §8): a form first, and what it says goes on as the header that the API
 * names. Every page that shows something of one incident answers through this, so that a restricted incident shows what it is and what is
 * asked of it, and nothing more.
 */
import type { problem } from '../api/answers.ts'
import type { Answer } from '../engine/answers/shapes.ts'
import { ApiRefused } from './ask.ts'
import type { Visit } from './visit.ts'
import { RESTRICTED } from './words/incident.ts'
import { say, type Text, timesOf } from './words/text.ts'
import { words } from './words/words.ts'

export type Headers = Readonly<Record<string, string>>

/** The headers that a form may fill. */
const HEADERS = ['x-reason', 'x-break-glass'] as const

/** Why somebody reads. A form of what they then see has both as hidden fields, so that what it sends is answered too. */
export interface Why {
  readonly header: (typeof HEADERS)[number]
  readonly reason: string
}

/** @returns null where the form gives no reason, or nothing was posted. */
export function whyIn(form: URLSearchParams | null): Why | null {
  const reason = form?.get('reason')?.trim() ?? ''
  // A form that does not say which was not shown what opening means.
  const header = HEADERS.find((name) => name === form?.get('header')) ?? 'x-reason'
  return reason === '' ? null : { header, reason }
}

export const headersOf = (why: Why | null): Headers => (why === null ? {} : { [why.header]: encodeURIComponent(why.reason) })

/**
 * Answers a page of an incident.
 *
 * @param name what the page is about, such as the reference.
 * @param form what was posted; null for a page that is only read.
 * @param answer shows the page, asking the API with these headers.
 */
export async function sayingWhy(
  visit: Visit,
  name: string,
  form: URLSearchParams | null,
  answer: (headers: Headers, why: Why | null) => Promise<void>,
): Promise<void> {
  try {
    const why = whyIn(form)
    await answer(headersOf(why), why)
  } catch (error) {
    if (!(error instanceof ApiRefused) || !isAboutReading(error)) throw error
    const given = form?.get('reason')?.trim() ?? null
    visit.show('restricted.njk', closedPage(visit, name, error, given), { title: `${name}: restricted`, status: error.status })
  }
}

/** Where a form led that was taken. */
const TAKEN = ['done', 'waits', 'recorded'] as const

const isAboutReading = ({ code }: ApiRefused): boolean => code === 'restricted' || code === 'reason-required'

type Problem = Answer<typeof problem>

/** @param given the reason that was not taken; null where nobody has said any. */
function closedPage(
  { req, clock }: Pick<Visit, 'req' | 'clock'>,
  name: string,
  { code, problem: { errors = [], asked } }: { readonly code: string; readonly problem: Pick<Problem, 'errors' | 'asked'> },
  given: string | null,
) {
  const header = HEADERS.find((one) => errors[0]?.pointer === `/headers/${one}`) ?? null
  const isReader = code === 'reason-required' && header === 'x-reason'
  const wasRefused = given !== null && header !== null
  return {
    name,
    taken: TAKEN.some((query) => req.query[query] !== undefined) ? RESTRICTED.taken : null,
    says: RESTRICTED.says,
    asked: (asked?.demands ?? []).map((demand) => demandText(demand, clock)),
    ask: header === null ? RESTRICTED.ask : null,
    form:
      header === null
        ? null
        : {
            header,
            action: req.originalUrl,
            warning: isReader ? RESTRICTED.reader : RESTRICTED.glass,
            isReader,
            reason: given ?? '',
          },
    errors: wasRefused ? [{ href: '#reason', text: RESTRICTED.notTaken }] : [],
  }
}

function demandText({ reason, level, dueAt }: NonNullable<Problem['asked']>['demands'][number], clock: Visit['clock']): Text {
  const { at, until } = timesOf(clock)
  return say`Reassess: ${words(reason)}, level ${level}. Answer by ${at(dueAt)}, ${until(dueAt)}.`
}
