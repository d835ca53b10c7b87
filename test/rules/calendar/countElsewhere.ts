/** A process of another time zone: reads starts from stdin, and says what every clock makes of each. */
import { readFileSync } from 'node:fs'
import { CLOCKS, COUNTED } from './clocks.ts'

const starts = JSON.parse(readFileSync(0, 'utf8')) as string[]
const counted = starts.map((start) => Object.values(CLOCKS).map((due) => due(start, COUNTED)))
process.stdout.write(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, counted }))
