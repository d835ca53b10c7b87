/** Sent in place of a script of another release: the page is still there to read, and says what to do. */
const banner = document.getElementById('banner')
if (banner !== null) {
  banner.textContent = 'Reassess was updated. Load this page again: until then it does not show what is new.'
  banner.hidden = false
}
document.body.dataset.live = 'stale'

export {}
