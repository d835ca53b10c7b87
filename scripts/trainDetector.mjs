/** `npm run train-detector`: builds, then trains the detector of explanations with what was built. */
import { join } from 'node:path'
import { CannotPrepare, prepare, root } from './prepare.mjs'

try {
  await prepare()
  const { trainDetector } = await import('../dist/src/detector/command.js')
  const shipped = join(root, 'src', 'detector', 'weights.json')
  process.exitCode = trainDetector(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`), shipped)
} catch (error) {
  process.stderr.write(`${error instanceof CannotPrepare ? error.message : error.stack}\n`)
  process.exitCode = 1
}
