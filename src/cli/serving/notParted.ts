import { oneLoginOf } from '../../store/logins/prepareSchema.ts'

/** @returns the warning of a start with one login, which reads and writes for all forces. */
export async function notParted(databaseUrl: string): Promise<string> {
  const { name, unheld } = await oneLoginOf(databaseUrl)
  const why = {
    superuser: `, and row-level security does not hold ${name}, a superuser`,
    owner: `, and row-level security does not hold ${name}, the owner of the tables`,
  }
  return `start: DATABASE_URL alone is given, so the database does not keep forces apart${unheld === null ? '' : why[unheld]}: docs/operations/logins.md shows how it does`
}
