/**
 * Whether `text` columns can hold it: they take neither NUL nor lone surrogates, and no row has such a key. Asked before a
 * look-up, so that an odd reference in a URL is simply unknown.
 */
export function isStorable(...texts: readonly string[]): boolean {
  return texts.every((text) => !text.includes('\0') && !/\p{Cs}/u.test(text))
}
