import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StepError } from '../../src/errors.ts'
import { runProvider, type ProviderRequest } from '../../src/plugins/provider.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-provider-'))
  mkdirSync(join(folder, 'bin'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A provider that notes how it is called, answers `metadata`, and runs `script` for everything else. */
function provide({ name = 'cloud', metadata = 'exit 1', script = '' }): void {
  const path = join(folder, 'bin', name)
  writeFileSync(
    path,
    `#!/bin/sh\nif [ "$2" = metadata ]; then ${metadata}; exit; fi\nprintf '%s\\n' "$@" >> ${folder}/calls\n${script}\n`,
  )
  chmodSync(path, 0o755)
}

function calls(): readonly string[] {
  return readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n')
}

function request(changes: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    command: 'up',
    type: 'cloud',
    options: { size: ['small'], zone: ['a', 'b'] },
    project: 'shop',
    service: 'data-base',
    cwd: folder,
    env: { PATH: `${folder}/bin:/usr/bin:/bin`, HOME: folder, TOKEN: 'of the project' },
    signal: new AbortController().signal,
    onInfo: () => {},
    ...changes,
  }
}

describe('a provider', () => {
  test('is called with project, options and service', async () => {
    provide({})
    await runProvider(request())
    expect(calls()).toEqual([
      'compose',
      '--project-name=shop',
      'up',
      '--size=small',
      '--zone=a',
      '--zone=b',
      'data-base',
    ])
  })

  test('gets the options that it says it takes, and no others', async () => {
    provide({ metadata: `echo '{"up": {"parameters": [{"name": "size", "required": true}]}}'` })
    await runProvider(request())
    expect(calls()).toEqual(['compose', '--project-name=shop', 'up', '--size=small', 'data-base'])
  })

  test('is not run without an option that it must be given', async () => {
    provide({ metadata: `echo '{"up": {"parameters": [{"name": "plan", "required": true}]}}'` })
    await expect(runProvider(request())).rejects.toThrow(
      'provider "cloud" of service "data-base": up: it needs the option "plan"',
    )
  })

  test("tells variables: with the service's name before them, or as they are", async () => {
    provide({
      script: `echo '{"type": "setenv", "message": "URL=http://a=b"}'; echo '{"type": "rawsetenv", "message": "REGION=north"}'; echo noise`,
    })
    expect(await runProvider(request())).toEqual({ DATA_BASE_URL: 'http://a=b', REGION: 'north' })
  })

  test("runs in the project's folder with its environment, and its words are shown", async () => {
    provide({ script: `echo "{\\"type\\": \\"info\\", \\"message\\": \\"$TOKEN in $(pwd)\\"}"` })
    const said: string[] = []
    await runProvider(request({ onInfo: (text) => said.push(text) }))
    expect(said).toEqual([`of the project in ${folder}`])
  })

  test.each([
    ['a code', 'echo broken >&2; exit 3', 'it ended with code 3', ['broken']],
    [
      'a message',
      `echo '{"type": "error", "message": "no credit"}'; exit 1`,
      'it ended with code 1',
      ['no credit'],
    ],
    ['a message alone', `echo '{"type": "error", "message": "no credit"}'`, 'no credit', ['no credit']],
  ])('that fails by %s fails the step, with its last words', async (_, script, message, lastLines) => {
    provide({ script })
    const error = await runProvider(request()).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StepError)
    expect(error).toMatchObject({
      message: `provider "cloud" of service "data-base": up: ${message}`,
      lastLines,
    })
  })

  test('is asked to stop only where it says that it can', async () => {
    provide({})
    await runProvider(request({ command: 'stop' }))
    expect(calls).toThrow('ENOENT')
    provide({ metadata: `echo '{"stop": {}}'` })
    await runProvider(request({ command: 'stop', options: {} }))
    expect(calls()).toEqual(['compose', '--project-name=shop', 'stop', 'data-base'])
  })

  test('that is a plugin of the Docker CLI goes before a program of the same name', async () => {
    mkdirSync(join(folder, '.docker', 'cli-plugins'), { recursive: true })
    provide({ name: '../.docker/cli-plugins/docker-cloud', script: 'echo plugin >> calls' })
    provide({ script: 'echo program >> calls' })
    await runProvider(request())
    expect(calls().at(-1)).toBe('plugin')
  })

  test('that is nowhere is told with what to install', async () => {
    await expect(runProvider(request({ type: 'missing' }))).rejects.toMatchObject({
      message: 'service "data-base": there is no provider "missing"',
      hint: 'install the plugin docker-missing of the Docker CLI, or a program "missing" in the PATH',
    })
    provide({ name: 'compose' })
    await expect(runProvider(request({ type: 'compose' }))).rejects.toThrow('there is no provider "compose"')
  })

  test('is ended with all that it started when the run is cancelled', async () => {
    provide({ script: `sleep 1000 & echo $! > child; echo '{"type": "info", "message": "begun"}'; wait` })
    const ending = new AbortController()
    const reason = new Error('enough')
    await expect(
      runProvider(request({ signal: ending.signal, onInfo: () => ending.abort(reason) })),
    ).rejects.toBe(reason)
    const child = readFileSync(join(folder, 'child'), 'utf8').trim()
    await expect.poll(() => isAlive(child)).toBe(false)
  })
})

/** A process that has ended, though nobody has asked for its code yet, counts as ended. */
function isAlive(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
