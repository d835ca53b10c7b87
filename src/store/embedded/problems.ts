/** What stops an embedded database from starting. Each message is one line that says what to do, without secrets. */

/** Another living process owns the data folder. */
export class DataDirInUse extends Error {
  readonly code = 'data-dir-in-use'
  /** The owner's process id; null when it is unknown. */
  readonly pid: number | null

  constructor(dataDir: string, pid: number | null) {
    super(
      `DATA_DIR ${dataDir} is in use by another reassess${pid === null ? '' : ` (process ${pid})`}: stop it, or set another DATA_DIR.`,
    )
    this.pid = pid
  }
}

/** The folder cannot be used: another user's, half restored, of a newer PostgreSQL, or out of the server's reach. */
export class DataDirUnusable extends Error {
  readonly code = 'data-dir-unusable'
}

/** No PostgreSQL can run here: no binaries for this machine, or nowhere to put them. */
export class NoEmbeddedPostgres extends Error {
  readonly code = 'no-embedded-postgres'
}

/** The binaries are there and the folder is ours, and still the server did not start. */
export class DatabaseDidNotStart extends Error {
  readonly code = 'database-did-not-start'
}

/** A command was asked about a missing record. Nothing was made. */
export class NoRecord extends Error {
  readonly code = 'no-record'

  constructor(where: string) {
    super(`There is no record in ${where}, and only start and restore make one: check DATA_DIR and DATABASE_URL.`)
  }
}
