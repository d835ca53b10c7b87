/** Bookmarks and messages of the first board name an incident or register after the `#`: they open its page. */
const [, kind = '', name = ''] = /^#\/(incident|register)\/([^/]+)$/.exec(location.hash) ?? []
if (kind === 'incident') location.replace(`/incidents/${name}`)
if (kind === 'register') location.replace(`/registers/${name}`)
if (location.hash === '#/meeting') location.replace('/meeting')

export {}
