/** What a page says, read without a browser. */

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#92': '\\' }
export const unescaped = (html: string): string => html.replaceAll(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)

const mainOf = (html: string): string => /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? html

/** Words with single spaces, without what only a browser reads. */
export const textOf = (html: string): string =>
  unescaped(
    html
      .replaceAll(/<(head|script)\b.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' '),
  ).replaceAll(/ ([.,:;?])/g, '$1')

/** What a reader sees of a page: its main part in words. */
export const seen = (html: string): string => textOf(mainOf(html)).trim()

/** Where a list goes on. */
export function nextIn(html: string): string | undefined {
  const [, address] = /rel="next" href="([^"]+)"/.exec(html) ?? []
  return address === undefined ? undefined : unescaped(address)
}
