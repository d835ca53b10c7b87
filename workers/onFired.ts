import type { Instant } from '../machines/rules/vocabulary.ts'

/** A timer took effect: how late, and who was first. For the metric. */
export type OnFired = (fired: { readonly dueAt: Instant; readonly firedAt: Instant; readonly by: 'queue' | 'sweep' }) => void
