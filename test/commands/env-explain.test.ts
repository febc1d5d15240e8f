import { describe, expect, test } from 'vitest'
import { onFiles } from './files.ts'
import { run } from './harness.ts'

const files = {
  '/work/compose.yaml': `services:
  web:
    image: "nginx:\${TAG:-1}"
    environment:
      TAG:
      MODE: "prod-$TAG"
    env_file: web.env
  db:
    image: postgres
`,
  '/work/web.env': 'TAG=2\nMODE=dev\nONLY=web\n',
  '/work/.env': 'TAG=7\nCOMPOSE_PROFILES=x\n',
  '/work/other.env': 'TAG=8\n',
  '/work/later.env': 'TAG=9\n',
}

async function explain(args: readonly string[], env: Record<string, string> = {}) {
  const command = ['env', 'explain', ...args]
  const { out, err, code } = await run(command, { env, parts: onFiles(files) })
  return { out, err, code }
}

describe('env explain', () => {
  test('tells every source, the one that counts, the places, and what containers get', async () => {
    expect((await explain(['TAG'], { TAG: '5' })).out).toBe(`In the Compose files \${TAG} is "5":
  shell  "5"  <- counts
  .env   "7"

It stands in:
  compose.yaml:3:12  services.web.image             nginx:\${TAG:-1}
  compose.yaml:6:13  services.web.environment.MODE  prod-$TAG

Containers of web get "5":
  environment, compose.yaml:5:11  "5"  <- counts
  env_file web.env                "2"

It does not reach containers of: db
`)
  })

  test('.env counts where the shell has nothing, and does not reach containers by itself', async () => {
    const { out } = await explain(['TAG', 'db'])
    expect(out).toContain('  .env   "7"      <- counts')
    expect(out).toContain('It does not reach containers of: db')
    expect(out).not.toContain('web get')
  })

  test('of several env files the last counts', async () => {
    const args = [
      '--env-file',
      'other.env',
      '--env-file',
      'later.env',
      'env',
      'explain',
      'TAG',
      '--format',
      'json',
    ]
    const { out } = await run(args, { parts: onFiles(files) })
    expect(JSON.parse(out)).toMatchObject({
      value: '9',
      sources: [
        { name: 'shell', counts: false },
        { name: 'later.env', value: '9', counts: true },
        { name: 'other.env', value: '8', counts: false },
      ],
    })
  })

  test('a variable of env_file alone reaches the container and no Compose file', async () => {
    const { out } = await explain(['ONLY', 'web'])
    expect(out).toContain('In the Compose files ${ONLY} is not set')
    expect(out).toContain('It stands nowhere in the Compose files.')
    expect(out).toContain('Containers of web get "web"')
    expect(out).toContain('env_file web.env  "web"    <- counts')
  })

  test('what .env gives Gantry itself is not taken for the shell’s', async () => {
    const { out } = await explain(['COMPOSE_PROFILES'])
    expect(out).toContain('  shell  not set\n  .env   "x"      <- counts')
  })

  test('an unknown service is refused', async () => {
    expect(await explain(['TAG', 'wbe'])).toMatchObject({ code: 1, out: '' })
    expect((await explain(['TAG', 'wbe'])).err).toContain('did you mean "web"?')
  })
})
