/** A browser without a screen: keeps cookies by host and port, goes where it is sent, and posts forms. */

export interface Seen {
  readonly url: URL
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** Every address on the way here, the first included. */
  readonly way: readonly string[]
}

const MOST_REDIRECTS = 10

export function createBrowser() {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: URL) => {
    const jar = jars.get(url.host) ?? new Map<string, string>()
    jars.set(url.host, jar)
    return jar
  }
  const keep = (url: URL, headers: Headers) => {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const [name = '', ...value] = pair.split('=')
      const isOver = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=.*1970/i.test(one))
      if (isOver) jarOf(url).delete(name)
      else jarOf(url).set(name, value.join('='))
    }
  }
  /** @param until goes no further than to an address that this is true of. */
  async function go(address: string | URL, init: RequestInit = {}, until: (url: URL) => boolean = () => false): Promise<Seen> {
    const way: string[] = []
    let [url, asked] = [new URL(address), init]
    for (let redirects = 0; ; redirects++) {
      way.push(url.href)
      const cookie = [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { ...(cookie !== '' && { cookie }), ...asked.headers }
      const answer = await fetch(url, { ...asked, headers, redirect: 'manual' })
      keep(url, answer.headers)
      const location = answer.headers.get('location')
      const next = location === null ? null : new URL(location, url)
      if (next === null || until(next) || redirects === MOST_REDIRECTS)
        return {
          url: next !== null && until(next) ? next : url,
          status: answer.status,
          text: await answer.text(),
          headers: answer.headers,
          way,
        }
      url = next
      asked = {}
    }
  }
  const post = (
    address: string | URL,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) => go(address, { method: 'POST', body: new URLSearchParams(fields), headers })
  return {
    go,
    post,
    /** The cookies that it has for an address. */
    cookies: (address: string) => jarOf(new URL(address)),
  }
}

/** The value of a hidden field of a page. */
export const fieldIn = ({ text }: Seen, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
