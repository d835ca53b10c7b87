/** `npm run torture -- --seeds 200`: builds, then runs the bad nights of test/torture against the build. */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CannotPrepare, prepare, root, run } from './prepare.mjs'

const loader = pathToFileURL(join(root, 'test', 'support', 'typescript.mjs')).href
const main = fileURLToPath(new URL('../test/torture/main.ts', import.meta.url))

try {
  await prepare()
  process.exitCode = await run(process.execPath, ['--import', loader, main, ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
} catch (error) {
  process.stderr.write(`${error instanceof CannotPrepare ? error.message : error.stack}\n`)
  process.exitCode = 1
}
