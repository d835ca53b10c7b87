/**
 * Types of a client, as `openapi-typescript` makes them: `node openapiTypes.mjs DOCUMENT` prints TypeScript. That package works
 * with the interface of TypeScript 5, which TypeScript 7 no longer has; here it gets the one that is installed beside.
 */
import { readFileSync } from 'node:fs'
import { register } from 'node:module'
import { isMainThread } from 'node:worker_threads'

export const resolve = (specifier, context, next) => next(specifier === 'typescript' ? 'typescript-5' : specifier, context)

// The hook itself runs on a thread of its own, which loads this file again.
if (isMainThread) {
  register(import.meta.url)
  const { default: openapiTS, astToString } = await import('openapi-typescript')
  process.stdout.write(astToString(await openapiTS(JSON.parse(readFileSync(process.argv[2], 'utf8')))))
}
