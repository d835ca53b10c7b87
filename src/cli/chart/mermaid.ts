/** A chart as Mermaid source, which GitHub and others draw. */
import type { Arrow, Chart, State } from './model.ts'

export function mermaidOf({ root, arrows }: Chart): string {
  const lines = root.states.some(({ parallel, states }) => !parallel && states.length > 0 && root.parallel)
    ? [
        `state ${root.name} {`,
        ...root.states.flatMap((region, index) => [...(index === 0 ? [] : ['--']), ...drawn(region)]).map(indent),
        '}',
      ]
    : inside(root)
  return ['stateDiagram-v2', ...[...lines, ...arrows.map(arrowLine)].map(indent), ''].join('\n')
}

const indent = (line: string): string => `  ${line}`
const idOf = (id: string): string => id.replaceAll(/[^A-Za-z0-9]/g, '_')

const drawn = (state: State): string[] =>
  state.states.length === 0
    ? [`state "${state.name}" as ${idOf(state.id)}`, ...(state.final ? [`${idOf(state.id)} --> [*]`] : [])]
    : [`state "${state.name}" as ${idOf(state.id)} {`, ...inside(state).map(indent), '}']

const inside = ({ states }: State): string[] => [
  ...states.flatMap(drawn),
  ...states.filter(({ initial }) => initial).map(({ id }) => `[*] --> ${idOf(id)}`),
]

const arrowLine = ({ from, to, labels }: Arrow): string =>
  `${idOf(from)} --> ${idOf(to)}: ${labels.map(({ text }) => text).join('<br/>')}`
