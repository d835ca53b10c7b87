/** What the pages call the ways, states and causes of messages and subscriptions. */

export const WAYS: Readonly<Record<string, string>> = {
  email: 'e-mail',
  sms: 'text message',
  webhook: 'another system',
  teams: 'Teams',
}

export const DELIVERY_STATES: Readonly<Record<string, { readonly label: string; readonly says: string }>> = {
  dead: { label: 'Not reached, given up', says: 'Nobody tries these any more. Ring, or send them again.' },
  failed: { label: 'Not reached yet', says: 'The last try failed. Each is tried again by itself.' },
  pending: { label: 'Waiting to be sent', says: 'Not tried yet.' },
  sent: { label: 'Sent', says: 'Handed over. Whether it arrived, nobody has said.' },
  delivered: { label: 'Received', says: 'Whoever receives it has said so.' },
  withdrawn: { label: 'Not needed any more', says: 'Somebody took the alert, or it ended, before it was sent.' },
}

/** What a message was about, besides what its alert asks for. */
export const MESSAGE_ABOUT: Readonly<Record<string, string>> = {
  ended: 'said that it has ended',
  'taken-over': 'said that somebody else has it now',
  released: 'said that nobody has it any more',
}

export const SUBSCRIPTION_STATES: Readonly<Record<string, string>> = {
  active: 'Is told',
  failing: 'Does not take what it is sent; tried again without end',
  ended: 'Has refused further news: it is told of nothing',
  stopped: 'Is not in the delivery file any more',
}
