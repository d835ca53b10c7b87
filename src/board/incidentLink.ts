/** `/incidents/{ref}`, as messages to people link it. */

/** @returns the incident's place on the board; null for an address of another kind. */
export function placeOnBoard(path: string): string | null {
  const written = /^\/incidents\/([^/]+)$/.exec(path)?.[1]
  if (written === undefined) return null
  try {
    return `/#/incident/${encodeURIComponent(decodeURIComponent(written))}`
  } catch {
    return null
  }
}
