import { type RequestHandler, Router } from 'express'

type Pages<Given> = (given: Given) => RequestHandler

/** Pages of several makers: the first that knows an address answers it. */
export const inTurn =
  <Given>(...makers: readonly Pages<Given>[]): Pages<Given> =>
  (given) => {
    const app = Router()
    for (const pages of makers) app.use(pages(given))
    return app
  }
