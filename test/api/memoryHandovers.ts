/** Hand-overs in memory, each with an empty list. */
import type { Handovers } from '../../src/engine/handover/handovers.ts'
import type { HandoverHead, HandoverReads } from '../../src/engine/handover/ports.ts'

const AT = '2026-11-20T22:00:00.000Z'

export function memoryHandovers(): { readonly handovers: Handovers; readonly reads: HandoverReads } {
  const kept: { readonly force: string; readonly head: HandoverHead }[] = []
  const find = (force: string, id: string) => kept.find((one) => one.force === force && one.head.handover === id)?.head ?? null
  return {
    handovers: {
      async handOver({ force, from, to, by }) {
        const handover = `handover-${kept.length + 1}`
        const nothing = { count: 0, left: 0, shiftChanged: { incidents: 0, recorded: 0, refused: 0 } }
        kept.push({ force, head: { handover, at: AT, from, to, by, acceptBy: AT, ...nothing } })
        return { handover, was: 'new' }
      },
      ahead: async () => ({ items: 0, incidents: 0, demands: 0 }),
      accept: async ({ force, handover }) => (find(force, handover) === null ? 'unknown' : 'accepted'),
      goOn: async () => {},
    },
    reads: {
      handovers: async (force) => ({ items: kept.filter((one) => one.force === force).map(({ head }) => head), next: null }),
      handover: async (force, id) => {
        const head = find(force, id)
        return head === null ? null : { ...head, items: [], next: null, demands: [], demandCount: 0 }
      },
      handoverItems: async (force, id) => {
        const head = find(force, id)
        return head === null ? null : { ...head, items: [] }
      },
    },
  }
}
