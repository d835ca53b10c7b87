/** Waits this long for company after each item, and never longer than `LONGEST_MS` after the first. */
const QUIET_MS = 3
const LONGEST_MS = 15
const MOST = 100

/**
 * Brings together what arrives at almost the same moment: the engine commits groups, and many timers of one instant
 * (a shift change, the end of an outage) would otherwise be as many transactions.
 *
 * @returns a function of one item whose promise ends as its group's `run` does; `run` answers in the order of the items.
 */
export const gather = <Item, Answer>(run: (items: Item[]) => Promise<readonly Answer[]>) => {
  interface Waiting {
    readonly item: Item
    readonly resolve: (answer: Answer | undefined) => void
    readonly reject: (error: unknown) => void
  }
  let group: Waiting[] = []
  let quiet: NodeJS.Timeout | undefined
  let longest: NodeJS.Timeout | undefined

  const go = async () => {
    clearTimeout(quiet)
    clearTimeout(longest)
    const waiting = group
    group = []
    try {
      const answers = await run(waiting.map(({ item }) => item))
      waiting.forEach(({ resolve }, at) => {
        resolve(answers[at])
      })
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }

  return (item: Item): Promise<Answer | undefined> =>
    new Promise((resolve, reject) => {
      group.push({ item, resolve, reject })
      clearTimeout(quiet)
      if (group.length >= MOST) void go()
      else {
        if (group.length === 1) longest = setTimeout(go, LONGEST_MS)
        quiet = setTimeout(go, QUIET_MS)
      }
    })
}
