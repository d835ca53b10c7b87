/** A browser keeps what follows the `#` of an address to itself: the forms of signing in take it along, so that it opens again. */
const { hash } = location
if (hash !== '') {
  for (const field of document.querySelectorAll('input[name="to"]')) field.value += hash
  const start = document.getElementById('start')
  if (start !== null) start.href += encodeURIComponent(hash)
}
