/** `docs/statecharts.md`: every machine and region with its diagram, and what it takes without a change of state. */
import { type Drawn, machines, regionsOf } from './machines.ts'
import { mermaidOf } from './mermaid.ts'

export const markdown = (): string =>
  [
    '# Statecharts',
    '',
    'Written by `npx reassess chart > docs/statecharts.md` from the machines themselves; a test keeps it so.',
    'An arrow carries the event that takes it, `after` and the deadline that ran out, or the rule that holds from then on. After a comma stands the',
    'condition, where it has a name. An event on several arrows goes where its conditions say: `machines/` has them.',
    '',
    'The pictures are written by `npx reassess chart --svg-folder docs/charts`, and the same test keeps them so. In them, what the same event takes to',
    'the same state from several is one line, with a dot where another joins it; a state with states inside it has a panel of its own, and `from` and `to`',
    'after a label name the one inside; ↻ stands before what takes a state out of itself and in again. A test keeps lines and boxes off every',
    'label. What it cannot judge was looked at in Chromium: the way through each picture can be followed by eye, and every label belongs to the line',
    'that it stands beside.',
    '',
    ...machines().flatMap((machine) => [
      `## ${machine.name}`,
      '',
      machine.about,
      '',
      `![The statechart of ${machine.name}](charts/${machine.name}.svg)`,
      '',
      ...(machine.chart.root.parallel
        ? regionsOf(machine).flatMap((region) => [`### ${region.name}`, '', ...section(region)])
        : section(machine)),
    ]),
    '## The whole incident',
    '',
    ...machines()
      .slice(0, 1)
      .flatMap(({ chart }) => diagram(mermaidOf(chart))),
  ].join('\n')

const section = ({ chart }: Drawn): string[] => [
  ...diagram(mermaidOf(chart)),
  ...(chart.stays.length === 0
    ? []
    : [
        '| state | takes and stays |',
        '|---|---|',
        ...chart.stays.map(({ state, labels }) => {
          const name = state === chart.root.id ? 'any' : state.slice(chart.root.id.length + 1)
          return `| ${name} | ${labels.map(({ text }) => text).join('; ')} |`
        }),
        '',
      ]),
]

const diagram = (source: string): string[] => ['```mermaid', source.trimEnd(), '```', '']
