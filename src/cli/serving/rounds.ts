/**
 * Repeats something, never twice at once. The next round does what failed: readiness reports a record that is away.
 *
 * @param everyMs milliseconds from one beginning to the next; the first round begins at once where `atOnce`.
 * @returns a function that stops it, and waits for the running round.
 */
export function inRounds(
  everyMs: number,
  round: () => Promise<void>,
  { atOnce }: { readonly atOnce: boolean },
): () => Promise<void> {
  let running: Promise<void> | null = null
  const begin = (): void => {
    running ??= round()
      .catch(() => {})
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(begin, everyMs)
  if (atOnce) begin()
  return async () => {
    clearInterval(timer)
    await running
  }
}
