/**
 * Sentences read once, aloud, at night: subject first, the thing named, who must do what. These constructions hid the noun, so
 * they stay out of comments, messages, test titles and documents. What stands between backticks is a name and is left alone.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

/** Where a sentence, a clause or a cell of a table begins. */
const BEGINNING = String.raw`(?:^|[.:;!?|(…—] |\| \*\*)`
/** What follows a pronoun, and hardly ever a number: "One process owns a folder" may stay. */
const GOES_ON = String.raw`(?:that|who|whose|which|is|was|are|were|has|had|may|can|must|does|said|says|ends|comes|came|stays|stands|goes|takes)\b`

interface Banned {
  readonly what: RegExp
  readonly instead: string
}

const BANNED: readonly Banned[] = [
  { what: RegExp(`${BEGINNING}One(?: ${GOES_ON}|[,.;:])`, 'g'), instead: 'name the thing: "A cancelled occurrence …"' },
  {
    what: RegExp(
      String.raw`(?:[.:;,(] |\b(?:and|but|or|nor|when|where|if|with|for|of|from|by|to|than|as|has|is|was|only) )one ${GOES_ON}`,
      'g',
    ),
    instead: 'repeat the noun',
  },
  {
    what: RegExp(`${BEGINNING}None (?:of (?:it|its|them|these|those|ours) )?${GOES_ON}`, 'g'),
    instead: 'write "No" and the noun',
  },
  {
    what: /\b(?:is|are|was|were|has|had|have|be|been) none\b/gi,
    instead: 'write "no" and the noun, or what follows from it ("Skip …")',
  },
  { what: /\band so one(?=[.;,)]|$)/gi, instead: 'say what the code does' },
  { what: /\bit stands\b/gi, instead: 'write "it is", or name the place' },
  { what: /\bof whom\b/gi, instead: 'name the person, or begin a new sentence' },
  { what: /\bso the policy(?=[.;,)]|$)/gi, instead: 'make the policy the subject: "The policy asks …"' },
  { what: /\btheirs? of (?:who|which|whose)/gi, instead: 'name the owner' },
  { what: /\b(?:takes?|needs?) a rank\b/gi, instead: 'name who must approve' },
  { what: /\bwhat (?:is|was) (?:\w+ )?away\b/gi, instead: 'name what is missing' },
  { what: /\b(?:is|are|was|were|be|been) waited for\b/gi, instead: 'say who waits: "The start waits for …"' },
  { what: /\b(?:policy|server|database|tool|queue) of your own\b/gi, instead: 'write "your own policy", "custom policies"' },
  { what: /\b(?:thaw|freez|reviv)(?:e|es|ed|en|ing|s|al)?\b/gi, instead: 'hydrate, dehydrate' },
  { what: /\b[Cc]limb(?:s|ed|ing)?\b/g, instead: 'escalate, go to the next level' },
  { what: /\b(?:go|goes|went) by\b(?! itself)/g, instead: 'uses, follows, depends on, is ordered by' },
  { what: /\bthat (?:still )?stands?\b(?! (?:in )?for\b)/g, instead: 'is in force, is current; or name the place' },
  {
    what: /\b(?:stands?|stood) (?:beside|nowhere|no longer|in (?:the|its) (?:event|record))\b/g,
    instead: 'say what shows it: "The event says where", "is shown with"',
  },
  { what: /\b(?:clocks?|timers?|deadlines?) (?:rings?|rang)\b|\brings once\b/g, instead: 'fires' },
  { what: /\b(?:a|an|the|no|each) telling\b/gi, instead: 'notification, update, or who tells whom' },
  {
    what: /\b(?:nobody|somebody|everybody|one)['’]s to [a-z]/g,
    instead: 'say who must do it: "A supervisor must review …"',
  },
  {
    what: /\b(?:of|by|for|to|than|from) who (?:reads|has|may|placed)\b/g,
    instead: 'name the role or person: "for readers of …", "by the same person"',
  },
  {
    what: /\b(?:e\.g\.|i\.e\.|via|(?<!\bas |\d \S{1,3} )per(?! cent)|etc\b\.?)(?![\w/-])/gi,
    instead: 'no Latin: for example, that is, through, for each, and so on',
  },
]

/** What is banned in a text, each with what to write. */
const flagged = (prose: string): string[] =>
  BANNED.flatMap(({ what, instead }) => [...withoutNames(prose).matchAll(what)].map(([found]) => `"${found.trim()}": ${instead}`))

const withoutNames = (prose: string): string =>
  prose
    .replace(/`[^`]*`/g, '`')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\s+/g, ' ')
    .trim()

/** Comments, strings and regular expressions, in this order where they begin alike; the last only so that their quotes begin nothing. */
const TOKENS =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n\s*\/\/[^\n]*)*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=(?:[(,=:[!&|?{};]|return)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g

/** The comments of a source and its strings that hold a sentence. */
const inSource = (source: string): string[] =>
  [...source.matchAll(TOKENS)].flatMap(([token]) => {
    if (/^\/[*/]/.test(token)) return [token.replace(/^\s*\/?\*+\/?|\*\/$|^\s*\/\//gm, ' ')]
    return token.startsWith('/') || !isSentence(token) ? [] : [token.slice(1, -1).replace(/\$\{[^}]*\}/g, '…')]
  })

/** Two words at least, and no list of words that a rule looks for. */
const isSentence = (text: string): boolean => /[a-z,.] [a-zA-Z]/.test(text) && (text.length < 400 || /[.,:;]/.test(text))

/** Paragraphs, items of lists and rows of tables. */
const inText = (text: string): string[] => text.replace(/<[^>]*>/g, ' ').split(/\n(?=\s*\n|\s*\||\s*[-*] |\s*\d+\. |#)/)

const EXPRESSIONS = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g
/** What a template says itself, and the sentences that it hands to a component. */
const inTemplate = (source: string): string[] => [
  ...inText(source.replaceAll(EXPRESSIONS, ' … ')),
  ...[...source.matchAll(EXPRESSIONS)].flatMap(([expression]) => inSource(expression)),
]

const READERS: Readonly<Record<string, (source: string) => string[]>> = { '.md': inText, '.html': inText, '.njk': inTemplate }
const proseOf = (path: string): string[] => (READERS[extname(path)] ?? inSource)(readFileSync(path, 'utf8'))

const PLACES = ['machines', 'src', 'workers', 'scripts', 'bin', 'test', 'docs', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
const KINDS = ['.ts', '.mjs', '.js', '.md', '.html', '.njk']
/** These examples, and pictures whose sentences come from the code. */
const EXEMPT = ['test/house/language.test.ts', 'docs/statecharts.md']

const files = PLACES.flatMap((place) =>
  statSync(place).isFile() ? [place] : readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)),
).filter((path) => KINDS.includes(extname(path)) && !EXEMPT.includes(path))

it('says things plainly in every comment, message, title and document', () => {
  const found = files.flatMap((path) =>
    proseOf(path).flatMap((prose) => flagged(prose).map((what) => `${path}: ${what} in: ${withoutNames(prose).slice(0, 300)}`)),
  )
  expect(found).toEqual([])
})

/** As the sentences were, and as they are to be. */
const REWRITTEN = [
  [
    "Enhanced rights are everybody's, or theirs of whom a flag says why: so the policy.",
    'The policy gives enhanced rights to every victim, or only to those with a qualifying flag.',
  ],
  [
    'What is still away is waited for as long as if there had been none.',
    'Reopened: clear the outcome; evidence deadlines continue unchanged.',
  ],
  ['One that was cancelled is none.', 'Skip cancelled occurrences.'],
  [
    'Written with a spread this takes seventy microseconds of each event, and so one.',
    '`Object.assign`: 1 µs; a spread took 70 µs per event.',
  ],
  ['A policy of your own has them once it names them.', 'Custom policies must enable them.'],
  ['that takes a rank', 'A force incident manager must approve this.'],
  ['Everything goes by the rank.', 'Everything depends on the rank. The alarm goes off by itself.'],
  [
    'The outcome that stands: another takes its place.',
    'The current outcome. The decision that stands in for a DASH. A version stands for content.',
  ],
  ['Where and how stands in the event.', 'The event says where and how.'],
  ['before the first clock rings', 'before the first timer fires'],
  ["The telling of one child's school", "The notification of one child's school"],
  ["evidence that comes back is somebody's to look at", 'A supervisor must review bail when evidence comes back.'],
  ['It is content, for who reads the timeline.', 'It is content, for readers of the timeline. A list of who was told is short.'],
] as const

it.each(REWRITTEN)('finds "%s" and lets its rewriting be', (asItWas, plainly) => {
  expect(flagged(asItWas)).not.toEqual([])
  expect(flagged(plainly)).toEqual([])
})

it.each([
  'One process owns a folder, and one of them is enough.',
  'Every policy names at least one. None of the rows is locked.',
  'About 12 per cent; the field `per` and the state `climbing` keep their names.',
])('lets "%s" be', (sentence) => {
  expect(flagged(sentence)).toEqual([])
})

it('reads comments, sentences in strings and paragraphs, and no code', () => {
  const source = "const one = freeze // One that was cancelled\n// is none.\nlog('it stands', 'climb') /** via\n * Redis */"
  expect(inSource(source).flatMap(flagged)).toHaveLength(4)
  expect(inTemplate('<p>{{ it }} climbs</p>{{ button({ text: "It stands" }) }}').flatMap(flagged)).toHaveLength(2)
  expect(inText('It\nstands.\n\n- One that\n- ended').flatMap(flagged)).toHaveLength(1)
})
