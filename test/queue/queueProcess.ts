/** Works on a queue in PostgreSQL, and says each tenth of a second that something else of the process runs. */
import { openPostgresConnection } from '../../src/queue/postgres.ts'

const connection = openPostgresConnection(process.argv[2] ?? '', () => {})
connection.work(async () => {})
setInterval(() => process.send?.('runs'), 100)
