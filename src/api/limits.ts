/** The stated maximum of everything that a caller can make grow. */
export interface Limits {
  /** Bytes of a single event, and of an acknowledgement. */
  readonly eventBytes: number
  /** Bytes of a batch. */
  readonly batchBytes: number
  readonly batchEvents: number
  /** Levels of nested objects and arrays in one event. */
  readonly depth: number
  /** Bytes of bodies held at once by requests that are not answered yet; more is `too-busy`. */
  readonly heldBytes: number
  /** Listeners of the live stream in this process. */
  readonly listeners: number
  /** How long a listener may leave what was written to it unread. */
  readonly slowListenerMs: number
  readonly heartbeatMs: number
  /** How often a listener's key is looked at again. */
  readonly keyAgainMs: number
}

const KIB = 1024
const MIB = 1024 * KIB

export const LIMITS: Limits = {
  eventBytes: MIB,
  batchBytes: 16 * MIB,
  batchEvents: 1000,
  depth: 32,
  heldBytes: 128 * MIB,
  listeners: 500,
  slowListenerMs: 30_000,
  heartbeatMs: 15_000,
  keyAgainMs: 15_000,
}

/** A refused body is kept up to here. */
export const KEPT_BYTES = 64 * KIB
