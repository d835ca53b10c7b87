import type { Reads, StreamItem } from '../engine/reads.ts'

/** Changes read at once for one listener. */
const CHANGES_PER_READ = 100

export interface SharedReads {
  readonly after: (force: string, position: string) => Promise<readonly StreamItem[] | null>
  /** Something changed: what was asked before this may be answered without it. */
  readonly forget: () => void
}

/** All listeners of a force that wait at one position ask once between them. */
export function sharedReads(reads: Pick<Reads, 'streamAfter'>): SharedReads {
  const asked = new Map<string, ReturnType<SharedReads['after']>>()
  return {
    forget: () => asked.clear(),
    after: (force, position) => {
      const question = `${force} ${position}`
      const known = asked.get(question)
      if (known) return known
      const answer = reads.streamAfter(force, position, CHANGES_PER_READ).finally(() => {
        if (asked.get(question) === answer) asked.delete(question)
      })
      asked.set(question, answer)
      return answer
    },
  }
}
