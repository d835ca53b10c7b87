/** An e-mail as HTML: one column, real links, no images, nothing that reports back. It reads in the dark and on a narrow screen. */
import { html } from '../markup/html.ts'
import type { Content } from './texts.ts'

const STYLE = `
body { margin: 0; padding: 16px; font: 18px/1.5 Arial, sans-serif; color: #0b0c0c; background: #ffffff }
main { max-width: 36em; margin: 0 auto; overflow-wrap: anywhere }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 16px }
h2 { font-size: 20px; line-height: 1.3; margin: 24px 0 8px; padding-top: 16px; border-top: 1px solid #b1b4b6 }
p { margin: 0 0 8px }
a { color: #1d70b8 }
.open { margin: 12px 0 0; font-weight: bold }
.foot { margin-top: 32px; padding-top: 16px; border-top: 1px solid #b1b4b6 }
@media (prefers-color-scheme: dark) {
  body { color: #f3f2f1; background: #0b0c0c }
  a { color: #8ecbff }
}
`

export const mailPage = ({ subject, lead, blocks, foot }: Content): string =>
  html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${subject}</h1>
${lead.map((line) => html`<p>${line}</p>\n`)}
${blocks.map(
  ({ heading, lines, link }) => html`<h2>${heading}</h2>
${lines.map((line) => html`<p>${line}</p>\n`)}<p class="open"><a href="${link.href}">${link.text}</a></p>
`,
)}<div class="foot">
${foot.map((line) => html`<p>${line}</p>\n`)}</div>
</main>
</body>
</html>
`.text
