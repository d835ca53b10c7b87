/** Requests judged, lines added and cases opened before others of the process have their turn: some 10 ms. */
const BREATH = 16

/** Lets others of the process have their turn whenever so much was done; no clock is asked, so that every run is the same. */
export function breathing(): (done: number) => Promise<void> {
  let sum = 0
  return async (done) => {
    sum += done
    if (sum < BREATH) return
    sum = 0
    await new Promise((resolve) => setImmediate(resolve))
  }
}
