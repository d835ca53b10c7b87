import type { RequestHandler } from 'express'
import { Refused } from '../api/problems.ts'

/** A person at an address that is not there gets a page; a program gets the API's answer. */
export const nothingHere: RequestHandler = (req, _res, next) =>
  !req.path.startsWith('/v1/') && req.accepts(['json', 'html']) === 'html'
    ? next(new Refused('not-found', 'There is no page at this address.'))
    : next()
