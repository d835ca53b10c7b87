import type { Config } from '../config.ts'
import { trialForce } from './peopleOf.ts'

/** What the first minutes need: where to look, where the keys are, and a first event that works when it is pasted. */
export function welcome(
  config: Config,
  server: { readonly host: string; readonly port: number; readonly isTls: boolean },
  keyFile: string | null,
): string {
  const { force, databaseUrl, publicUrl } = config
  const base = addressOf(server)
  const now = new Date().toISOString()
  const event = {
    specversion: '1.0',
    id: `first-${now}`,
    source: 'urn:example:control-room',
    type: 'uk.police.da.incident.reported.v1',
    subject: `TRY-${now.slice(0, 19).replace(/\D/g, '')}`,
    time: now,
    data: {
      force,
      channel: '999',
      receivedAt: now,
      location: { address: '1 Fictional Row', area: 'urban' },
      narrative: 'Caller says her former partner is outside and shouting.',
    },
  }
  const key =
    keyFile === null
      ? '$KEY'
      : `$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1]))["control-room"]' ${quoted(keyFile)})`
  return `
Reassess is running.
  Board      ${publicUrl ?? base}/
  Sign in    ${signInWords(config)}
  API        ${base}/docs
  Keys       ${keyFile === null ? `reassess keys create --role ROLE --force ${force}` : `${keyFile} (one for each role)`}
  Database   ${databaseUrl === null ? 'embedded, in DATA_DIR' : 'as DATABASE_URL says'}

Post a first event:

  curl -sS ${base}/v1/events -H "Authorization: Bearer ${key}" \\
    -H 'Content-Type: application/cloudevents+json' \\
    -d ${quoted(JSON.stringify(event))}

`
}

const signInWords = (config: Config): string =>
  config.authMode === 'oidc'
    ? 'with the accounts of the force'
    : trialForce(config) === null
      ? 'with a key, your name and your role'
      : 'as sup-1, a fictional supervisor, or as somebody else on that page'

/** Where this process can be reached from its own machine. */
export const addressOf = ({ host, port, isTls }: Parameters<typeof welcome>[1]): string =>
  `${isTls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
