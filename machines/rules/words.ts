/** How people write "nothing" on a form. */

/** Lower case, without punctuation and doubled spaces, so that "None.", "none" and " NONE " are one text. */
export const plain = (text: string | undefined): string =>
  (text ?? '')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const NONE = new Set([
  '',
  'none',
  'no',
  'nil',
  'na',
  'n a',
  'nothing',
  'nothing new',
  'none known',
  'no new information',
  'no news',
  'not applicable',
])

/** Whether a text says that there is nothing: empty, or one of the usual words for it and nothing else. */
export const saysNone = (text: string | undefined): boolean => isNone(plain(text))
/** The same, of a text that is plain already. */
export const isNone = (plainText: string): boolean => NONE.has(plainText)
