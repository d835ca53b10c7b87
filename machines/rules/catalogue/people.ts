/** The fictional people who post the examples. */
export const handler = { id: 'ch-1', role: 'call-handler' }
export const supervisor = { id: 'sup-1', role: 'supervisor' }
export const officer = { id: 'pc-1', role: 'officer' }
export const hau = { id: 'hau-1', role: 'hau' }
export const commander = { id: 'fim-1', role: 'force-incident-manager' }
export const superintendent = { id: 'supt-1', role: 'duty-superintendent' }
