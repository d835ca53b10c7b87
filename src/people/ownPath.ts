/** Where somebody goes after signing in: a page of this service, and never another site's (an open redirect). */

/** Characters. Project default. */
const LONGEST = 512
const HERE = 'http://here.invalid'
/** Addresses that lead nowhere after signing in, or answer no person. */
const NOT_THERE = /^\/(?:sign-in|sign-out|v1)(?:[/?#]|$)/

/** @returns the path, or `/` for what is not a path of ours. A browser reads a backslash as a slash, and drops line ends. */
export function ownPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > LONGEST || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return '/'
  const url = URL.canParse(asked, HERE) ? new URL(asked, HERE) : null
  if (url === null || url.origin !== HERE || NOT_THERE.test(url.pathname)) return '/'
  return url.pathname.startsWith('//') ? '/' : url.pathname + url.search + url.hash
}
