/**
 * Does something again and again, and never twice at once. What fails is done in the next round: a record that is away is told by
 * readiness.
 *
 * @param everyMs milliseconds from one beginning to the next; the first round begins at once where `atOnce`.
 * @returns what stops it, and waits for the round that runs.
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
