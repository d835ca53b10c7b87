/** What stops a backup or a restore. Each message is one line that says what to do; nothing was changed then. */

/** The folder that a backup is to become is there already. */
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

/** A folder that is no backup, was not finished, or is not what was written. */
export class BackupDamaged extends Error {
  readonly code = 'backup-damaged'
}

/** A backup is restored whole or not at all, so what it would be mixed with must not be there. */
export class RecordNotEmpty extends Error {
  readonly code = 'record-not-empty'

  constructor(where: string) {
    super(`${where}. Restore into an empty database: another DATA_DIR, or a new DATABASE_URL.`)
  }
}
