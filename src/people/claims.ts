/** Who somebody is, by what the provider says of them. */
import { name as nameText } from '../../machines/rules/fields.ts'
import { FORCE_NAME, ROLES, type Role } from '../../machines/rules/vocabulary.ts'

/** Which claim says what: `OIDC_CLAIMS`. */
export interface ClaimNames {
  readonly name: string
  readonly roles: string
  readonly force: string
}

export type Claims = Readonly<Record<string, unknown>>

export interface Said {
  readonly name: string
  readonly roles: readonly [Role, ...Role[]]
  readonly force: string
}

/** What a claim must say and does not: in words for the person and whoever keeps the accounts, and as codes for the log. */
interface Lacking {
  readonly lacking: readonly string[]
  readonly codes: readonly string[]
}

/** @returns who it is, or all that is missing at once. */
export function readClaims(claims: Claims, names: ClaimNames): Said | Lacking {
  const lacking = new Map<string, string>()
  const name = nameText.safeParse(claimOf(claims, names.name))
  if (!name.success) lacking.set('name', `The claim ${names.name} does not hold a name.`)
  const said = textsOf(claimOf(claims, names.roles))
  const [first, ...more] = ROLES.filter((role) => said.includes(role))
  if (first === undefined)
    lacking.set('roles', `The claim ${names.roles} holds no role of this service. The roles are: ${ROLES.join(', ')}.`)
  const [force, ...others] = textsOf(claimOf(claims, names.force))
  if (force === undefined || !FORCE_NAME.test(force))
    lacking.set('force', `The claim ${names.force} does not hold the short name of a force, such as warwickshire.`)
  if (others.length > 0) lacking.set('forces', `The claim ${names.force} names several forces; a person works for one.`)
  return name.success && first !== undefined && force !== undefined && lacking.size === 0
    ? { name: name.data, roles: [first, ...more], force }
    : { lacking: [...lacking.values()], codes: [...lacking.keys()] }
}

/** By its name as it is (which may hold dots, as addresses do), otherwise by the parts between the dots: `realm_access.roles`. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((inside, part) => (isObject(inside) ? inside[part] : undefined), claims)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A claim is a text or a list of texts; the same text twice is one. */
const textsOf = (claim: unknown): string[] =>
  [...new Set(Array.isArray(claim) ? claim : [claim])].filter((one): one is string => typeof one === 'string' && one !== '')
