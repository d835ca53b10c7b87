/** `GET /docs`: the OpenAPI document as one page that needs nothing else: no script, nothing from another host. */

import { createHash } from 'node:crypto'
import { escaped } from '../../markup/escaped.ts'
import type { OpenApiDocument } from './index.ts'
import type { Operation } from './operation.ts'

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1a1a1a; background: #fff }
  h2 { margin-top: 2.5rem; border-bottom: 1px solid #999 } h3 { font: 600 1.1rem ui-monospace, monospace }
  table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ccc }
  pre { background: #f3f3f3; padding: 1rem; overflow: auto } code { font-family: ui-monospace, monospace } summary { cursor: pointer }
  p.intro { white-space: pre-line }`

/** How a Content-Security-Policy names this style, and no other. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

export function pageOf({ info, paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const contents = operations
    .map(
      ({ path, method, operation }) =>
        `<tr><td><a href="#${anchor(method, path)}"><code>${method} ${escaped(path)}</code></a></td><td>${escaped(operation.summary)}</td></tr>`,
    )
    .join('')
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<h3 id="${escaped(name)}">${escaped(name)}</h3>${folded('schema', schema)}`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(info.title)} API</title><style>${STYLE}</style></head>
<body><h1>${escaped(info.title)} API, version ${escaped(info.version)}</h1>
<p class="intro">${marked(info.description)}</p><p>The same for programs: <a href="/openapi.json">/openapi.json</a>. What the service sends by webhook: <a href="/asyncapi.json">/asyncapi.json</a></p>
<h2>Operations</h2><table>${contents}</table>
${operations.map(section).join('\n')}
<h2>Schemas</h2>${schemas.join('\n')}</body></html>`
}

function section({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { summary, description, parameters, requestBody, responses } = operation
  const answers = Object.entries(responses).map(
    ([status, { description }]) => `<tr><td>${status}</td><td>${marked(description)}</td></tr>`,
  )
  return `<h3 id="${anchor(method, path)}">${method} ${escaped(path)}</h3><p>${escaped(summary)}. ${description ? marked(description) : ''}</p>
${parameters ? folded('parameters', parameters) : ''}${requestBody ? folded('body and examples', requestBody) : ''}
<table><tr><th>Answer</th><th>When</th></tr>${answers.join('')}</table>`
}

const folded = (title: string, value: unknown): string =>
  `<details><summary>${title}</summary><pre>${linked(escaped(JSON.stringify(value, null, 2)))}</pre></details>`

const linked = (html: string): string => html.replace(/#\/components\/schemas\/([\w.-]+)/g, '<a href="#$1">$1</a>')

const marked = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')

const anchor = (method: string, path: string): string => `${method}${path}`.replace(/[^A-Za-z0-9]+/g, '-')
