/** `/rota`: who is on duty now and in the next days, and the form that puts somebody else on. */
import { seen } from '../read.ts'
import { useDesk } from './desk.ts'

describe('with a delivery file', () => {
  const desk = useDesk()

  it.each(['supervisor', 'force-incident-manager', 'duty-superintendent', 'auditor', 'control-room', 'hau'] as const)(
    'tells a %s who is on duty, why, and when nobody is',
    async (role) => {
      const { status, html } = await (await desk.as(role)).get('/rota')
      expect(status).toBe(200)
      const text = seen(html)
      expect(text).toContain('Fay Manager (fim-1) every day 00:00 to 24:00')
      expect(text).toMatch(/Duty superintendent Nobody is on duty\./)
      expect(text).toContain('Everybody who is a duty superintendent is told at once: supt-1.')
      expect(html).toContain('data-hole="yes"')
      expect(html).toContain('<time datetime="')
    },
  )

  it('offers the form to whoever changes the rota, and to nobody else', async () => {
    for (const role of ['auditor', 'control-room', 'hau'] as const) {
      const { html } = await (await desk.as(role)).get('/rota?role=supervisor')
      expect(html).not.toContain('action="/rota"')
      expect(html).not.toContain('Put somebody else on duty')
    }
    const { html } = await (await desk.as('supervisor')).get('/rota')
    expect(html).toContain('href="/rota?role=supervisor"')
  })

  it('is refused to a role that reads no alerts', async () => {
    expect((await (await desk.as('officer')).get('/rota')).status).toBe(403)
  })

  it('puts somebody on, and shows the days from then on with their holes', async () => {
    const visitor = await desk.as('supervisor')
    const fields = {
      ...{ '/role': 'supervisor', '/from': '2027-03-27T19:00', '/to': '2027-03-28T07:00' },
      ...{ '/people/0': '', '/people/1': 'sup-2', '/people/2': '', '/people/3': '', '/reason': 'sup-1 is ill' },
    }
    const sent = await visitor.post('/rota', fields)
    expect(sent.status).toBe(303)
    const { html, status } = await visitor.get(sent.to ?? '')
    expect(status).toBe(200)
    const text = seen(html)
    expect(text).toContain('Recorded. It counts from now on.')
    // The night of the clock change has eleven hours.
    expect(text).toMatch(/Sat 27 Mar 19:00 to Sun 28 Mar 07:00 11 h\. The clocks go forward in this time\./)
    expect(text).toContain('put on by sup-9')
    expect(text).not.toContain('sup-1 is ill')
    expect(html).toContain('Sal &lt;b&gt;Supervisor&lt;/b&gt;')
  })

  it('says which fields of the form are wrong, with what was typed', async () => {
    const visitor = await desk.as('supervisor')
    const fields = {
      ...{ '/role': 'supervisor', '/from': '2027-01-02T10:00', '/to': '2027-01-01T10:00' },
      ...{ '/people/0': '', '/people/1': 'fim-1', '/people/2': '', '/people/3': '', '/reason': 'a <script>' },
    }
    const { status, html } = await visitor.post('/rota', fields)
    expect(status).toBe(422)
    expect(html).toContain('<title>Error: ')
    for (const field of ['/to', '/people/1']) {
      expect(html).toContain(`href="#${field}"`)
      expect(html).toContain(`id="${field}"`)
    }
    expect(html).toContain('value="2027-01-02T10:00"')
    expect(html).toContain('a &lt;script&gt;')
    const nobody = await visitor.post('/rota', { '/role': 'supervisor', '/from': '', '/to': '2027-01-01T10:00' })
    expect(nobody.status).toBe(422)
    expect(nobody.html).toContain('href="#/from"')
    expect(nobody.html).toContain('href="#/people/0"')
  })
})

describe('without a delivery file', () => {
  const desk = useDesk({ file: false })

  it('says that alerts are on the board only, and offers nothing', async () => {
    const { status, html } = await (await desk.as('supervisor')).get('/rota')
    expect(status).toBe(200)
    expect(seen(html)).toContain('Nobody is told by message. Alerts are on the board only.')
    expect(html).not.toContain('action="/rota"')
    const messages = await (await desk.as('supervisor')).get('/deliveries')
    expect(messages.status).toBe(200)
    expect(seen(messages.html)).toContain('Nobody is told by message. Alerts are on the board only.')
    expect(messages.html).not.toContain('action="/deliveries/test"')
  })
})
