import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setUpModel, type ModelRequest } from '../../src/plugins/docker-model.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gantry-model-'))
  mkdirSync(join(folder, '.docker', 'cli-plugins'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

function install(list: string): void {
  const path = join(folder, '.docker', 'cli-plugins', 'docker-model')
  writeFileSync(
    path,
    `#!/bin/sh
echo "$*" >> ${folder}/calls
case $1 in
  ls) echo '${list}' ;;
  pull) [ "$2" = ai/none ] && { echo "no such model" >&2; exit 4; }; echo "Downloaded 1 MB" ;;
  status) echo '{"running": true, "endpoint": "http://model-runner.docker.internal/engines/v1"}' ;;
esac
`,
  )
  chmodSync(path, 0o755)
}

function request(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'ai/smollm2',
    runtimeFlags: [],
    cwd: folder,
    env: { HOME: folder, PATH: '/usr/bin:/bin' },
    signal: new AbortController().signal,
    onInfo: () => {},
    ...changes,
  }
}

function calls(): readonly string[] {
  return readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n')
}

test('a model that is there is only asked after', async () => {
  install('[{"tags": ["ai/smollm2:latest"]}]')
  expect(await setUpModel(request())).toEqual({ endpoint: 'http://model-runner.docker.internal/engines/v1' })
  expect(calls()).toEqual(['ls --json', 'status --json'])
})

test('a model that is missing is pulled, with its progress, and set up as the file says', async () => {
  install('[]')
  const said: string[] = []
  await setUpModel(
    request({ contextSize: 4096, runtimeFlags: ['--no-prefill'], onInfo: (text) => said.push(text) }),
  )
  expect(calls()).toEqual([
    'ls --json',
    'pull ai/smollm2',
    'configure --context-size 4096 ai/smollm2 -- --no-prefill',
    'status --json',
  ])
  expect(said).toEqual(['Downloaded 1 MB'])
})

test('what goes wrong is told with the last words of the plugin', async () => {
  install('[]')
  await expect(setUpModel(request({ model: 'ai/none' }))).rejects.toMatchObject({
    message: 'model "ai/none": docker model pull ended with code 4',
    lastLines: ['no such model'],
  })
})

test('without the plugin it is said what to install', async () => {
  await expect(setUpModel(request({ env: { HOME: folder, PATH: '' } }))).rejects.toMatchObject({
    message: 'model "ai/smollm2": the Docker CLI has no plugin "model"',
    hint: 'install docker-model (Docker Model Runner)',
  })
})
