/** A delivery file as a force would write it, for tests; nothing in it is real. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

export const DELIVERY = `schema: reassess/delivery/v1
force: warwickshire
allow: [127.0.0.1]
people:
  sup-1: { name: Sam Supervisor, roles: [supervisor], ways: { email: sup-1@example.org, sms: "07700900001", webhook: desk } }
  sup-2: { name: Sal Supervisor, roles: [supervisor], ways: { email: sup-2@example.org } }
  sup-3: { name: Sid Supervisor, roles: [supervisor], ways: { teams: ops } }
  fim-1: { name: Fay Manager, roles: [force-incident-manager], ways: { sms: "07700 900002" } }
  supt-1: { name: Sue Superintendent, roles: [duty-superintendent, force-incident-manager], ways: { sms: "+447700900003" } }
webhooks:
  desk: { url: "http://127.0.0.1:8080/alerts", secret: ${SECRET} }
teams:
  ops: { url: "https://example.org/hook" }
rota:
  supervisor:
    shifts:
      - { days: [mon, tue, wed, thu, fri, sat, sun], from: "07:00", to: "19:00", people: [sup-1, sup-2] }
      - { days: [mon, tue, wed, thu, fri, sat, sun], from: "19:00", to: "07:00", people: [sup-3] }
    overrides:
      - { from: "2026-12-25T07:00", to: "2026-12-25T19:00", people: [sup-3] }
      - { from: "2026-12-26T07:00:00+01:00", to: "2026-12-27T07:00", people: [sup-2], instead: [sup-1] }
  force-incident-manager:
    shifts: [{ days: [mon, tue, wed, thu, fri, sat, sun], from: "00:00", to: "24:00", people: [fim-1] }]
  duty-superintendent:
    shifts: [{ days: [mon, tue, wed, thu, fri, sat, sun], from: "00:00", to: "24:00", people: [supt-1] }]
routes:
  - { severity: [critical, high], ways: [webhook, sms, email, teams], ackWithin: PT3M }
  - { severity: [medium], ways: [email], bundleFor: PT2M }
subscriptions: [{ id: desk-1, webhook: desk, kinds: [attendance-overdue, reassessment-demanded], incidents: false }]
mail: { from: reassess@example.org }
notify: { smsTemplate: 4ba3b8f6-0000-0000-0000-000000000001, emailTemplate: 4ba3b8f6-0000-0000-0000-000000000002 }
`
