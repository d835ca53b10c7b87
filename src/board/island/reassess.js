/** The reassessment while somebody writes it: buttons that save keys, what is still missing, and what the texts say. Without it all works by POST. */
import { helpAnswers } from './reassessAnswers.js'
import { showMissing } from './reassessMissing.js'
import { readTextsOf } from './reassessReading.js'

/** @type {WeakSet<HTMLFormElement>} */
const helped = new WeakSet()

/** A form that was refused is put in the place of the one that was sent. */
function help() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form.reassess'))
  if (form === null || helped.has(form)) return
  helped.add(form)
  helpAnswers(form)
  showMissing(form)
  void readTextsOf(form)
}

const main = document.querySelector('main')
if (main !== null) new MutationObserver(help).observe(main, { childList: true })
const summary = document.getElementById('summary')
summary?.focus()
help()
