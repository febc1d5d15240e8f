import { describe, expect, test } from 'vitest'
import type { ContainerSummary } from '../../src/docker/engine.ts'
import { loaded, run } from './harness.ts'
import { container, listing } from './stack.ts'

const now = new Date('2026-11-21T12:00:00Z')
const stack: readonly ContainerSummary[] = [
  container('web', 1, {
    status: 'Up 3 minutes (healthy)',
    health: 'healthy',
    ports: [{ ip: '0.0.0.0', privatePort: 80, publicPort: 8080, type: 'tcp' }],
  }),
  container('db', 1, { command: 'docker-entrypoint.sh postgres' }),
  container('job', 1, { state: 'exited', status: 'Exited (137) 2 minutes ago' }),
  container('web', 7, { oneOff: true }),
  container('web', 1, { project: 'other' }),
]

function ps(...args: string[]) {
  return run(['ps', ...args], { engine: listing(stack), now })
}

describe('ps', () => {
  test('lists what runs, by name', async () => {
    expect(await ps()).toMatchObject({
      code: 0,
      err: '',
      out: [
        'NAME         IMAGE     COMMAND                  SERVICE   CREATED         STATUS                   PORTS',
        'shop-db-1    db:1      "docker-entrypoint.s…"   db        5 minutes ago   Up 5 minutes             ',
        'shop-web-1   web:1     "run"                    web       5 minutes ago   Up 3 minutes (healthy)   0.0.0.0:8080->80/tcp',
        '',
      ]
        .map((line) => line.trimEnd())
        .join('\n'),
    })
  })

  test.each([
    [['-a', '--format', '{{.Name}}'], 'shop-db-1 shop-job-1 shop-web-1 shop-web-run-7'],
    [['--services'], 'db web'],
    [['-a', '--services'], 'db job web'],
    [['--status', 'exited', '--format', '{{.Name}}'], 'shop-job-1'],
    [['--filter', 'status=exited', '--services'], 'job'],
    [['web', '--format', '{{.Name}} {{.ExitCode}}'], 'shop-web-1 0'],
    [['-p', 'other', '--services'], undefined],
  ])('%j', async (args, text) => {
    const { out, code } = await ps(...args)
    expect(code === 0 ? out.trim().split('\n').join(' ') : undefined).toBe(text)
  })

  test('-q prints full ids', async () => {
    expect((await ps('-q', 'db')).out).toMatch(/^[0-9a-f]{64}\n$/)
  })

  test('--format json leaves our own record of a container out of its labels', async () => {
    const [web] = stack
    const labelled = {
      ...web,
      labels: { ...web?.labels, tier: 'front', 'gantry.definition': '{"image":"web:1","a":"1,2"}' },
    } as ContainerSummary
    const { out } = await run(['ps', '--format', 'json'], { engine: listing([labelled]), now })
    expect(JSON.parse(out).Labels).toContain('tier=front')
    expect(out).not.toContain('gantry.definition')
  })

  test('--format json has the keys of docker compose, a line for each container', async () => {
    const { out } = await ps('-a', '--format', 'json', 'job')
    const row = JSON.parse(out)
    expect(Object.keys(row)).toEqual(Object.keys(row).sort())
    expect(row).toMatchObject({
      Command: '"run"',
      CreatedAt: '2026-11-21 11:55:00 +0000 UTC',
      ExitCode: 137,
      Health: '',
      Image: 'job:1',
      Name: 'shop-job-1',
      Project: 'shop',
      Publishers: [],
      RunningFor: '5 minutes ago',
      Service: 'job',
      State: 'exited',
      Status: 'Exited (137) 2 minutes ago',
    })
  })

  test('another project is asked for by name, without a file', async () => {
    const engine = listing(stack)
    expect((await run(['-p', 'other', 'ps', '--services'], { engine })).out).toBe('web\n')
  })

  test('--orphans=false leaves out what the files no longer have', async () => {
    const engine = listing(stack)
    const { out } = await run(['ps', '--orphans=false', '--services'], {
      engine,
      parts: { load: async () => loaded('shop', ['web']) },
    })
    expect(out).toBe('web\n')
  })

  test('a service that the project does not have is refused with a suggestion', async () => {
    const { code, err } = await run(['ps', 'wbe'], {
      engine: listing([]),
      parts: { load: async () => loaded('shop', ['web', 'db']) },
    })
    expect({ code, err }).toEqual({
      code: 1,
      err: 'the project has no service "wbe"\nhint: did you mean "web"?\n',
    })
  })

  test('what --format cannot do is said', async () => {
    expect((await ps('--format', '{{.Nam}}')).err).toContain('--format cannot do {{.Nam}}')
    expect((await ps('--format', '{{range .Mounts}}')).err).toContain('write {{.Name}}')
    expect((await ps('--filter', 'name=x')).err).toContain('write --filter status=running')
  })
})
