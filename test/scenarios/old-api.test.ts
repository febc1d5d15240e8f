/** What an engine of API 1.41 cannot do: refused by name and place, before anything is touched. What it can, it gets in its own way. */
import { expect, test } from 'vitest'
import { createProject } from './rig.ts'

const sleeper = 'image: busybox, command: sleep 1000, stop_signal: SIGKILL'

test.each([
  ['healthcheck: {test: "true", start_period: 9s, start_interval: 1s}', 'healthcheck.start_interval', '1.44'],
  [
    'volumes: [{type: volume, source: data, target: /y, volume: {subpath: sub}}]',
    'volumes.volume.subpath',
    '1.45',
  ],
  ['volumes: [{type: image, source: busybox, target: /z}]', 'volumes.type', '1.48'],
  ['networks: {default: {gw_priority: 1}}', 'networks.default.gw_priority', '1.48'],
  ['networks: {default: {mac_address: "02:42:ac:11:00:02"}}', 'networks.default.mac_address', '1.44'],
  ['annotations: {a: b}', 'annotations', '1.43'],
])('{%s}: refused by name and place, and nothing is made', async (attribute, name, since) => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  db: {${sleeper}}\n  web: {${sleeper}, ${attribute}}\nvolumes: {data: }\n`,
    },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(10)
  expect(stderr).toContain('compose.yaml:3:')
  expect(stderr).toContain(`service "web": ${name} needs an engine with API ${since}`)
  expect(await project.holdings()).toEqual([])
})

test('several networks are joined one by one, and a MAC address goes beside them', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': [
        'services:',
        `  web: {${sleeper}, mac_address: "02:42:ac:11:00:02", networks: {front: {priority: 5}, back: {aliases: [api]}}}`,
        'networks: {front: , back: }',
        '',
      ].join('\n'),
    },
  })
  const up = await project.gantry('up', '-d')
  expect(up.code, up.stderr).toBe(0)
  const [web] = await project.containers()
  const { networks } = await project.engine.inspectContainer(web?.id ?? '')
  expect(Object.keys(networks).sort()).toEqual([`${project.name}_back`, `${project.name}_front`])
  expect(networks[`${project.name}_back`]?.aliases).toContain('api')
  const address = await project.engine.execInContainer(web?.id ?? '', {
    command: ['sh', '-c', 'cat /sys/class/net/eth*/address'],
  })
  expect(address.output).toContain('02:42:ac:11:00:02')
  await project.succeed('plan', '--detailed-exitcode')
  await project.succeed('down')
  expect(await project.holdings()).toEqual([])
})
