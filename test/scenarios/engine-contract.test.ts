/** The contract against a real engine, and what only a real one has: pulls, builds, files in containers. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packFiles } from '../../src/docker/archive.ts'
import { packContext } from '../../src/docker/build-context.ts'
import { connect } from '../../src/docker/connect.ts'
import type { BuildRequest, Engine } from '../../src/docker/engine.ts'
import { onPodman } from './rig.ts'
import { collect, describeContract, rejection } from '../docker/contract.ts'

const prefix = `dkr-${process.pid}`
const open = () => connect({ env: process.env })

describeContract('the real engine', { prefix, connect: open, podman: onPodman })

describe('only a real engine', () => {
  let engine: Engine
  let directory: string
  const tag = `${prefix}-built:1`

  beforeAll(async () => {
    engine = await open()
    directory = await mkdtemp(join(tmpdir(), 'dkr-'))
  })
  afterAll(async () => {
    await engine.removeImage(tag).catch(() => {})
    engine.close()
    await rm(directory, { recursive: true })
  })

  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await writeFile(join(directory, path), text)
    }
  }
  const build = async (dockerfile = 'Dockerfile', more: Partial<BuildRequest> = {}) => {
    const packed = await packContext({ directory, dockerfile })
    return collect(engine.buildImage({ ...packed, tags: [tag], ...more }))
  }
  /** Runs a command in a fresh container of an image, and gives what it prints. */
  const outputOf = async (
    image: string,
    command: readonly string[],
    files?: Parameters<typeof packFiles>[0],
  ) => {
    const body = { Image: image, Cmd: command, HostConfig: { NetworkMode: 'none' } }
    const { id } = await engine.createContainer({ name: `${prefix}-runs`, body })
    try {
      if (files !== undefined) await engine.copyToContainer(id, '/', await packFiles(files))
      const output = await engine.attachContainer(id)
      await engine.startContainer(id)
      return Buffer.concat((await collect(output)).map(({ data }) => data)).toString()
    } finally {
      await engine.removeContainer(id, { force: true })
    }
  }

  test('a pull tells progress and ends when the image is there', async () => {
    const progress = await collect(engine.pullImage({ reference: 'redis:7' }))
    expect(progress.map(({ status }) => status).join('\n')).toMatch(
      /Status: (?:Downloaded newer|Image is up to date)|Download complete|Already exists/,
    )
    expect(await engine.inspectImage('redis:7')).toBeDefined()
  })

  test('a pull of what does not exist fails as a pull', async () => {
    const error = await rejection(collect(engine.pullImage({ reference: 'dkr-nowhere.invalid/app:1' })))
    expect(error).toMatchObject({ code: 'pull-failed', hint: expect.stringContaining('registry') })
  })

  test('a build runs, leaves out what is ignored, and tells its steps and output', async () => {
    await write({
      Dockerfile: 'FROM busybox:latest\nARG WHO\nCOPY . /app\nRUN echo "hello $WHO" && ls /app\nLABEL a=b\n',
      '.dockerignore': '*.log\nnode_modules\n!node_modules/keep.txt\n',
      'main.py': 'print()',
      'debug.log': 'x',
      'node_modules/x.js': 'x',
      'node_modules/keep.txt': 'x',
    })
    const progress = await build('Dockerfile', { args: { WHO: 'world' }, noCache: true })
    const image = progress.find((item) => item.kind === 'image')
    expect((await engine.inspectImage(tag))?.id).toBe(image?.kind === 'image' ? image.id : '')
    const output = progress.flatMap((item) => (item.kind === 'output' ? [item.text] : []))
    expect(output).toEqual(['hello world', 'Dockerfile', 'main.py', 'node_modules'])
    const steps = progress.flatMap((item) => (item.kind === 'vertex' && item.completed ? [item.name] : []))
    expect(steps.join('\n')).toContain('RUN echo')
    expect(await outputOf(tag, ['ls', '/app/node_modules'])).toBe('keep.txt\n')
  })

  test.each([
    ['a failing command', 'FROM busybox:latest\nRUN echo before && exit 3\n', /(?:exit code:|exit status) 3/],
    ['an unknown instruction', 'FROM busybox:latest\nFOO bar\n', /unknown instruction: "?FOO/i],
    ['a base image that is not there', 'FROM dkr-nowhere.invalid/base:1\n', /dkr-nowhere/],
    ['a missing file', 'FROM busybox:latest\nCOPY nothing /\n', /nothing/],
  ])('%s fails as a build, in the words of the engine', async (_, dockerfile, words) => {
    await write({ 'failing/Dockerfile': dockerfile })
    const error = await rejection(build('failing/Dockerfile'))
    expect(error).toMatchObject({ code: 'build-failed' })
    expect(error.message).toMatch(words)
  })

  test('a Dockerfile outside of the context, or written inline, builds too', async () => {
    await write({
      'context/file.txt': 'x',
      'elsewhere/Dockerfile': 'FROM busybox:latest\nCOPY file.txt /from-outside\n',
    })
    const context = join(directory, 'context')
    const outside = await packContext({ directory: context, dockerfile: '../elsewhere/Dockerfile' })
    await collect(engine.buildImage({ ...outside, tags: [tag] }))
    expect(await outputOf(tag, ['cat', '/from-outside'])).toBe('x')
    const inline = await packContext({
      directory: context,
      dockerfile: 'Dockerfile',
      dockerfileInline: 'FROM busybox:latest\nCOPY file.txt /from-inline\n',
    })
    await collect(engine.buildImage({ ...inline, tags: [tag] }))
    expect(await outputOf(tag, ['cat', '/from-inline'])).toBe('x')
  })

  test('a build ends when aborted', async () => {
    await write({ 'slow/Dockerfile': 'FROM busybox:latest\nRUN sleep 60\n' })
    const stop = new AbortController()
    const reason = new Error('stop')
    const packed = await packContext({ directory, dockerfile: 'slow/Dockerfile' })
    const building = (async () => {
      for await (const step of engine.buildImage({ ...packed, tags: [] }, stop.signal)) {
        if (step.kind === 'vertex' && step.name.includes('sleep 60') && step.started) stop.abort(reason)
      }
    })()
    await expect(building).rejects.toBe(reason)
  })

  test('copied files have their owner and mode, and the folders above can be entered', async () => {
    const file = { uid: 7, gid: 8, mode: 0o440, content: 'secret' }
    const files = [
      { ...file, path: '/run/secrets/deep/token' },
      { ...file, path: '/tmp/token', content: Buffer.from('bytes') },
    ]
    const command = [
      'sh',
      '-c',
      'stat -c "%a %u:%g" /run/secrets/deep /run/secrets/deep/token /tmp; cat /tmp/token',
    ]
    const modeOfTmp = (await outputOf('busybox:latest', ['stat', '-c', '%a', '/tmp'])).trim()
    expect(await outputOf('busybox:latest', command, files)).toBe(`755 0:0\n440 7:8\n${modeOfTmp} 0:0\nbytes`)
  })

  test('a terminal is read without frames', async () => {
    const body = {
      Image: 'busybox:latest',
      Cmd: ['echo', 'hi'],
      Tty: true,
      HostConfig: { NetworkMode: 'none' },
    }
    const { id } = await engine.createContainer({ name: `${prefix}-tty`, body })
    const output = await engine.attachContainer(id)
    await engine.startContainer(id)
    expect(Buffer.concat((await collect(output)).map(({ data }) => data)).toString()).toBe('hi\r\n')
    const logs = await collect(engine.containerLogs(id, {}))
    expect(Buffer.concat(logs.map(({ data }) => data)).toString()).toBe('hi\r\n')
    await engine.removeContainer(id, { force: true })
  })

  test('modes and links survive the way into the image', async () => {
    await write({
      'modes/Dockerfile': 'FROM busybox:latest\nCOPY . /m\n',
      'modes/run.sh': '#!/bin/sh\necho ran\n',
    })
    await chmod(join(directory, 'modes/run.sh'), 0o755)
    const packed = await packContext({ directory: join(directory, 'modes'), dockerfile: 'Dockerfile' })
    await collect(engine.buildImage({ ...packed, tags: [tag] }))
    expect(await outputOf(tag, ['/m/run.sh'])).toBe('ran\n')
  })
})
