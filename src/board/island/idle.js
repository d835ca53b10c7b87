/** Nobody touched the page for long: it says so before the session ends, while a touch still keeps it open. */
import { el, fill } from './dom.js'
import { isGone, used, whoAmI } from './session.js'
import { now, shortTime } from './time.js'

/** Both: project default. */
const WARNED_MS = 5 * 60_000
const ASK_EVERY_MS = 60_000

export function watchIdle() {
  const box = el('div', { class: 'banner', role: 'alert', hidden: true })
  document.getElementById('banner')?.after(box)
  const ask = async () => {
    const found = isGone() ? null : await whoAmI().catch(() => null)
    const endsAt = found?.me.idleEndsAt
    const isNear = endsAt !== undefined && Date.parse(endsAt) - now() <= WARNED_MS
    if (isNear) fill(box, `Nobody has used this board for long: you are signed out at ${shortTime(endsAt)}. Press any key.`)
    box.hidden = !isNear
  }
  for (const touch of ['pointerdown', 'keydown'])
    addEventListener(touch, () => {
      used()
      // The answer to what is asked now counts as use.
      if (!box.hidden) ask()
    })
  setInterval(ask, ASK_EVERY_MS)
}
