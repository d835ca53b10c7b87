/** A mail as its reader sees it: headers, and the plain and the HTML part. It reads what `nodemailer` writes, no more. */
export interface ReadMail {
  /** Names in lower case; folded lines joined, encoded words decoded. */
  readonly headers: Readonly<Record<string, string>>
  readonly subject: string
  readonly text: string
  readonly html: string
}

export function readMail(source: string): ReadMail {
  const [headers, body] = parted(source)
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  const parts = boundary === undefined ? [source] : body.split(`--${boundary}`).slice(1, -1)
  const partOf = (type: string): string => {
    for (const part of parts) {
      const [partHeaders, content] = parted(part.replace(/^\r\n/, ''))
      if (partHeaders['content-type']?.startsWith(type)) return decoded(content, partHeaders['content-transfer-encoding'])
    }
    return ''
  }
  return { headers, subject: headers.subject ?? '', text: partOf('text/plain'), html: partOf('text/html') }
}

function parted(source: string): [Record<string, string>, string] {
  const end = source.indexOf('\r\n\r\n')
  const lines = source
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), words(line.slice(line.indexOf(':') + 2))])
  return [Object.fromEntries(headers), source.slice(end + 4)]
}

/** `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=`, in whose neighbours a blank says nothing. */
const words = (text: string): string =>
  text
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, said: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(said, 'base64').toString('utf8') : unquoted(said.replace(/_/g, ' ')),
    )

const unquoted = (text: string): string => {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function decoded(content: string, encoding = '7bit'): string {
  if (encoding === 'base64') return Buffer.from(content, 'base64').toString('utf8')
  return (encoding === 'quoted-printable' ? unquoted(content) : content).replace(/\r\n/g, '\n')
}
