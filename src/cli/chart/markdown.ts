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
    'The pictures are written by `npx reassess chart --svg-folder docs/charts`, and the same test keeps them so. ELK, a layout library, places the boxes;',
    'a label interrupts the arrow that it belongs to, and states inside a state stand in its box. A test keeps arrows and boxes off every label.',
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
