/** What the record's codes are called, as the catalogue says; fetched once, when something has to be said. */

/** @typedef {Record<'alerts' | 'reasons' | 'events' | 'roles', Record<string, string>>} Words */

/** @type {Promise<Words> | undefined} */
let asked

/** @returns {Promise<Words>} empty where the server does not answer: what is then said names the reference alone */
export function catalogue() {
  asked ??= fetch(new URL('words.json', import.meta.url))
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .catch(() => {
      asked = undefined
      return { alerts: {}, reasons: {}, events: {}, roles: {} }
    })
  return /** @type {Promise<Words>} */ (asked)
}
