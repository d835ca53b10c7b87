/** Limits log lines that anybody can cause: at most one in a period, with the number left out. */
export function atMostEvery(ms: number): (say: (leftUnsaid: number) => void) => void {
  let next = 0
  let unsaid = 0
  return (say) => {
    if (performance.now() < next) {
      unsaid += 1
      return
    }
    next = performance.now() + ms
    say(unsaid)
    unsaid = 0
  }
}
