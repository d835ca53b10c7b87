/** `npm run fuzz -- --bodies 100000`, `npm run torture -- --seeds 200`: builds, then runs test/fuzz or test/torture against the build. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CannotPrepare, prepare, root, run } from './prepare.mjs'

const loader = pathToFileURL(join(root, 'test', 'support', 'typescript.mjs')).href
const [folder, ...args] = process.argv.slice(2)

try {
  await prepare()
  process.exitCode = await run(process.execPath, ['--import', loader, join(root, 'test', folder, 'main.ts'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
} catch (error) {
  process.stderr.write(`${error instanceof CannotPrepare ? error.message : error.stack}\n`)
  process.exitCode = 1
}
