/** Lets a child process of a test run our sources as they are: `node --import ./test/support/typescript.mjs file.ts`. */
import { readFile } from 'node:fs/promises'
import { register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'

export const load = async (url, context, next) => {
  if (!url.endsWith('.ts')) return next(url, context)
  const { transform } = await import('@swc/core')
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  })
  return { format: 'module', source: code, shortCircuit: true }
}

// The hooks themselves run on a thread of their own, which loads this file again.
if (isMainThread) register(import.meta.url)
