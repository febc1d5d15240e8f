import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { shop, type Shop } from './shop.ts'

const auth = Buffer.from('bob:hunter2').toString('base64')
let env: Readonly<Record<string, string>>
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'dkr-'))
  await writeFile(join(directory, 'config.json'), JSON.stringify({ auths: { 'a.io': { auth } } }))
  env = { DOCKER_CONFIG: directory, HOME: directory }
})
afterEach(() => rm(env['HOME'] ?? '', { recursive: true }))

const yaml = 'services: {web: {image: web, use_api_socket: true}, plain: {image: web}}'

/** The archives that were copied into containers, as text. */
function copies({ engine }: Shop): readonly string[] {
  return engine.calls.flatMap(({ method, args }) =>
    method === 'copyToContainer' && args[2] instanceof Uint8Array ? [Buffer.from(args[2]).toString()] : [],
  )
}

describe('use_api_socket', () => {
  test('gives a container the socket, and at its start the logins of the user', async () => {
    const project = shop(yaml)
    expect((await project.ask(['up', '-d'], { env })).code).toBe(0)
    const web = project.engine.calls.find(
      ({ method, args: [request] }) =>
        method === 'createContainer' && JSON.stringify(request).includes('docker.sock'),
    )
    expect(web?.args[0]).toMatchObject({
      name: 'shop-web-1',
      body: {
        Env: ['DOCKER_CONFIG=/run/secrets/docker'],
        HostConfig: { Binds: ['/var/run/docker.sock:/var/run/docker.sock:rw'] },
      },
    })
    expect(copies(project)).toEqual([expect.stringContaining(auth)])
    expect(copies(project)[0]).toContain('run/secrets/docker/config.json')
  })

  test('an own DOCKER_CONFIG stays', async () => {
    const project = shop(
      'services: {web: {image: web, use_api_socket: true, environment: {DOCKER_CONFIG: /mine}}}',
    )
    await project.ask(['up', '-d'], { env })
    expect(JSON.stringify(project.engine.calls)).toContain('"DOCKER_CONFIG=/mine"')
  })

  test('shows and records nothing of the logins: not in output, labels or plans', async () => {
    const project = shop(yaml)
    const said = [
      await project.ask(['plan', '--format', 'json'], { env }),
      await project.ask(['up', '-d', '--progress', 'json'], { env }),
      await project.ask(['config'], { env }),
    ]
    const bodies = project.engine.calls.filter(({ method }) => method === 'createContainer')
    expect(JSON.stringify([said, bodies])).not.toContain(auth)
  })

  test('is asked for anew at each start, and new logins make no container anew', async () => {
    const project = shop(yaml)
    await project.ask(['up', '-d'], { env })
    await writeFile(join(env['HOME'] ?? '', 'config.json'), '{}')
    expect((await project.ask(['up', '-d'], { env })).err).toBe('shop: up to date, nothing to do\n')
    await project.ask(['stop'], { env })
    await project.ask(['start'], { env })
    expect(copies(project)).toEqual([expect.stringContaining(auth), expect.stringContaining('"auths": {}')])
  })

  test('is refused with its place for a container that nothing can be copied into', async () => {
    const project = shop('services: {web: {image: web, read_only: true, use_api_socket: true}}')
    const { code, err } = await project.ask(['up', '-d'], { env })
    expect(code).toBe(10)
    expect(err).toContain(
      'compose.yaml:2:63: error: service "web": use_api_socket cannot copy the logins into a read-only container',
    )
  })
})
