/** What every `Engine` promises. Run against the one in memory and against a real one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ContainerBody } from '../../src/docker/bodies.ts'
import type { Engine, EngineEvent, OutputChunk } from '../../src/docker/engine.ts'
import type { Behaviour, Command, Terminal } from '../../src/docker/memory.ts'
import { EngineError } from '../../src/errors.ts'

export interface Harness {
  readonly connect: () => Promise<Engine>
  /** Begins every name, so that parallel runs do not meet. */
  readonly prefix: string
  /** Podman does a few things in another way, or not at all; docs/engines.md says which. */
  readonly podman?: boolean
}

interface Scene {
  /** For `sh -c` of a real container. */
  readonly script: string
  /** The same for the engine in memory. */
  readonly behaviour: Behaviour
}

const longRunning = 'trap "exit 0" TERM; while :; do sleep 0.05; done'

/** What the containers of this contract do. */
export const scenes = {
  stays: {
    script: longRunning,
    behaviour: {
      exec: (command) => execAnswers.get(command.join(' ')) ?? { exitCode: 0, output: '' },
      session: ({ command, columns, rows }, terminal) =>
        sessions.get(command.join(' '))?.(terminal, { columns, rows }),
    },
  },
  speaks: {
    script: 'echo out; echo err >&2; exit 3',
    behaviour: {
      exitCode: 3,
      output: [
        { stream: 'stdout', text: 'out\n' },
        { stream: 'stderr', text: 'err\n' },
      ],
    },
  },
  counts: {
    script: 'for i in 1 2 3 4 5; do echo line $i; done',
    behaviour: {
      exitCode: 0,
      output: [1, 2, 3, 4, 5].map((i) => ({ stream: 'stdout', text: `line ${i}\n` }) as const),
    },
  },
  deaf: {
    script: 'trap "" TERM; while :; do sleep 0.05; done',
    behaviour: { ignoredSignals: ['SIGTERM'] },
  },
  sick: { script: `: sick; ${longRunning}`, behaviour: { health: 'unhealthy' } },
} satisfies Record<string, Scene>

const execAnswers: ReadonlyMap<string, { exitCode: number; output: string }> = new Map([
  ['echo hello', { exitCode: 0, output: 'hello\n' }],
  ['sh -c exit 7', { exitCode: 7, output: '' }],
])

interface Size {
  readonly columns: number | undefined
  readonly rows: number | undefined
}

/** Prints its size at the beginning, and whenever it is told another. */
const tellSize = 'trap "stty size" WINCH; stty size; while :; do sleep 0.05; done'

type Session = (terminal: Terminal, size: Size) => Command

const sessions: ReadonlyMap<string, Session> = new Map<string, Session>([
  ['cat', (terminal) => ({ input: (text) => terminal.print(text), end: () => terminal.exit(0) })],
  [
    `sh -c ${tellSize}`,
    (terminal, { columns, rows }) => {
      terminal.print(`${rows} ${columns}\r\n`)
      return { resize: (width, height) => terminal.print(`${height} ${width}\r\n`) }
    },
  ],
  [
    'sh -c echo out; echo err >&2; exit 4',
    (terminal) => {
      terminal.print('out\n')
      terminal.print('err\n', 'stderr')
      terminal.exit(4)
      return {}
    },
  ],
])

const image = 'busybox:latest'
/** Podman names the registry too. */
const imageName = expect.stringMatching(/^(?:docker\.io\/library\/)?busybox:latest$/)

export function describeContract(title: string, harness: Harness): void {
  describe(title, () => {
    let engine: Engine
    const onDocker = (title: string, run: () => Promise<void>) => {
      if (!harness.podman) test(title, run)
    }
    const label = `dev.gantry.test=${harness.prefix}`
    const labels = { 'dev.gantry.test': harness.prefix }
    const named = (name: string) => `${harness.prefix}-${name}`

    const body = (scene: Scene = scenes.stays, more: Partial<ContainerBody> = {}): ContainerBody => ({
      Image: image,
      Cmd: ['sh', '-c', scene.script],
      Labels: labels,
      HostConfig: { NetworkMode: 'none' },
      ...more,
    })
    const create = async (name: string, scene?: Scene, more?: Partial<ContainerBody>) =>
      (await engine.createContainer({ name: named(name), body: body(scene, more) })).id
    const run = async (name: string, scene?: Scene, more?: Partial<ContainerBody>) => {
      const id = await create(name, scene, more)
      await engine.startContainer(id)
      return id
    }
    const sweep = async () => {
      const query = { labels: [label] }
      for (const { id } of await engine.listContainers(query)) {
        await engine.removeContainer(id, { force: true, volumes: true })
      }
      for (const { id } of await engine.listNetworks(query)) await engine.removeNetwork(id)
      for (const { name } of await engine.listVolumes(query)) await engine.removeVolume(name)
    }
    /** Waits on the event stream for what `wanted` accepts. */
    const until = async (wanted: (event: EngineEvent) => boolean, act: () => Promise<unknown>) => {
      const stop = new AbortController()
      const seen: EngineEvent[] = []
      const events = await engine.events({ labels: [label] }, stop.signal)
      await act()
      for await (const event of events) {
        seen.push(event)
        if (wanted(event)) break
      }
      stop.abort()
      return seen
    }
    const died = (id: string) => (event: EngineEvent) => event.action === 'die' && event.containerId === id

    beforeAll(async () => {
      engine = await harness.connect()
      await sweep()
    })
    afterEach(sweep)
    afterAll(() => engine.close())

    test('it tells its version', async () => {
      expect(await engine.info()).toMatchObject({ os: 'linux', version: expect.stringMatching(/^\d+\./) })
    })

    describe('containers', () => {
      test('go from created to running to exited', async () => {
        const id = await create('life')
        expect(await engine.inspectContainer(id)).toMatchObject({
          state: 'created',
          startedAt: '',
          finishedAt: '',
        })
        await engine.startContainer(id)
        expect(await engine.inspectContainer(named('life'))).toMatchObject({
          id,
          state: 'running',
          health: 'none',
        })
        await engine.stopContainer(id, { timeout: 5 })
        const stopped = await engine.inspectContainer(id)
        expect(stopped).toMatchObject({ state: 'exited', exitCode: 0, name: named('life'), image: imageName })
        expect(stopped.finishedAt).toMatch(/^\d{4}-\d\d-\d\dT/)
      })

      test('start, stop and remove again are no errors', async () => {
        const id = await run('again')
        await engine.startContainer(id)
        await engine.stopContainer(id, { timeout: 5 })
        await engine.stopContainer(id, { timeout: 5 })
        await engine.removeContainer(id)
        await engine.removeContainer(id)
      })

      test('are listed by labels, stopped ones too', async () => {
        const id = await create('listed', scenes.stays, { Labels: { ...labels, color: 'red' } })
        await create('other')
        const ids = async (...query: string[]) =>
          (await engine.listContainers({ labels: query })).map((container) => container.id)
        expect(await ids(label)).toHaveLength(2)
        expect(await ids(label, 'color')).toEqual([id])
        expect(await ids(label, 'color=red')).toEqual([id])
        expect(await ids(label, 'color=blue')).toEqual([])
        const [summary] = await engine.listContainers({ labels: [label, 'color'] })
        expect(summary).toMatchObject({
          name: named('listed'),
          state: 'created',
          health: 'none',
          image: imageName,
        })
        expect(summary?.labels['color']).toBe('red')
      })

      test('a taken name is a conflict that names the holder', async () => {
        const id = await create('twice')
        const error = await rejection(create('twice'))
        expect(error).toMatchObject({ code: 'engine-failed', status: 409 })
        expect(error.message).toContain(
          `the name "${named('twice')}" is taken by container ${id.slice(0, 12)}`,
        )
      })

      test('a missing image is named', async () => {
        const error = await rejection(create('imageless', scenes.stays, { Image: 'dkr-nowhere:1' }))
        expect(error).toMatchObject({ code: 'pull-failed', status: 404 })
        expect(error.message).toContain('there is no image "dkr-nowhere:1"')
      })

      test.each([
        ['inspect', () => engine.inspectContainer('dkr-nobody')],
        ['start', () => engine.startContainer('dkr-nobody')],
        ['stop', () => engine.stopContainer('dkr-nobody')],
        ['kill', () => engine.killContainer('dkr-nobody')],
        ['rename', () => engine.renameContainer('dkr-nobody', 'dkr-somebody')],
        ['restart', () => engine.restartContainer('dkr-nobody')],
        ['pause', () => engine.pauseContainer('dkr-nobody')],
        ['unpause', () => engine.unpauseContainer('dkr-nobody')],
        ['raw', () => engine.rawContainer('dkr-nobody')],
        ['top', () => engine.topContainer('dkr-nobody')],
        ['stats', () => collect(engine.containerStats('dkr-nobody'))],
        ['open exec', () => engine.openExec('dkr-nobody', { command: ['true'], tty: false })],
        ['attach', () => engine.attachContainer('dkr-nobody')],
        ['exec', () => engine.execInContainer('dkr-nobody', { command: ['true'] })],
        ['logs', () => collect(engine.containerLogs('dkr-nobody', {}))],
      ])('%s of a missing one is a 404', async (_, act) => {
        expect(await rejection(act())).toMatchObject({ code: 'engine-failed', status: 404 })
      })

      test('a running one is only removed by force', async () => {
        const id = await run('busy')
        expect(await rejection(engine.removeContainer(id))).toMatchObject({ status: 409 })
        await engine.removeContainer(id, { force: true })
        expect(await rejection(engine.inspectContainer(id))).toMatchObject({ status: 404 })
      })

      test('kill ends it with 137; killing a stopped one is a conflict', async () => {
        const id = await create('killed')
        await until(died(id), async () => {
          await engine.startContainer(id)
          await engine.killContainer(id)
        })
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'exited', exitCode: 137 })
        expect(await rejection(engine.killContainer(id))).toMatchObject({ status: 409 })
      })

      test('one that ignores its stop signal is killed when its grace period is over', async () => {
        const id = await run('deaf', scenes.deaf)
        await until(died(id), () => engine.stopContainer(id, { timeout: 1 }))
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'exited', exitCode: 137 })
      })

      test('a restart ends and starts it, and starts one that does not run', async () => {
        const id = await run('anew')
        const { startedAt } = await engine.inspectContainer(id)
        const isRestart = ({ action }: EngineEvent) => action === 'restart'
        const seen = await until(isRestart, () => engine.restartContainer(id, { timeout: 5 }))
        const actions = seen.map(({ action }) => action)
        // Docker tells the end and the stop in either order; Podman may tell the restart only.
        expect(actions.at(-1)).toBe('restart')
        if (!harness.podman) expect(actions.slice(0, 3).sort()).toEqual(['die', 'kill', 'stop'])
        const again = await engine.inspectContainer(id)
        expect(again.state).toBe('running')
        expect(again.startedAt > startedAt).toBe(true)
        await engine.stopContainer(id, { timeout: 5 })
        await engine.restartContainer(id)
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'running' })
      })

      test('a pause lasts until it is taken back; neither is done twice', async () => {
        const id = await run('frozen')
        await engine.pauseContainer(id)
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'paused' })
        const [summary] = await engine.listContainers({ labels: [label] })
        expect(summary).toMatchObject({ state: 'paused', health: 'none' })
        expect(summary?.status).toMatch(/^Up .* \(Paused\)$/)
        expect(await rejection(engine.pauseContainer(id))).toMatchObject({ status: 409 })
        expect(await rejection(engine.startContainer(id))).toMatchObject({ status: 409 })
        expect(await rejection(engine.execInContainer(id, { command: ['true'] }))).toMatchObject({
          status: 409,
        })
        await engine.unpauseContainer(id)
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'running' })
        expect(await rejection(engine.unpauseContainer(id))).toMatchObject({ status: 409 })
      })

      test('a paused one stops', async () => {
        const id = await run('ice')
        await engine.pauseContainer(id)
        await engine.stopContainer(id, { timeout: 5 })
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'exited' })
        expect(await rejection(engine.pauseContainer(id))).toMatchObject({ status: 409 })
      })

      const signalMasks = async (scene: Scene, column: string) => {
        const id = await run('top', scene)
        const masks = async () => {
          const { titles, processes } = await engine.topContainer(id, '-o pid,caught,blocked,ignored')
          expect(titles).toEqual(['PID', 'CAUGHT', 'BLOCKED', 'IGNORED'])
          return BigInt(`0x${processes[0]?.[titles.indexOf(column)]}`)
        }
        await expect
          .poll(masks, { timeout: 20_000 })
          .toSatisfy((mask) => ((mask as bigint) >> 14n) % 2n === 1n)
      }
      onDocker('its processes tell that it handles SIGTERM', () => signalMasks(scenes.stays, 'CAUGHT'))
      onDocker('its processes tell that it ignores SIGTERM', () => signalMasks(scenes.deaf, 'IGNORED'))

      test('processes and use are those of running ones', async () => {
        const id = await run('used')
        const { titles, processes } = await engine.topContainer(id)
        expect(titles).toContain('PID')
        expect(processes[0]).toHaveLength(titles.length)
        for await (const sample of engine.containerStats(id)) {
          expect(sample.time).toBeGreaterThan(1_600_000_000)
          expect(sample.cpu.system).toBeGreaterThan(sample.cpu.total)
          expect(sample.cpu.onlineCpus).toBeGreaterThan(0)
          expect(sample.memory.limit).toBeGreaterThan(sample.memory.used)
          expect(sample.pids).toBeGreaterThan(0)
          break
        }
        const use = engine.containerStats(id)[Symbol.asyncIterator]()
        await use.next()
        await engine.stopContainer(id, { timeout: 5 })
        while (!(await use.next()).done);
        expect(await collect(engine.containerStats(id))).toEqual([])
        const refused = await rejection(engine.topContainer(id))
        if (!harness.podman) expect(refused.status).toBe(409)
      })

      test('reading its use ends with the reason of the abort', async () => {
        const id = await run('watched')
        const stop = new AbortController()
        const reason = new Error('enough')
        const reading = (async () => {
          for await (const _ of engine.containerStats(id, stop.signal)) stop.abort(reason)
        })()
        await expect(reading).rejects.toBe(reason)
      })

      test('the whole inspection is the engine’s own', async () => {
        const id = await create('raw')
        expect(await engine.rawContainer(named('raw'))).toMatchObject({
          Id: id,
          Name: `/${named('raw')}`,
          Config: { Image: imageName, Labels: labels },
          State: { Status: 'created' },
        })
      })

      test('rename frees the old name and respects taken ones', async () => {
        const id = await create('old')
        await engine.renameContainer(id, named('new'))
        expect(await engine.inspectContainer(id)).toMatchObject({ name: named('new') })
        await create('old')
        expect(await rejection(engine.renameContainer(id, named('old')))).toMatchObject({ status: 409 })
      })

      test('a port is published once; the second start fails and names it', async () => {
        const PortBindings = { '80/tcp': [{ HostPort: '18467' }] }
        const published = { ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings } }
        await run('port-1', scenes.stays, published)
        const id = await create('port-2', scenes.stays, published)
        const error = await rejection(engine.startContainer(id))
        expect(error).toMatchObject({ code: 'port-taken' })
        expect(error.message).toContain('port 18467 is already taken')
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'created' })
        const [running] = (await engine.listContainers({ labels: [label] })).filter(
          ({ state }) => state === 'running',
        )
        expect(running?.ports).toContainEqual(
          expect.objectContaining({ privatePort: 80, publicPort: 18467, type: 'tcp' }),
        )
      })

      test('files can be copied in before the start', async () => {
        const { packFiles } = await import('../../src/docker/archive.ts')
        const id = await create('files')
        const file = { path: '/run/secrets/deep/token', content: 'secret', uid: 7, gid: 8, mode: 0o440 }
        await engine.copyToContainer(id, '/', await packFiles([file]))
      })

      test('none is found by an empty name or one with a slash', async () => {
        for (const id of ['', 'a/b', '..'])
          expect(await rejection(engine.inspectContainer(id))).toBeInstanceOf(EngineError)
      })
    })

    describe('output', () => {
      test('attached before the start, nothing is lost', async () => {
        const id = await create('attached', scenes.speaks)
        const output = await engine.attachContainer(id)
        await engine.startContainer(id)
        expect(await texts(output)).toEqual({ stdout: 'out\n', stderr: 'err\n' })
      })

      test('logs keep both streams, and know tail', async () => {
        const id = await create('counts', scenes.counts)
        await until(died(id), () => engine.startContainer(id))
        const all = await texts(engine.containerLogs(id, {}))
        expect(all.stdout).toBe('line 1\nline 2\nline 3\nline 4\nline 5\n')
        expect((await texts(engine.containerLogs(id, { tail: 2 }))).stdout).toBe('line 4\nline 5\n')
        expect((await texts(engine.containerLogs(id, { tail: 0 }))).stdout).toBe('')
        const stamped = await texts(engine.containerLogs(id, { tail: 1, timestamps: true }))
        expect(stamped.stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z line 5\n$/)
      })

      test('followed logs end when the container stops', async () => {
        const id = await run('followed', scenes.stays)
        const ended = texts(engine.containerLogs(id, { follow: true }))
        await engine.stopContainer(id, { timeout: 5 })
        expect(await ended).toEqual({ stdout: '', stderr: '' })
      })

      test('exec gives exit code and output', async () => {
        const id = await run('exec')
        expect(await engine.execInContainer(id, { command: ['echo', 'hello'] })).toEqual({
          exitCode: 0,
          output: 'hello\n',
        })
        expect(await engine.execInContainer(id, { command: ['sh', '-c', 'exit 7'] })).toMatchObject({
          exitCode: 7,
        })
        await engine.stopContainer(id, { timeout: 5 })
        expect(await rejection(engine.execInContainer(id, { command: ['true'] }))).toMatchObject({
          status: 409,
        })
      })
    })

    describe('a command with connected streams', () => {
      test('gets what is written, and ends with its input', async () => {
        const session = await engine.openExec(await run('cat'), { command: ['cat'], tty: false })
        const output = texts(session.output)
        await session.write('typed ')
        await session.write(Buffer.from('größer\n'))
        session.end()
        expect(await output).toEqual({ stdout: 'typed größer\n', stderr: '' })
        expect(await session.exitCode).toBe(0)
        await session.write('too late')
      })

      test('keeps its two outputs and its exit code', async () => {
        const command = ['sh', '-c', 'echo out; echo err >&2; exit 4']
        const session = await engine.openExec(await run('both'), { command, tty: false, stdin: false })
        expect(await texts(session.output)).toEqual({ stdout: 'out\n', stderr: 'err\n' })
        expect(await session.exitCode).toBe(4)
      })

      test('has a terminal of the size it is told, now and later', async () => {
        const command = ['sh', '-c', tellSize]
        const stop = new AbortController()
        const request = { command, tty: true, columns: 91, rows: 31 }
        const session = await engine.openExec(await run('sized'), request, stop.signal)
        const reason = new Error('enough')
        let text = ''
        const reading = (async () => {
          for await (const { data } of session.output) {
            text += Buffer.from(data).toString()
            if (text.endsWith('31 91\r\n')) await session.resize(101, 41)
            if (text.endsWith('41 101\r\n')) stop.abort(reason)
          }
        })()
        await expect(reading).rejects.toBe(reason)
      })

      test('is refused by a container that does not run', async () => {
        const id = await create('still')
        expect(await rejection(engine.openExec(id, { command: ['true'], tty: false }))).toMatchObject({
          status: 409,
        })
      })
    })

    describe('events', () => {
      test('tell a life in its order, with labels and exit code', async () => {
        const since =
          (
            await until(
              ({ action }) => action === 'create',
              () => create('before'),
            )
          )[0]?.time ?? 0
        const id = await create('told', scenes.speaks)
        const seen = await until(died(id), () => engine.startContainer(id))
        expect(seen.map(({ action }) => action)).toEqual(['start', 'die'])
        expect(seen[1]).toMatchObject({ containerId: id, containerName: named('told'), exitCode: 3 })
        expect(seen[1]?.labels['dev.gantry.test']).toBe(harness.prefix)
        const stop = new AbortController()
        const replayed: string[] = []
        for await (const event of await engine.events({ labels: [label], since }, stop.signal)) {
          replayed.push(`${event.containerName.slice(harness.prefix.length + 1)} ${event.action}`)
          if (event.action === 'die') break
        }
        expect(replayed).toEqual(['before create', 'told create', 'told start', 'told die'])
        stop.abort()
      })

      test.each([
        ['healthy', scenes.stays, ['CMD', 'true']],
        ['unhealthy', scenes.sick, ['CMD', 'false']],
      ] as const)('tell when a container turns %s', async (health, scene, test) => {
        const Healthcheck = { Test: test, Interval: 100_000_000, Retries: 1 }
        const id = await create(health, scene, { Healthcheck })
        const seen = await until(
          (event) => event.health === 'healthy' || event.health === 'unhealthy',
          () => engine.startContainer(id),
        )
        expect(seen.at(-1)).toMatchObject({ action: 'health_status', health, containerId: id })
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'running', health })
        const [summary] = await engine.listContainers({ labels: [label] })
        expect(summary?.health).toBe(health)
      })

      test('end with the reason of the abort', async () => {
        const stop = new AbortController()
        const events = await engine.events({ labels: [label] }, stop.signal)
        const reason = new Error('enough')
        const ended = collect(events)
        stop.abort(reason)
        await expect(ended).rejects.toBe(reason)
      })
    })

    test('an aborted call rejects with the reason', async () => {
      const reason = new Error('not wanted any more')
      const signal = AbortSignal.abort(reason)
      await expect(engine.listContainers({ labels: [] }, signal)).rejects.toBe(reason)
      await expect(collect(engine.pullImage({ reference: image }, signal))).rejects.toBe(reason)
      await expect(engine.events({ labels: [] }, signal)).rejects.toBe(reason)
    })

    describe('networks', () => {
      test('are created once, found by name and id, and removed twice', async () => {
        const { id } = await engine.createNetwork({ Name: named('net'), Labels: labels })
        expect(await engine.inspectNetwork(named('net'))).toEqual({
          id,
          name: named('net'),
          driver: 'bridge',
          labels,
        })
        expect(await engine.inspectNetwork(id)).toMatchObject({ name: named('net') })
        expect((await engine.listNetworks({ labels: [label] })).map((network) => network.id)).toEqual([id])
        expect(await rejection(engine.createNetwork({ Name: named('net'), Labels: labels }))).toMatchObject({
          status: 409,
        })
        await engine.removeNetwork(id)
        await engine.removeNetwork(id)
        expect(await engine.inspectNetwork(id)).toBeUndefined()
      })

      test('several are connected when the container is created, with its aliases', async () => {
        for (const name of ['one', 'two']) await engine.createNetwork({ Name: named(name), Labels: labels })
        const id = await run('connected', scenes.stays, {
          HostConfig: { NetworkMode: named('one') },
          NetworkingConfig: {
            EndpointsConfig: { [named('one')]: { Aliases: ['web'] }, [named('two')]: { Aliases: ['api'] } },
          },
        })
        const { networks } = await engine.inspectContainer(id)
        expect(Object.keys(networks).sort()).toEqual([named('one'), named('two')])
        expect(networks[named('two')]?.aliases).toContain('api')
        const error = await rejection(engine.removeNetwork(named('two')))
        expect(error).toMatchObject({ code: 'engine-failed', status: 403 })
        await engine.disconnectNetwork(named('two'), { container: id, force: true })
        await engine.removeNetwork(named('two'))
      })

      test('a missing one is missed at the start, or before it', async () => {
        const begun = create('lonely', scenes.stays, { HostConfig: { NetworkMode: named('nowhere') } }).then(
          (id) => engine.startContainer(id),
        )
        expect(await rejection(begun)).toMatchObject({ code: 'engine-failed', status: 404 })
      })

      test('one is known by its name alone until the container starts, and by its id from then on', async () => {
        const { id: network } = await engine.createNetwork({ Name: named('net'), Labels: labels })
        const id = await create('waits', scenes.stays, { HostConfig: { NetworkMode: named('net') } })
        const told = async () =>
          (await engine.listContainers({ labels: [label] })).map(
            ({ networks }) => networks[named('net')]?.networkId,
          )
        const byName = ['', named('net')]
        expect(byName).toContain((await told())[0])
        await engine.startContainer(id)
        const started = await told()
        expect([network, named('net')]).toContain(started[0])
        await engine.stopContainer(id, { timeout: 0 })
        expect(await told()).toEqual(started)
        await engine.disconnectNetwork(named('net'), { container: id, force: true })
        expect(await told()).toEqual([undefined])
      })

      onDocker('that of another container is refused while that one does not run', async () => {
        const donor = await create('donor')
        const id = await create('joins', scenes.stays, { HostConfig: { NetworkMode: `container:${donor}` } })
        expect(await rejection(engine.startContainer(id))).toMatchObject({ status: 409 })
        await engine.startContainer(donor)
        await engine.startContainer(id)
        expect(await engine.inspectContainer(id)).toMatchObject({ state: 'running', networks: {} })
      })

      test('connecting twice is refused, and so is a missing network', async () => {
        await engine.createNetwork({ Name: named('late'), Labels: labels })
        const id = await create('joins', scenes.stays, { HostConfig: { NetworkMode: 'bridge' } })
        await engine.connectNetwork(named('late'), { container: id, endpoint: { Aliases: ['x'] } })
        await engine.startContainer(id)
        expect(await rejection(engine.connectNetwork(named('late'), { container: id }))).toMatchObject({
          status: 403,
        })
        expect(await rejection(engine.connectNetwork('dkr-nowhere', { container: id }))).toMatchObject({
          status: 404,
        })
      })
    })

    describe('volumes', () => {
      test('are created twice without an error, and the first labels stay', async () => {
        await engine.createVolume({ Name: named('data'), Labels: labels })
        await engine.createVolume({ Name: named('data'), Labels: { other: 'label' } })
        expect(await engine.inspectVolume(named('data'))).toEqual({
          name: named('data'),
          driver: 'local',
          labels,
        })
        expect(await engine.listVolumes({ labels: [label] })).toHaveLength(1)
        await engine.removeVolume(named('data'))
        await engine.removeVolume(named('data'))
        expect(await engine.inspectVolume(named('data'))).toBeUndefined()
      })

      test('one in use is not removed, named ones outlive their container', async () => {
        await engine.createVolume({ Name: named('used'), Labels: labels })
        const id = await create('user', scenes.stays, {
          HostConfig: {
            NetworkMode: 'none',
            Binds: [`${named('used')}:/data`],
            Mounts: [{ Type: 'volume', Target: '/anonymous' }],
          },
        })
        const { mounts } = await engine.inspectContainer(id)
        expect(mounts).toContainEqual(expect.objectContaining({ name: named('used'), destination: '/data' }))
        const anonymous = mounts.find(({ destination }) => destination === '/anonymous')?.name ?? ''
        expect(anonymous).toMatch(/^[0-9a-f]{64}$/)
        expect(await rejection(engine.removeVolume(named('used')))).toMatchObject({ status: 409 })
        await engine.removeContainer(id, { volumes: true })
        expect(await engine.inspectVolume(named('used'))).toBeDefined()
        expect(await engine.inspectVolume(anonymous)).toBeUndefined()
      })
    })

    describe('images', () => {
      test('one that is not there is undefined', async () => {
        expect(await engine.inspectImage('dkr-nowhere:1')).toBeUndefined()
        expect(await engine.inspectImage(`sha256:${'0'.repeat(64)}`)).toBeUndefined()
      })

      test('are found by reference and id, and tagged', async () => {
        const found = await engine.inspectImage(image)
        expect(found).toMatchObject({ os: 'linux', hasHealthcheck: false })
        expect(found?.manifests?.some(({ os }) => os === 'linux') ?? true).toBe(true)
        expect(await engine.inspectImage(found?.id ?? '')).toEqual(found)
        await engine.tagImage(image, `${harness.prefix}:tagged`)
        expect((await engine.inspectImage(`${harness.prefix}:tagged`))?.id).toBe(found?.id)
        await engine.removeImage(`${harness.prefix}:tagged`)
        expect(await engine.inspectImage(`${harness.prefix}:tagged`)).toBeUndefined()
        expect(await engine.inspectImage(image)).toBeDefined()
      })
    })
  })
}

/** The EngineError a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<EngineError> {
  const outcome = await promise.then(
    (value) => new Error(`it resolved: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (outcome instanceof EngineError) return outcome
  throw outcome
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

async function texts(output: AsyncIterable<OutputChunk>) {
  const text = { stdout: '', stderr: '' }
  for await (const { stream, data } of output) text[stream] += Buffer.from(data).toString()
  return text
}
