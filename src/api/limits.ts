const KIB = 1024
const MIB = 1024 * KIB

/** The maximum of everything that a caller can make grow. */
export const LIMITS = {
  /** Bytes of a single event, and of an acknowledgement. */
  eventBytes: 256 * KIB,
  /** Bytes of a question that is posted. Project default. */
  findBytes: 8 * KIB,
  /** Bytes of a batch. */
  batchBytes: 4 * MIB,
  batchEvents: 1000,
  /** Levels of nested objects and arrays in one event. */
  depth: 32,
  /** Names of fields in one event, its envelope and all that is nested. */
  names: 2000,
  /** Extension attributes of one event. */
  extensions: 32,
  textCharacters: 20_000,
  /** Entries of any list in an event: above every schema's own limit, so that the schema's limit applies first. */
  listEntries: 1000,
  /** Bytes of bodies held by unanswered requests; beyond it `too-busy`. */
  heldBytes: 128 * MIB,
  /** Listeners of the live stream in this process. */
  listeners: 500,
  /** Listeners with a key: a key that opens streams without end leaves room for others. */
  listenersEach: 200,
  /** A stream's longest time, after which its listener resumes: a lost listener that nobody can notice does not stay for ever. */
  streamMs: 5 * 60_000,
  /** How often to check whether listeners acknowledged what was sent, where the system shows it. */
  linesAgainMs: 5_000,
  /** How long sent bytes may stay unacknowledged. With a heartbeat before and a check after it: within a minute. */
  unacknowledgedMs: 25_000,
  /** How long a listener may leave what was written to it unread. */
  slowListenerMs: 30_000,
  heartbeatMs: 15_000,
  /** How often a listener's key is checked again. */
  keyAgainMs: 15_000,
  /**
   * Unknown keys from an address within `wrongKeysMs`; further unknown keys are 429 until that time is over. A shift that signs
   * in with an old key makes a few; a guessing program makes more in a second.
   */
  wrongKeys: 20,
  wrongKeysMs: 60_000,
}
export type Limits = Readonly<typeof LIMITS>

/** A refused body is kept up to here. */
export const KEPT_BYTES = 64 * KIB
