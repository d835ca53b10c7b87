/** The time is counted in pieces. A piece that a crowded machine stretched counts once, since the process did not run in it. */
const PIECE_MS = 100

/** @throws when no answer comes within that time, and what `asked` throws. */
export function inTime<Value>(asked: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    let left = ms
    timer = setInterval(() => {
      left -= PIECE_MS
      if (left <= 0) reject(new Error('no answer in time'))
    }, PIECE_MS)
  })
  return Promise.race([asked, late]).finally(() => clearInterval(timer))
}
