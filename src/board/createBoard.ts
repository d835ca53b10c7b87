/** The board: pages for whoever works with incidents. Each page is a folder of `pages/`, and one line here. */
import compression from 'compression'
import { type RequestHandler, Router } from 'express'
import { onlyTakes } from '../api/answerProblems.ts'
import type { Knowing } from '../api/authenticate.ts'
import type { Asking } from '../api/createApi.ts'
import { sendAssets } from '../frame/assets.ts'
import { answerFailure } from '../frame/failed.ts'
import type { Frame } from '../frame/sendView.ts'
import { failureOfApi } from './failed.ts'
import { nothingHere } from './nothingHere.ts'
import { PAGES } from './pages/index.ts'
import { visited } from './visit.ts'
import { within } from './within.ts'

export const createBoard =
  (frame: Frame) =>
  ({ api, readBody }: Pick<Knowing, 'readBody'> & Asking): RequestHandler => {
    const ports = { ...frame, readBody, within: within(api) }
    const board = Router()
    board.use('/assets', compression())
    board.use(sendAssets)
    for (const { path, get, post } of PAGES) {
      const route = board.route(path)
      route.all(compression())
      if (get !== undefined) route.get(visited(ports, get))
      if (post !== undefined) route.post(visited(ports, post))
      route.all(onlyTakes(...(get === undefined ? [] : ['GET', 'HEAD']), ...(post === undefined ? [] : ['POST'])))
    }
    board.use(nothingHere)
    board.use(answerFailure(frame, failureOfApi))
    return board
  }
