/** What stops a backup or a restore. Each message is one line that says what to do; nothing was changed. */

/** The backup's folder exists already. */
export class BackupFolderTaken extends Error {
  readonly code = 'backup-folder-taken'
}

/** The database holds no record. */
export class NothingToBackUp extends Error {
  readonly code = 'nothing-to-back-up'

  constructor() {
    super('There is no record in this database. Check DATABASE_URL or DATA_DIR.')
  }
}

/** The folder is not a backup, was not finished, or differs from what was written. */
export class BackupDamaged extends Error {
  readonly code = 'backup-damaged'
}

/** The database is not empty: a restore never mixes with other data. */
export class RecordNotEmpty extends Error {
  readonly code = 'record-not-empty'

  constructor(where: string) {
    super(`${where}. Restore into an empty database: another DATA_DIR, or a new DATABASE_URL.`)
  }
}
