#!/usr/bin/env node
/**
 * The `reassess` command. In a clone it first installs and builds what is missing; an installed package has `dist`. The command
 * itself runs in this process, so that a signal reaches it directly.
 */
import { existsSync } from 'node:fs'

const isClone = existsSync(new URL('../tsconfig.build.json', import.meta.url))
let ready = true

if (isClone) {
  const { prepare, CannotPrepare } = await import('../scripts/prepare.mjs')
  try {
    await prepare()
  } catch (error) {
    ready = false
    process.stderr.write(`${error instanceof CannotPrepare ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}

if (ready) {
  process.setSourceMapsEnabled(true)
  await import('../dist/src/cli/main.js')
}
