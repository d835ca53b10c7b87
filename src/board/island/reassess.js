/** The reassessment while somebody writes it: buttons that save keys, what is still missing, and what the texts say. Without it all works by POST. */
import { helpAnswers } from './reassess/answers.js'
import { showMissing } from './reassess/missing.js'
import { readTextsOf } from './reassess/reading.js'

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form.reassess'))
if (form !== null) {
  helpAnswers(form)
  showMissing(form)
  void readTextsOf(form)
}
