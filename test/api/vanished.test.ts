/** A listener whose line drops without a goodbye gives its place back: with the kernel's own word for it, in a network of its own. */
import { execFile, execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const support = (file: string) => new URL(`../support/${file}`, import.meta.url)
/** Far below what the kernel takes by itself, which is a quarter of an hour. */
const WAIT_MS = 20_000

const skipped = (() => {
  try {
    execFileSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' })
    return null
  } catch {
    return 'a network of its own takes Linux, root, unshare and ip'
  }
})()

const inNetwork = skipped === null ? it : it.skip

inNetwork(
  `takes back the places of listeners that vanished, and of no others${skipped === null ? '' : ` (skipped: ${skipped})`}`,
  async () => {
    const script = [process.execPath, '--import', support('typescript.mjs').href, fileURLToPath(support('vanished.ts'))]
    const { stdout } = await promisify(execFile)('unshare', ['--net', ...script, String(WAIT_MS)])
    expect(JSON.parse(stdout)).toEqual({ before: 8, after: 3, stillHear: ['127.0.0.1', '::1'] })
  },
)
