/**
 * Long work in short pieces, so that no request holds up a clock or another request. Pieces of all requests stand in one
 * line and one piece runs in a turn of the event loop: twelve imports hold it no longer than one does.
 */

/** After so long a piece lets everything else run. Ten such pieces would still be within the 100 ms that nothing may exceed. */
const PIECE_MS = 10

/** Called between single steps: returns at once, or after a turn when this piece has run for long enough. */
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

/** Lets everything else run, whatever has been done in this piece. */
export function nextTurn(): Promise<void> {
  last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
  return last
}
