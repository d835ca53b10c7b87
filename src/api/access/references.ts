/** The references that a read names: as its address and its query ask for them, and as its answer tells of them. */
import type { Request, Response } from 'express'

/** As an incident's number may look. */
const REFERENCE = /^[\x21-\x7e]{1,64}$/
/** What somebody may have put there by mistake: a name, a telephone number, an address for mail. */
const PERSONAL = /^\D*$|^(\+|00?)[\d()/-]{9,}$|@/
/** In place of a text that may be personal. */
const WITHHELD = 'withheld'

/** @param isUnknown nobody has an incident of that number: then it may be anything, and what looks personal is left out. */
export function referencesAsked({ params, query }: Pick<Request, 'params' | 'query'>, isUnknown: boolean): readonly string[] {
  const kept = (named: unknown, mayBeAnything: boolean): string[] =>
    typeof named !== 'string' ? [] : [REFERENCE.test(named) && !(mayBeAnything && PERSONAL.test(named)) ? named : WITHHELD]
  // A list answers whatever number it is narrowed to.
  return [...kept(params.ref, isUnknown), ...kept(query.incident, true)]
}

/** Notes the incidents that the items of an answer name, besides those that were noted before. */
export function discloseItems(res: Response, items: Iterable<{ readonly incident: string | null }>): void {
  res.locals.disclosed ??= []
  for (const { incident } of items) if (incident !== null && REFERENCE.test(incident)) res.locals.disclosed.push(incident)
}
