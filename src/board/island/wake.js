/** Notices that this page did not run for a while: the computer slept, the browser held the page back, or it came back from the history. */

const TICK_MS = 1000
/** A page in front that ticks so late did not run. */
const LATE_MS = 5000
/** Browsers let a hidden page tick once a minute. */
const HIDDEN_LATE_MS = 90_000
/** The clock of the computer and the time that the page counts drift apart so far only in a sleep, or when somebody sets the clock. */
const APART_MS = 3000

/**
 * @param {() => void} onTick once a second, while the page runs
 * @param {() => void} onGap
 * @returns {() => void} looks at once
 */
export function watchGaps(onTick, onGap) {
  let before = { wall: Date.now(), counted: performance.now(), hidden: document.hidden }
  const look = () => {
    const after = { wall: Date.now(), counted: performance.now(), hidden: document.hidden }
    const counted = after.counted - before.counted
    const apart = Math.abs(after.wall - before.wall - counted)
    const isLate = counted > (before.hidden && after.hidden ? HIDDEN_LATE_MS : LATE_MS)
    before = after
    if (isLate || apart > APART_MS) onGap()
  }
  setInterval(() => {
    look()
    onTick()
  }, TICK_MS)
  document.addEventListener('visibilitychange', look)
  document.addEventListener('resume', look)
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) onGap()
  })
  return look
}
