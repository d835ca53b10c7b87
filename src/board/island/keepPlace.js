/**
 * A browser keeps what follows the `#` of an address to itself: the forms of signing in take it along, so that an old bookmark
 * opens its place.
 */
const { hash } = location
if (hash !== '') {
  for (const field of document.querySelectorAll('input[name="to"]')) {
    if (field instanceof HTMLInputElement) field.value += hash
  }
  const start = document.getElementById('start')
  if (start instanceof HTMLAnchorElement) start.href += encodeURIComponent(hash)
}

export {}
