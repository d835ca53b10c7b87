/** Whoever receives messages in the section `delivery`: a webhook, a mail server and GOV.UK Notify, all on loopback. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { SMTPServer } from 'smtp-server'

/** The incident that a message is about. */
const ABOUT = /BREACH-\d+/

/** @param heard called with each incident, as soon as its message has arrived whole. */
export async function openWebhook(heard, port = 0) {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard(ABOUT.exec(body)[0], request.headers['webhook-id'])
      response.writeHead(204).end()
    })
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: server.address().port,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

export async function openNotify(heard) {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard(ABOUT.exec(body)[0])
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: randomUUID() }))
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: server.address().port, close: () => server.close() }
}

export async function openMail(heard) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, taken) {
      let mail = ''
      stream.on('data', (chunk) => {
        mail += chunk
      })
      stream.on('end', () => {
        heard(ABOUT.exec(mail)[0])
        taken()
      })
    },
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: server.server.address().port, close: () => server.close() }
}
