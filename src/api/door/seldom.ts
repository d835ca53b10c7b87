/** For what anybody can cause as often as they like: said at most so often, with how many were left unsaid. */
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
