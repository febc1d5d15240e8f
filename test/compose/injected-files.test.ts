import { expect, test } from 'vitest'
import { injectedFiles } from '../../src/compose/injected-files.ts'
import { unsupported } from '../../src/compose/unsupported.ts'
import { read } from './reading.ts'

test('configs and secrets without a file are copied, with owner and mode', () => {
  const { project } = read(`
services:
  web:
    image: x
    configs: [inline, {source: variable, target: /etc/v, uid: "5", gid: "6", mode: 0600}, file]
    secrets: [token, {source: unset}]
configs: {inline: {content: hello}, variable: {environment: V}, file: {file: f}}
secrets: {token: {environment: T}, unset: {environment: NOWHERE}}`)
  const { web } = project.services
  if (!web) throw new Error('no service web')
  const loaded = {
    project,
    environment: { V: 'v', T: 'outer' },
    values: new Map([['secrets.token', 'included']]),
  }
  expect(injectedFiles(web, loaded)).toEqual([
    { target: '/inline', content: 'hello', uid: 0, gid: 0, mode: 0o444 },
    { target: '/etc/v', content: 'v', uid: 5, gid: 6, mode: 0o600 },
    { target: '/run/secrets/token', content: 'included', uid: 0, gid: 0, mode: 0o444 },
  ])
})

test('what cannot run yet is named with its path', () => {
  const { project } = read(`
services:
  web:
    image: x
    build: {ssh: [default], platforms: [a, b]}
    secrets: [outside]
    pre_start: [{per_replica: true}]
  fine: {image: x, configs: [c]}
configs: {c: {content: x}}
secrets: {outside: {external: true}}`)
  expect(unsupported(project).map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    'services.web.build.ssh: service "web": build.ssh is not supported yet',
    'services.web.build.platforms: service "web": building for several platforms at once is not supported yet',
    'services.web.pre_start.0.per_replica: service "web": pre_start with per_replica is not supported, in docker compose neither',
    'services.web.secrets.0.source: service "web": secret "outside" is external: only a cluster has such',
  ])
})
