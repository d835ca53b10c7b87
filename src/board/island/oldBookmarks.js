/** Bookmarks of the board as it was name an incident behind `#`, which no server sees: they lead on to its page. */
const [, reference] = /^#\/incident\/(.+)$/.exec(location.hash) ?? []
if (reference !== undefined) location.replace(`/incidents/${reference}`)

export {}
