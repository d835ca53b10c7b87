/**
 * Checkpoint lines as a file outside the database has them. A power cut or a full disk leaves the beginning of a line; an
 * earlier build appended the next line to it. Such a beginning says nothing that the whole line does not say.
 */
export interface OutsideLines {
  /** A whole line, or a line that nothing is known about. */
  readonly lines: readonly string[]
  /** The whole lines whose beginning was found. */
  readonly torn: readonly string[]
}

/**
 * @param kept the lines of the database.
 * @param isWhole whether a line is signed with the key.
 */
export function sortTorn(outside: readonly string[], kept: readonly string[], isWhole: (line: string) => boolean): OutsideLines {
  const parts = outside.flatMap((line) => (isWhole(line) ? [line] : apart(line, isWhole)))
  const known = [...kept, ...parts.filter(isWhole)]
  const lines: string[] = []
  const torn: string[] = []
  for (const part of parts) {
    const whole = isWhole(part) ? undefined : known.find((line) => line.length > part.length && line.startsWith(part))
    if (whole === undefined) lines.push(part)
    else torn.push(whole)
  }
  return { lines, torn }
}

/** A torn line and the whole lines appended to it; the line itself when it is neither. */
function apart(line: string, isWhole: (line: string) => boolean): string[] {
  const starts = [...line.matchAll(/\{"at":/g)].map(({ index }) => index)
  if (starts.length < 2) return [line]
  const pieces = starts.map((from, place) => line.slice(place === 0 ? 0 : from, starts[place + 1]))
  return pieces.some(isWhole) ? pieces : [line]
}
