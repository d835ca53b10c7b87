/** Percent-encoded UTF-8 as text; null where it is not that. */
export function percentDecoded(written: string): string | null {
  try {
    return decodeURIComponent(written)
  } catch {
    return null
  }
}
