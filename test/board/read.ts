/** What a page says, read without a browser. */

export const unescaped = (html: string): string =>
  html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&')

/** Words with single spaces, without what only a browser reads. */
export const textOf = (html: string): string =>
  unescaped(
    html
      .replaceAll(/<(head|script)\b.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' '),
  ).replaceAll(/ ([.,:;])/g, '$1')
