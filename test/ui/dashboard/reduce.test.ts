import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../../src/events.ts'
import type { Message } from '../../../src/ui/dashboard/state.ts'
import { serviceRows } from '../../../src/ui/dashboard/services.ts'
import { container as resource, image, stamped, stepOf } from '../support.ts'
import { beginning, container, declared, escape, exited, play, shop, start } from './support.ts'

const events = (...bodies: readonly EventBody[]): readonly Message[] =>
  stamped(bodies).map((event) => ({ type: 'run', event }))

describe('moving', () => {
  test('the cursor goes from service to service and stays inside', () => {
    expect(play(shop(), 'k').state.selected).toBe('db')
    expect(play(shop(), 'jj').state.selected).toBe('web')
    expect(play(shop(), 'G').state.selected).toBe('worker')
    expect(play(shop(), 'Gj\u001B[B').state.selected).toBe('worker')
    expect(play(shop(), 'Ggj').state.selected).toBe('migrate')
  })

  test('panes and tabs go round', () => {
    const panes = ['', '\t', '\t\t', '\t\t\t'].map((keys) => play(shop(), keys).state.pane)
    expect(panes).toEqual(['services', 'detail', 'why', 'services'])
    expect(play(shop(), ']]').state.tab).toBe('plan')
    expect(play(shop(), '[').state.tab).toBe('health')
    expect(play(shop(), 'i').state.tab).toBe('inspect')
  })

  test('Escape goes back one thing at a time', () => {
    const { state } = play(shop(), ' \r', 'z')
    expect(state).toMatchObject({ pane: 'detail', zoom: true })
    expect(play(state, escape).state).toMatchObject({ zoom: false, pane: 'detail' })
    expect(play(state, escape, escape).state.pane).toBe('services')
    expect(play(state, escape, escape, escape).state.marked.size).toBe(0)
  })

  test('a cursor whose service is gone stands on the first; others keep theirs', () => {
    const { state } = play(shop(), 'G')
    const fewer = play(
      state,
      { type: 'declared', services: declared.slice(0, 2) },
      { type: 'containers', containers: [] },
    )
    expect(fewer.state.selected).toBe('db')
    const more = play(state, {
      type: 'declared',
      services: [{ name: 'a', replicas: 1, dependencies: [] }, ...declared],
    })
    expect(more.state.selected).toBe('worker')
  })
})

describe('actions', () => {
  test('s stops what runs and starts what does not', () => {
    expect(play(shop(), 's').effects).toEqual([{ type: 'act', action: { kind: 'stop', services: ['db'] } }])
    expect(play(shop(), 'Gs').effects).toEqual([
      { type: 'act', action: { kind: 'start', services: ['worker'] } },
    ])
  })

  test('marked services are meant together', () => {
    const { state } = play(shop(), '  r')
    expect([...state.marked]).toEqual(['db', 'migrate'])
    expect(play(shop(), '  r').effects).toEqual([
      { type: 'act', action: { kind: 'restart', services: ['db', 'migrate'] } },
    ])
    expect(play(shop(), 'ar').effects).toEqual([
      { type: 'act', action: { kind: 'restart', services: ['db', 'migrate', 'web', 'worker'] } },
    ])
    expect(play(shop(), 'aa').state.marked.size).toBe(0)
  })

  test.each([
    ['K', { kind: 'kill', services: ['db'] }],
    ['R', { kind: 'recreate', services: ['db'] }],
    ['D', { kind: 'down' }],
    ['jj-', { kind: 'scale', service: 'web', count: 1 }],
  ])('%s asks first: y does it, any other key does not', (keys, action) => {
    expect(play(shop(), keys).effects).toEqual([])
    expect(play(shop(), `${keys}y`).effects).toEqual([{ type: 'act', action }])
    expect(play(shop(), `${keys}x`)).toMatchObject({ effects: [], state: { dialog: undefined } })
    expect(play(shop(), keys, escape)).toMatchObject({ effects: [], state: { dialog: undefined } })
  })

  test('what loses nothing is done at once: + and b', () => {
    expect(play(shop(), 'jj+').effects).toEqual([
      { type: 'act', action: { kind: 'scale', service: 'web', count: 3 } },
    ])
    expect(play(shop(), 'b').effects).toEqual([
      { type: 'act', action: { kind: 'rebuild', services: ['db'] } },
    ])
  })

  test('without files nothing is built, made anew or scaled, and that is said', () => {
    for (const key of ['b', 'R', '+', '-']) {
      const { state, effects } = play(shop({ hasFiles: false }), key)
      expect(effects).toEqual([])
      expect(state.notice?.text).toMatch(/Compose file/)
    }
    expect(play(shop({ hasFiles: false }), 's').effects).toHaveLength(1)
  })

  test('a shell needs a container that runs', () => {
    expect(play(shop(), 'x').effects).toEqual([{ type: 'shell', service: 'db' }])
    expect(play(shop(), 'Gx')).toMatchObject({ effects: [], state: { notice: { tone: 'warning' } } })
  })
})

describe('leaving', () => {
  test('who only watches leaves by q and d; everything goes on', () => {
    expect(play(shop(), 'q').effects).toEqual([{ type: 'leave', stop: false }])
    expect(play(shop(), 'd').effects).toEqual([{ type: 'leave', stop: false }])
  })

  test('who brought it up is asked by q: stop, detach, or stay', () => {
    const owner = shop({ owner: true })
    expect(play(owner, 'q').effects).toEqual([])
    expect(play(owner, 'qs').effects).toEqual([{ type: 'leave', stop: true }])
    expect(play(owner, 'qd').effects).toEqual([{ type: 'leave', stop: false }])
    expect(play(owner, 'q', escape)).toMatchObject({ effects: [], state: { dialog: undefined } })
  })

  test('who brought it up is not asked when nothing is left to stop', () => {
    const over: Message = { type: 'containers', containers: [container('db', exited(0))] }
    expect(play(shop({ owner: true }), over, 'q').effects).toEqual([{ type: 'leave', stop: false }])
    expect(play(shop({ owner: true }), over, { type: 'busy', busy: true }, 'q').effects).toEqual([])
  })

  test('Ctrl-C counts, also within a dialog, and so do signals', () => {
    const { effects } = play(shop({ owner: true }), '/\u0003', { type: 'signal' }, '\u0003')
    expect(effects).toEqual([1, 2, 3].map((times) => ({ type: 'interrupt', times })))
  })
})

describe('typing', () => {
  test('a filter counts at once; Escape brings the old one back; what cannot be read is told', () => {
    const typed = play(shop(), 'flevel:warn')
    expect(typed.state.logs).toMatchObject({ filter: 'level:warn', problem: '' })
    expect(typed.state.logs.shownFilter?.text).toBe('level:warn')
    expect(play(typed.state, '\r').state).toMatchObject({ dialog: undefined, logs: { filter: 'level:warn' } })
    expect(play(typed.state, escape).state.logs).toMatchObject({ filter: '', shownFilter: undefined })
    expect(play(shop(), 'f/(/').state.logs.problem).not.toBe('')
  })

  test('keys of commands are letters while a text is typed; a paste is typed as one line', () => {
    const { state, effects } = play(shop(), '/qD', { type: 'input', input: { type: 'paste', text: ' a\nb' } })
    expect(effects).toEqual([])
    expect(state.logs.search).toBe('qD a b')
    expect(play(state, '\u007F\u007F').state.logs.search).toBe('qD a')
    expect(play(state, '\u0015').state.logs.search).toBe('')
    expect(play(state, '\r').effects).toEqual([{ type: 'move-log', move: { to: 'match', by: -1 } }])
  })

  test('the palette finds a command by some of its letters and runs it', () => {
    expect(play(shop(), ':rest\r').effects).toEqual([
      { type: 'act', action: { kind: 'restart', services: ['db'] } },
    ])
    expect(play(shop(), ':nothingofthiskind\r')).toMatchObject({ effects: [], state: { dialog: undefined } })
    expect(play(shop(), ':quit\r').effects).toEqual([{ type: 'leave', stop: false }])
  })
})

describe('the run', () => {
  const plan: EventBody = {
    type: 'plan',
    project: 'shop',
    steps: 4,
    resources: [image('db', 'db'), resource('db'), resource('db'), resource('web')],
  }

  test('a row tells the step under way, what is waited for, and how it ended', () => {
    const first = play(
      beginning(),
      { type: 'declared', services: declared },
      ...events(
        plan,
        { type: 'step-started', ...stepOf('pull-image', image('db', 'db')), reason: 'missing' },
        { type: 'step-progress', ...stepOf('pull-image', image('db', 'db')), current: 30, total: 60 },
      ),
    ).state
    const rows = (state = first) =>
      serviceRows(state).map(({ name, word, reason }) => `${name}: ${word} ${reason}`.trim())
    expect(rows()).toEqual([
      'db: Pulling 50%',
      'migrate: pending',
      'web: pending waits db healthy, migrate done',
      'worker: pending',
    ])
    const second = play(
      first,
      ...events(
        { type: 'step-done', ...stepOf('pull-image', image('db', 'db')), seconds: 1 },
        { type: 'step-started', ...stepOf('start-container', resource('db')), reason: 'new' },
        { type: 'step-done', ...stepOf('start-container', resource('db')), seconds: 1 },
      ),
      { type: 'containers', containers: [container('db', { health: 'starting' })] },
    ).state
    expect(rows(second)[0]).toBe('db: starting health check')
    expect(second.run).toMatchObject({ ended: 2, total: 4 })
  })

  test('a failure is told, and stays with its service', () => {
    const { state } = play(
      shop(),
      ...events(plan, {
        type: 'step-failed',
        ...stepOf('start-container', resource('web')),
        seconds: 2,
        failure: { code: 'port-taken', message: 'port 80 is taken' },
      }),
    )
    expect(state.notice).toMatchObject({ tone: 'error', text: 'shop-web-1: port 80 is taken' })
    expect(state.run.failures).toHaveLength(1)
  })

  test('a notice goes after its time', () => {
    const { state } = play(shop(), { type: 'notice', text: 'copied', tone: 'info' })
    expect(state.notice?.text).toBe('copied')
    expect(play(state, { type: 'tick', now: start + 60_000 }).state.notice).toBeUndefined()
  })
})

describe('changed files', () => {
  const proposal = { kind: 'plan', title: 'The files changed', lines: ['~ web'] } as const

  test('the plan is offered: a applies it, Escape leaves it', () => {
    const { state } = play(shop(), { type: 'proposal', proposal })
    expect(state.dialog).toEqual({ kind: 'proposal', top: 0 })
    expect(play(state, 'a')).toMatchObject({
      effects: [{ type: 'act', action: { kind: 'apply' } }],
      state: { dialog: undefined, proposal: undefined },
    })
    expect(play(state, escape)).toMatchObject({
      effects: [],
      state: { dialog: undefined, proposal: undefined },
    })
  })

  test('problems are shown and cannot be applied; they go when the files are mended', () => {
    const { state } = play(shop(), { type: 'proposal', proposal: { ...proposal, kind: 'problem' } })
    expect(play(state, 'a')).toMatchObject({ effects: [] })
    expect(play(state, { type: 'proposal', proposal: undefined }).state.dialog).toBeUndefined()
  })
})

test('containers of services that no file knows are listed after the declared ones', () => {
  const { state } = play(shop(), { type: 'containers', containers: [container('stray', exited(137))] })
  expect(serviceRows(state).map(({ name, word }) => `${name} ${word}`)).toEqual([
    'db not created',
    'migrate not created',
    'web not created',
    'worker not created',
    'stray exit 137',
  ])
})
