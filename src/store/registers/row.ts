import type { RegisterRow } from '../../engine/registers/views.ts'

/** A row of the registers as its columns have it. */
export interface StoredRow {
  readonly kind: string
  readonly name: string
  readonly state: string
  readonly ended: boolean
  readonly weight: number
  readonly due_at: string | null
  /** JSON of `MatterItem`. */
  readonly item: string
}

export const storedRow = ({ weight, dueAt, ...item }: RegisterRow): StoredRow => ({
  kind: item.kind,
  name: item.name,
  state: item.state,
  ended: item.ended,
  weight,
  due_at: dueAt,
  item: JSON.stringify(item),
})
