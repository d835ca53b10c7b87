/**
 * Who may ask what: every route and page, every role, and every way in which somebody comes to ask. The tables below are written by hand
 * and are the whole of it: a route that is not in them fails, and so does a cell that is not answered so. `matrixWays.ts` says what each
 * way sends.
 *
 * A new way of asking is a column: an entry of `WAYS` and its part of a table.
 */
import type { Application } from 'express'
import { ROLES } from '../../machines/rules/vocabulary.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'
import { SECRET } from '../support/restrictedRecord.ts'
import { useStore } from '../support/store.ts'
import { AS, type As, type Ask, askInMemory, askOnRecord, type Route, rolesOf } from './matrixWays.ts'

/** Of another force a list is empty; whatever names the incident finds none. A page leads a browser that is signed out to `/sign-in`. */
const KEYS = `
                                     own force               | other force             | no key | withdrawn | expired
                                     cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  |        |           |
POST /v1/events                      201 201 201 201 403 403 | 404 404 404 404 403 403 | 401    | 401       | 401
GET  /v1/incidents                   200 200 200 200 200 403 | 200 200 200 200 200 403 | 401    | 401       | 401
GET  /v1/counts                      200 200 200 200 200 403 | 200 200 200 200 200 403 | 401    | 401       | 401
POST /v1/find                        200 200 200 200 200 403 | 200 200 200 200 200 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}             200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}/timeline    200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}/demands     200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}/deadlines   200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}/alerts      200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}/assessments 200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}/briefing    200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/incidents/{ref}/detector    200 200 200 200 200 403 | 404 404 404 404 404 403 | 401    | 401       | 401
GET  /v1/alerts                      200 403 200 200 200 403 | 200 403 200 200 200 403 | 401    | 401       | 401
POST /v1/alerts/{id}/acknowledge     200 403 200 200 403 403 | 404 403 404 404 403 403 | 401    | 401       | 401
POST /v1/alerts/{id}/take            200 403 200 200 403 403 | 404 403 404 404 403 403 | 401    | 401       | 401
POST /v1/alerts/{id}/release         200 403 200 200 403 403 | 404 403 404 404 403 403 | 401    | 401       | 401
POST /v1/incidents/{ref}/alerts/take 200 403 200 200 403 403 | 404 403 404 404 403 403 | 401    | 401       | 401
POST /v1/alerts/{id}/dismiss         403 403 409 403 403 403 | 403 403 404 403 403 403 | 401    | 401       | 401
GET  /v1/on-duty                     200 403 200 200 200 403 | 404 403 404 404 404 403 | 401    | 401       | 401
GET  /v1/rota                        200 403 200 200 200 403 | 404 403 404 404 404 403 | 401    | 401       | 401
POST /v1/rota/overrides              403 403 201 403 403 403 | 403 403 404 403 403 403 | 401    | 401       | 401
POST /v1/delivery/test               403 403 422 403 403 422 | 403 403 404 403 403 404 | 401    | 401       | 401
POST /v1/delivery/notify             401 401 401 401 401 401 | 401 401 401 401 401 401 | 401    | 401       | 401
GET  /v1/deliveries                  200 403 200 200 200 403 | 200 403 200 200 200 403 | 401    | 401       | 401
POST /v1/deliveries/replay           403 403 200 403 403 403 | 403 403 200 403 403 403 | 401    | 401       | 401
POST /v1/deliveries/{id}/replay      403 403 200 403 403 403 | 403 403 404 403 403 403 | 401    | 401       | 401
GET  /v1/alerts/{id}/lines           404 403 404 404 404 403 | 404 403 404 404 404 403 | 401    | 401       | 401
GET  /v1/stream                      200 403 200 200 200 403 | 200 403 200 200 200 403 | 401    | 401       | 401
GET  /v1/refusals                    403 403 200 403 200 403 | 403 403 200 403 200 403 | 401    | 401       | 401
GET  /v1/refusals/{refusal}          403 403 200 403 200 403 | 403 403 404 403 404 403 | 401    | 401       | 401
GET  /v1/reassessments               403 403 200 403 200 403 | 403 403 200 403 200 403 | 401    | 401       | 401
GET  /v1/registers/{name}            403 403 200 200 200 403 | 403 403 200 200 200 403 | 401    | 401       | 401
GET  /v1/daily-meeting               403 403 200 200 200 403 | 403 403 200 200 200 403 | 401    | 401       | 401
GET  /v1/measures                    403 403 200 200 200 403 | 403 403 200 200 200 403 | 401    | 401       | 401
GET  /v1/measures/{name}             403 403 200 200 200 403 | 403 403 200 200 200 403 | 401    | 401       | 401
GET  /v1/thrive-sample               403 403 200 403 200 403 | 403 403 200 403 200 403 | 401    | 401       | 401
GET  /v1/thrive-agreement            403 403 200 403 200 403 | 403 403 200 403 200 403 | 401    | 401       | 401
GET  /v1/approvals                   403 403 200 403 200 403 | 403 403 200 403 200 403 | 401    | 401       | 401
GET  /v1/handover                    403 403 200 403 200 403 | 403 403 200 403 200 403 | 401    | 401       | 401
POST /v1/handover                    403 403 201 403 403 403 | 403 403 201 403 403 403 | 401    | 401       | 401
GET  /v1/handover/{id}               403 403 404 403 404 403 | 403 403 404 403 404 403 | 401    | 401       | 401
POST /v1/handover/{id}/accept        403 403 404 403 403 403 | 403 403 404 403 403 403 | 401    | 401       | 401
GET  /v1/access-log                  403 403 403 403 200 403 | 403 403 403 403 200 403 | 401    | 401       | 401
GET  /v1/access-log/unusual          403 403 403 403 200 403 | 403 403 403 403 200 403 | 401    | 401       | 401
GET  /v1/subscriptions               403 403 200 403 200 200 | 403 403 200 403 200 200 | 401    | 401       | 401
POST /v1/subscriptions/{id}/replay   403 403 200 403 403 200 | 403 403 404 403 403 404 | 401    | 401       | 401
GET  /v1/me                          200 200 200 200 200 200 | 200 200 200 200 200 200 | 401    | 401       | 401
GET  /v1/drafts                      403 403 403 403 403 403 | 403 403 403 403 403 403 | 401    | 401       | 401
GET  /v1/drafts/{ref}/{form}         403 403 403 403 403 403 | 403 403 403 403 403 403 | 401    | 401       | 401
PUT  /v1/drafts/{ref}/{form}         403 403 403 403 403 403 | 403 403 403 403 403 403 | 401    | 401       | 401
DELETE /v1/drafts/{ref}/{form}       403 403 403 403 403 403 | 403 403 403 403 403 403 | 401    | 401       | 401
GET  /v1/tools                       200 200 200 200 200 403 | 200 200 200 200 200 403 | 401    | 401       | 401
GET  /v1/prompts                     200 200 200 200 200 403 | 200 200 200 200 200 403 | 401    | 401       | 401
GET  /v1/heartbeat                   200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /healthz                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /readyz                         200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /metrics                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /openapi.json                   200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /asyncapi.json                  200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /docs                           200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /                               303 303 303 303 303 303 | 303 303 303 303 303 303 | 303    | 303       | 303
GET  /sign-in                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /approvals                      403 403 200 403 200 403 | 403 403 200 403 200 403 | 303    | 401       | 401
POST /approvals                      403 403 403 403 403 403 | 403 403 403 403 403 403 | 303    | 401       | 401
`

/**
 * A person who signed in may do what a key of the role may, and writes only with the token of our own page. The last four columns are
 * sessions that were good: their key was withdrawn, an hour passed without a request, the shift is over, or somebody signed out.
 */
const SESSIONS = `
                                     signed in               | without the token       | key withdrawn | idle | over | signed out
                                     cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  |               |      |      |
POST /v1/events                      201 201 201 201 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/incidents                   200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/counts                      200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
POST /v1/find                        200 200 200 200 200 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}             200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}/timeline    200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}/demands     200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}/deadlines   200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}/alerts      200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}/assessments 200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}/briefing    200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/incidents/{ref}/detector    200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/alerts                      200 403 200 200 200 403 | 200 403 200 200 200 403 | 401           | 401  | 401  | 401
POST /v1/alerts/{id}/acknowledge     200 403 200 200 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
POST /v1/alerts/{id}/take            200 403 200 200 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
POST /v1/alerts/{id}/release         409 403 409 409 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
POST /v1/incidents/{ref}/alerts/take 200 403 200 200 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
POST /v1/alerts/{id}/dismiss         403 403 409 403 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/on-duty                     200 403 200 200 200 403 | 200 403 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/rota                        200 403 200 200 200 403 | 200 403 200 200 200 403 | 401           | 401  | 401  | 401
POST /v1/rota/overrides              403 403 201 403 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
POST /v1/delivery/test               403 403 422 403 403 422 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
POST /v1/delivery/notify             401 401 401 401 401 401 | 401 401 401 401 401 401 | 401           | 401  | 401  | 401
GET  /v1/deliveries                  200 403 200 200 200 403 | 200 403 200 200 200 403 | 401           | 401  | 401  | 401
POST /v1/deliveries/replay           403 403 200 403 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
POST /v1/deliveries/{id}/replay      403 403 200 403 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/alerts/{id}/lines           404 403 404 404 404 403 | 404 403 404 404 404 403 | 401           | 401  | 401  | 401
GET  /v1/stream                      200 403 200 200 200 403 | 200 403 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/refusals                    403 403 200 403 200 403 | 403 403 200 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/refusals/{refusal}          403 403 200 403 200 403 | 403 403 200 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/reassessments               403 403 200 403 200 403 | 403 403 200 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/registers/{name}            403 403 200 200 200 403 | 403 403 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/daily-meeting               403 403 200 200 200 403 | 403 403 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/measures                    403 403 200 200 200 403 | 403 403 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/measures/{name}             403 403 200 200 200 403 | 403 403 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/thrive-sample               403 403 200 403 200 403 | 403 403 200 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/thrive-agreement            403 403 200 403 200 403 | 403 403 200 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/approvals                   403 403 200 403 200 403 | 403 403 200 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/handover                    403 403 200 403 200 403 | 403 403 200 403 200 403 | 401           | 401  | 401  | 401
POST /v1/handover                    403 403 201 403 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/handover/{id}               403 403 404 403 404 403 | 403 403 404 403 404 403 | 401           | 401  | 401  | 401
POST /v1/handover/{id}/accept        403 403 404 403 403 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/access-log                  403 403 403 403 200 403 | 403 403 403 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/access-log/unusual          403 403 403 403 200 403 | 403 403 403 403 200 403 | 401           | 401  | 401  | 401
GET  /v1/subscriptions               403 403 200 403 200 200 | 403 403 200 403 200 200 | 401           | 401  | 401  | 401
POST /v1/subscriptions/{id}/replay   403 403 200 403 403 200 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/me                          200 200 200 200 200 200 | 200 200 200 200 200 200 | 401           | 401  | 401  | 401
GET  /v1/drafts                      200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/drafts/{ref}/{form}         200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
PUT  /v1/drafts/{ref}/{form}         200 200 200 200 200 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
DELETE /v1/drafts/{ref}/{form}       200 200 200 200 200 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /v1/tools                       200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/prompts                     200 200 200 200 200 403 | 200 200 200 200 200 403 | 401           | 401  | 401  | 401
GET  /v1/heartbeat                   200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /healthz                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /readyz                         200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /metrics                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /openapi.json                   200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /asyncapi.json                  200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /docs                           200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /                               200 200 200 200 200 200 | 200 200 200 200 200 200 | 303           | 303  | 303  | 303
GET  /sign-in                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /approvals                      403 403 200 403 200 403 | 403 403 200 403 200 403 | 303           | 303  | 303  | 303
POST /approvals                      403 403 422 403 403 403 | 403 403 403 403 403 403 | 303           | 303  | 303  | 303
`

/**
 * The incident is restricted. `key` is a system; `not named` a person who signed in and is no reader; the key's session says that it is
 * Jane's, who is one; readers say why in X-Reason; the last column opens it with X-Break-Glass.
 */
const RESTRICTED = `
                                     key                     | not named               | key's session | reader                  | reader, reason          | breaks the glass
                                     cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  |               | cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad
POST /v1/events                      201 201 201 201 403 403 | 201 201 201 201 403 403 | 201           | 201 201 201 201 403 403 | 201 201 201 201 403 403 | 201 201 201 201 403 403
GET  /v1/incidents                   200 200 200 200 200 403 | 200 200 200 200 200 403 | 200           | 200 200 200 200 200 403 | 200 200 200 200 200 403 | 200 200 200 200 200 403
GET  /v1/counts                      200 200 200 200 200 403 | 200 200 200 200 200 403 | 200           | 200 200 200 200 200 403 | 200 200 200 200 200 403 | 200 200 200 200 200 403
POST /v1/find                        200 200 200 200 200 403 | 200 200 200 200 200 403 | 200           | 200 200 200 200 200 403 | 200 200 200 200 200 403 | 200 200 200 200 200 403
GET  /v1/incidents/{ref}             403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/incidents/{ref}/timeline    403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/incidents/{ref}/demands     403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/incidents/{ref}/deadlines   403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/incidents/{ref}/alerts      403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/incidents/{ref}/assessments 403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/incidents/{ref}/briefing    403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/incidents/{ref}/detector    403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/alerts                      200 403 200 200 200 403 | 200 403 200 200 200 403 | 200           | 200 403 200 200 200 403 | 200 403 200 200 200 403 | 200 403 200 200 200 403
POST /v1/alerts/{id}/acknowledge     200 403 200 200 403 403 | 200 403 200 200 403 403 | 200           | 200 403 200 200 403 403 | 200 403 200 200 403 403 | 200 403 200 200 403 403
POST /v1/alerts/{id}/take            200 403 200 200 403 403 | 200 403 200 200 403 403 | 200           | 200 403 200 200 403 403 | 200 403 200 200 403 403 | 200 403 200 200 403 403
POST /v1/alerts/{id}/release         409 403 409 409 403 403 | 409 403 409 409 403 403 | 409           | 409 403 409 409 403 403 | 409 403 409 409 403 403 | 409 403 409 409 403 403
POST /v1/incidents/{ref}/alerts/take 200 403 200 200 403 403 | 200 403 200 200 403 403 | 200           | 200 403 200 200 403 403 | 200 403 200 200 403 403 | 200 403 200 200 403 403
POST /v1/alerts/{id}/dismiss         403 403 403 403 403 403 | 403 403 409 403 403 403 | 403           | 403 403 409 403 403 403 | 403 403 409 403 403 403 | 403 403 409 403 403 403
GET  /v1/on-duty                     200 403 200 200 200 403 | 200 403 200 200 200 403 | 200           | 200 403 200 200 200 403 | 200 403 200 200 200 403 | 200 403 200 200 200 403
GET  /v1/rota                        200 403 200 200 200 403 | 200 403 200 200 200 403 | 200           | 200 403 200 200 200 403 | 200 403 200 200 200 403 | 200 403 200 200 200 403
POST /v1/rota/overrides              403 403 201 403 403 403 | 403 403 201 403 403 403 | 201           | 403 403 201 403 403 403 | 403 403 201 403 403 403 | 403 403 201 403 403 403
POST /v1/delivery/test               403 403 422 403 403 422 | 403 403 422 403 403 422 | 422           | 403 403 422 403 403 422 | 403 403 422 403 403 422 | 403 403 422 403 403 422
POST /v1/delivery/notify             401 401 401 401 401 401 | 401 401 401 401 401 401 | 401           | 401 401 401 401 401 401 | 401 401 401 401 401 401 | 401 401 401 401 401 401
GET  /v1/deliveries                  200 403 200 200 200 403 | 200 403 200 200 200 403 | 200           | 200 403 200 200 200 403 | 200 403 200 200 200 403 | 200 403 200 200 200 403
POST /v1/deliveries/replay           403 403 200 403 403 403 | 403 403 200 403 403 403 | 200           | 403 403 200 403 403 403 | 403 403 200 403 403 403 | 403 403 200 403 403 403
POST /v1/deliveries/{id}/replay      403 403 200 403 403 403 | 403 403 200 403 403 403 | 200           | 403 403 200 403 403 403 | 403 403 200 403 403 403 | 403 403 200 403 403 403
GET  /v1/alerts/{id}/lines           404 403 404 404 404 403 | 404 403 404 404 404 403 | 404           | 404 403 404 404 404 403 | 404 403 404 404 404 403 | 404 403 404 404 404 403
GET  /v1/stream                      200 403 200 200 200 403 | 200 403 200 200 200 403 | 200           | 200 403 200 200 200 403 | 200 403 200 200 200 403 | 200 403 200 200 200 403
GET  /v1/refusals                    403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
GET  /v1/refusals/{refusal}          403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 403 403 422 403 422 403 | 403 403 200 403 200 403 | 403 403 403 403 403 403
GET  /v1/reassessments               403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
GET  /v1/registers/{name}            403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
GET  /v1/daily-meeting               403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
GET  /v1/measures                    403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
GET  /v1/measures/{name}             403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
GET  /v1/thrive-sample               403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
GET  /v1/thrive-agreement            403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
GET  /v1/approvals                   403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
GET  /v1/handover                    403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
POST /v1/handover                    403 403 201 403 403 403 | 403 403 201 403 403 403 | 201           | 403 403 201 403 403 403 | 403 403 201 403 403 403 | 403 403 201 403 403 403
GET  /v1/handover/{id}               403 403 404 403 404 403 | 403 403 404 403 404 403 | 404           | 403 403 404 403 404 403 | 403 403 404 403 404 403 | 403 403 404 403 404 403
POST /v1/handover/{id}/accept        403 403 403 403 403 403 | 403 403 404 403 403 403 | 403           | 403 403 404 403 403 403 | 403 403 404 403 403 403 | 403 403 404 403 403 403
GET  /v1/access-log                  403 403 403 403 200 403 | 403 403 403 403 200 403 | 403           | 403 403 403 403 200 403 | 403 403 403 403 200 403 | 403 403 403 403 200 403
GET  /v1/access-log/unusual          403 403 403 403 200 403 | 403 403 403 403 200 403 | 403           | 403 403 403 403 200 403 | 403 403 403 403 200 403 | 403 403 403 403 200 403
GET  /v1/subscriptions               403 403 200 403 200 200 | 403 403 200 403 200 200 | 200           | 403 403 200 403 200 200 | 403 403 200 403 200 200 | 403 403 200 403 200 200
POST /v1/subscriptions/{id}/replay   403 403 200 403 403 200 | 403 403 200 403 403 200 | 200           | 403 403 200 403 403 200 | 403 403 200 403 403 200 | 403 403 200 403 403 200
GET  /v1/me                          200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /v1/drafts                      403 403 403 403 403 403 | 200 200 200 200 200 403 | 200           | 200 200 200 200 200 403 | 200 200 200 200 200 403 | 200 200 200 200 200 403
GET  /v1/drafts/{ref}/{form}         403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
PUT  /v1/drafts/{ref}/{form}         403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
DELETE /v1/drafts/{ref}/{form}       403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 200 200 200 200 200 403 | 403 403 200 403 403 403
GET  /v1/tools                       200 200 200 200 200 403 | 200 200 200 200 200 403 | 200           | 200 200 200 200 200 403 | 200 200 200 200 200 403 | 200 200 200 200 200 403
GET  /v1/prompts                     200 200 200 200 200 403 | 200 200 200 200 200 403 | 200           | 200 200 200 200 200 403 | 200 200 200 200 200 403 | 200 200 200 200 200 403
GET  /v1/heartbeat                   200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /healthz                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /readyz                         200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /metrics                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /openapi.json                   200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /asyncapi.json                  200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /docs                           200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /                               303 303 303 303 303 303 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /sign-in                        200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /approvals                      403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
POST /approvals                      403 403 403 403 403 403 | 403 403 422 403 403 403 | 403           | 403 403 422 403 403 403 | 403 403 422 403 403 403 | 403 403 422 403 403 403
`

interface Column {
  /** Null for a way that is the same for every role: it asks as a supervisor. */
  readonly roles: readonly As[] | null
  readonly ask: () => Ask
  /** What the answer may tell: of the incident, of its contents; or that it exists, and nothing else. */
  readonly tells: (route: Route) => 'everything' | 'that it exists' | 'nothing'
}

const $ = useStore()
let memory: Awaited<ReturnType<typeof askInMemory>>
let record: Awaited<ReturnType<typeof askOnRecord>>
beforeAll(async () => {
  memory = await askInMemory()
  record = await askOnRecord($)
})
afterAll(async () => {
  await memory.stop()
  await record.stop()
})
beforeEach(() => memory.forget())

const everything = () => 'everything' as const
const nothing = () => 'nothing' as const
const existence = () => 'that it exists' as const
/** Who breaks the glass opens the incident, and no list. */
const theIncident = ({ path }: Route) => (path.startsWith('/v1/incidents/{ref}') ? 'everything' : 'that it exists')

/** In the order of each table. */
const WAYS: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  'with a key': {
    'own force': { roles: AS, tells: everything, ask: () => memory.ownForce },
    'other force': { roles: AS, tells: nothing, ask: () => memory.otherForce },
    'no key': { roles: null, tells: nothing, ask: () => memory.noKey },
    withdrawn: { roles: null, tells: nothing, ask: () => memory.withdrawn },
    expired: { roles: null, tells: nothing, ask: () => memory.expired },
  },
  'with a session': {
    'signed in': { roles: AS, tells: everything, ask: () => record.signedIn },
    'without the token': { roles: AS, tells: everything, ask: () => record.withoutToken },
    'key withdrawn': { roles: null, tells: nothing, ask: () => record.keyWithdrawn },
    idle: { roles: null, tells: nothing, ask: () => record.idle },
    over: { roles: null, tells: nothing, ask: () => record.over },
    'signed out': { roles: null, tells: nothing, ask: () => record.signedOut },
  },
  'of a restricted incident': {
    key: { roles: AS, tells: existence, ask: () => record.restrictedToKey },
    'not named': { roles: AS, tells: existence, ask: () => record.restrictedToPerson },
    "key's session": { roles: null, tells: existence, ask: () => record.restrictedToNamed },
    reader: { roles: AS, tells: everything, ask: () => record.reader },
    'reader, reason': { roles: AS, tells: everything, ask: () => record.readerWithReason },
    'breaks the glass': { roles: AS, tells: theIncident, ask: () => record.glassBroken },
  },
}

/** A stream has no end: what it begins with is enough. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text()
  await answer.body?.cancel()
  return ''
}

interface Row {
  readonly route: Route
  readonly cells: readonly (readonly number[])[]
}
const columnsOf = (line: string): readonly string[] => line.split('|').map((cell) => cell.trim())
/** The first line names the ways, the second the roles. */
const rowsOf = (table: string): readonly Row[] =>
  table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [, method = '', path = '', rest = ''] = /^(\S+) +(\S+) +(.*)$/.exec(line) ?? []
      return { route: { method, path }, cells: columnsOf(rest).map((cell) => cell.split(/\s+/).map(Number)) }
    })
const TABLES = [
  ['with a key', KEYS],
  ['with a session', SESSIONS],
  ['of a restricted incident', RESTRICTED],
] as const
const nameOf = ({ method, path }: Route): string => `${method} ${path}`

/** Of a browser: no caller's contract. */
const PAGES = ['GET /', 'GET /sign-in', 'GET /approvals', 'POST /approvals']

/** What the running server answers; `.all` is what a path says to other methods. */
function routesOf(app: Application): string[] {
  const layers = app.router.stack as unknown as { route?: { path: string; methods: Record<string, boolean> } }[]
  return layers.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {})
      .filter((method) => method !== '_all')
      .map((method) => `${method.toUpperCase()} ${route?.path.replace(/:(\w+)/g, '{$1}')}`),
  )
}

describe.each(TABLES)('%s', (name, table) => {
  const ways = WAYS[name] ?? {}
  const rows = rowsOf(table)

  it('has a row for every page, and for every route that is served, which the document has too', () => {
    const named = rows.map(({ route }) => nameOf(route)).sort()
    expect(named).toEqual([...routesOf(memory.app), ...PAGES].sort())
    const documented = Object.entries(openApiDocument(LIMITS).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(named).toEqual([...documented, ...PAGES].sort())
  })

  it('has the status of each answer in the document too', () => {
    const { paths } = openApiDocument(LIMITS)
    const untold = rows.flatMap(({ route, cells }) => {
      const { responses } = paths[route.path]?.[route.method.toLowerCase()] ?? {}
      const statuses = responses === undefined ? [] : [...new Set(cells.flat())]
      return statuses.filter((status) => !Object.hasOwn(responses ?? {}, status)).map((status) => `${nameOf(route)} ${status}`)
    })
    expect(untold).toEqual([])
  })

  it('has a cell for every role and way', () => {
    expect(AS.flatMap(rolesOf).sort()).toEqual([...ROLES].sort())
    expect(columnsOf(table.trim().split('\n')[0] ?? '')).toEqual(Object.keys(ways))
    const widths = Object.values(ways).map(({ roles }) => roles?.length ?? 1)
    expect(rows.filter(({ cells }) => String(cells.map((cell) => cell.length)) !== String(widths))).toEqual([])
  })

  describe.each(rows)('$route.method $route.path', ({ route, cells }) => {
    it.each(Object.entries(ways).map(([way, column], place) => [way, column, cells[place] ?? []] as const))(
      '%s',
      async (_, { roles, ask, tells }, statuses) => {
        const asked = (roles ?? ['supervisor' as const]).flatMap((as, place) =>
          rolesOf(as).map((role) => [role, statuses[place]] as const),
        )
        const answers = await Promise.all(
          asked.map(async ([role]) => {
            const answer = await ask()(route, role)
            return { role, status: answer.status, isOk: answer.ok, text: await textOf(answer) }
          }),
        )
        expect(answers.map(({ role, status }) => [role, status])).toEqual(asked)
        for (const { isOk, text } of answers) {
          const told = isOk ? tells(route) : 'that it exists'
          if (told !== 'everything') expect(text).not.toContain(SECRET)
          if (tells(route) === 'nothing' && !/^\/(docs|openapi|asyncapi)/.test(route.path)) expect(text).not.toMatch(/"WK-[1O]/)
        }
      },
      15_000,
    )
  })
})
