/** The maximum of everything that a caller can make grow. */
export interface Limits {
  /** Bytes of a single event, and of an acknowledgement. */
  readonly eventBytes: number
  /** Bytes of a batch. */
  readonly batchBytes: number
  readonly batchEvents: number
  /** Levels of nested objects and arrays in one event. */
  readonly depth: number
  /** Names of fields in one event, its envelope and all that is nested. */
  readonly names: number
  /** Extension attributes of one event. */
  readonly extensions: number
  readonly textCharacters: number
  /** Entries of any list in an event: above every schema's own limit, so that the schema's limit applies first. */
  readonly listEntries: number
  /** Bytes of bodies held by unanswered requests; beyond it `too-busy`. */
  readonly heldBytes: number
  /** Listeners of the live stream in this process. */
  readonly listeners: number
  /** Listeners with a key: a key that opens streams without end leaves room for others. */
  readonly listenersEach: number
  /**
   * A stream's longest time, after which its listener resumes: a lost listener that nobody can notice does not stay for ever.
   */
  readonly streamMs: number
  /** How often to check whether listeners acknowledged what was sent, where the system shows it. */
  readonly linesAgainMs: number
  /** How long sent bytes may stay unacknowledged. With a heartbeat before and a check after it: within a minute. */
  readonly unacknowledgedMs: number
  /** How long a listener may leave what was written to it unread. */
  readonly slowListenerMs: number
  readonly heartbeatMs: number
  /** How often a listener's key is checked again. */
  readonly keyAgainMs: number
  /** Unknown keys from an address within `wrongKeysMs`; further unknown keys are 429 until that time is over. */
  readonly wrongKeys: number
  readonly wrongKeysMs: number
}

const KIB = 1024
const MIB = 1024 * KIB

export const LIMITS: Limits = {
  eventBytes: 256 * KIB,
  batchBytes: 4 * MIB,
  batchEvents: 1000,
  depth: 32,
  names: 2000,
  extensions: 32,
  textCharacters: 20_000,
  listEntries: 1000,
  heldBytes: 128 * MIB,
  listeners: 500,
  listenersEach: 200,
  streamMs: 5 * 60_000,
  linesAgainMs: 5_000,
  unacknowledgedMs: 25_000,
  slowListenerMs: 30_000,
  heartbeatMs: 15_000,
  keyAgainMs: 15_000,
  // A shift that signs in with an old key makes a few; a guessing program makes more in a second.
  wrongKeys: 20,
  wrongKeysMs: 60_000,
}

/** A refused body is kept up to here. */
export const KEPT_BYTES = 64 * KIB
