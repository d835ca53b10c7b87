/** Wakes a listener. A ring that comes while the listener is busy is kept until it next waits. */
export interface Bell {
  readonly ring: () => void
  /** From now on a ring is remembered until somebody waits for it. */
  readonly arm: () => void
  /** True when it rang within so many milliseconds. */
  readonly rung: (ms: number) => Promise<boolean>
}

export function createBell(): Bell {
  let rang = false
  let wake: (() => void) | null = null
  return {
    ring: () => {
      rang = true
      wake?.()
    },
    arm: () => {
      rang = false
    },
    rung: async (ms) => {
      if (!rang)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      wake = null
      return rang
    },
  }
}
