/** `npm run train-detector` from the sources. */
import { trainDetector } from '../../src/detector/command.ts'

process.exitCode = trainDetector(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`))
