/**
 * Cuts long work into short pieces, so that no request holds up a timer or another request. The pieces of all requests share a
 * queue, and each turn of the event loop runs a single piece: twelve imports hold the loop no longer than a single import.
 */

/**
 * How long a piece may run before everything else gets a turn. Ten such pieces stay within the 100 ms that nothing may exceed.
 */
const PIECE_MS = 10

/** Call it between steps: returns at once, or after a turn when this piece has run long enough. */
export type Breath = () => Promise<void> | void

export function createBreath(): Breath {
  let began = performance.now()
  return () => {
    if (performance.now() - began < PIECE_MS) return
    return nextTurn().then(() => {
      began = performance.now()
    })
  }
}

let last = Promise.resolve()

/** Yields to everything else, whatever this piece has done. */
export function nextTurn(): Promise<void> {
  last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
  return last
}
