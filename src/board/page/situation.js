/** Where the two are, whether the suspect can reach the victim, what has changed and what protects her: the fields of it and the data. */
import { el } from './dom.js'
import { choiceField, ticks } from './fields.js'
import { lasting } from './time.js'
import { words } from './words.js'

const SUSPECT_AT = ['with-victim', 'nearby', 'elsewhere', 'in-custody', 'unknown']
const VICTIM_AT = ['at-address', 'safe-place', 'elsewhere', 'unknown']
const SOURCES = ['victim', 'caller', 'officer', 'witness', 'system', 'other-force', 'none']
const CAN_REACH = ['yes', 'no', 'unknown']
const CHANGED = [
  ...['nothing', 'unknown', 'threats', 'contact', 'violence', 'weapon', 'order-breached', 'location', 'separation'],
  ...['children', 'drink-or-drugs', 'mental-health', 'injury', 'pregnancy', 'control', 'other'],
]
const PROTECTS = [
  ...['nothing', 'unknown', 'line-open', 'locked-in', 'person-with-her', 'left-address', 'refuge', 'suspect-detained'],
  ...['order-served', 'other'],
]
const MINUTES_AGO = [0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 240, 480]

const labelled = (codes) => codes.map((code) => [code, words(code)])
const ago = (minutes) => (minutes === 0 ? 'just now' : `${lasting(minutes * 60_000)} ago`)

/** How long ago something was. */
export const agoField = (name, label, pointer) =>
  choiceField(name, label, [['', 'Choose'], ...MINUTES_AGO.map((minutes) => [String(minutes), ago(minutes)])], { pointer })

const whereaboutsFields = (who, places, pointers) => [
  ticks('radio', `situation.${who}.where`, `Where the ${who} is`, labelled(places), { pointer: pointers.where }),
  choiceField(`situation.${who}.source`, `Who says where the ${who} is`, [['', 'Choose'], ...labelled(SOURCES)], {
    pointer: pointers.source,
  }),
  agoField(`situation.${who}.knownAgo`, `When it was known where the ${who} is`, pointers.knownAt),
]

const pointersOf = (who) => ({
  where: `/data/situation/${who}/where`,
  source: `/data/situation/${who}/source`,
  knownAt: `/data/situation/${who}/knownAt`,
})

export const situationFields = () =>
  el(
    'div',
    { class: 'situation' },
    // A refusal because nobody has looked is shown at the first of these.
    whereaboutsFields('suspect', SUSPECT_AT, {
      ...pointersOf('suspect'),
      where: '/data/situation /data/situation/suspect /data/situation/suspect/where',
    }),
    whereaboutsFields('victim', VICTIM_AT, pointersOf('victim')),
    ticks('radio', 'situation.canReach', 'Can the suspect reach the victim as things are?', labelled(CAN_REACH), {
      pointer: '/data/situation/canReach',
    }),
    ticks('checkbox', 'situation.changed', 'What has changed since the last assessment', labelled(CHANGED), {
      pointer: '/data/situation/changed',
    }),
    ticks('checkbox', 'situation.protects', 'What protects the victim now', labelled(PROTECTS), {
      pointer: '/data/situation/protects',
    }),
  )

/** What was filled in, without an instant. @param {FormData} filled */
export function situationDraft(filled) {
  const text = (name) => String(filled.get(`situation.${name}`) ?? '')
  const whereabouts = (who) => ({ where: text(`${who}.where`), source: text(`${who}.source`), knownAgo: text(`${who}.knownAgo`) })
  const list = (name) => filled.getAll(`situation.${name}`).map(String)
  return {
    suspect: whereabouts('suspect'),
    victim: whereabouts('victim'),
    canReach: text('canReach'),
    changed: list('changed'),
    protects: list('protects'),
  }
}

/** @param {number} at milliseconds since 1970: when the reassessment is made */
export function situationData({ suspect, victim, ...rest }, at) {
  const known = ({ where, source, knownAgo }) => ({ where, source, knownAt: before(at, knownAgo) })
  return { suspect: known(suspect), victim: known(victim), ...rest }
}

/** The instant so many minutes before; empty where nobody said how many. */
export const before = (at, minutes) => (minutes === '' ? '' : new Date(at - Number(minutes) * 60_000).toISOString())
