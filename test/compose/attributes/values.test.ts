import { describe, expect, test } from 'vitest'
import { problemsOf, readService } from '../reading.ts'

describe('values of a service', () => {
  test.each<[string, object]>([
    ['mem_limit: 512m', { mem_limit: '536870912' }],
    ['mem_limit: 0', { mem_limit: undefined }],
    ['memswap_limit: -1', { memswap_limit: '-1' }],
    ['cpus: 0.123456789', { cpus: 0.12345679 }],
    ['cpu_period: 1.9', { cpu_period: 1 }],
    ['init: false', { init: false }],
    ['tty: false', { tty: undefined }],
    ['attach: "false"', { attach: false }],
    ['stop_grace_period: 0s', { stop_grace_period: '0s' }],
    ['hostname: ""', { hostname: undefined }],
    ['command: ""', { command: [] }],
    ['command: []', { command: [] }],
    ['command:', { command: null }],
    ['command: ["a b", ""]', { command: ['a b', ''] }],
    ['entrypoint: sh -c "a | b"', { entrypoint: ['sh', '-c', 'a | b'] }],
    [
      'environment: {A: 1.10, B: true, C: , D: "", E: 1000000.0}',
      { environment: { A: '1.1', B: 'true', C: null, D: '', E: '1e+06' } },
    ],
    ['environment: [A=1=2, B, "C="]', { environment: { A: '1=2', B: null, C: '' } }],
    ['labels: [a=1, b]', { labels: { a: '1', b: '' } }],
    ['labels: {a: , b: 2}', { labels: { a: '', b: '2' } }],
    ['sysctls: {x-net: 1}', { sysctls: { 'x-net': '1' } }],
    [
      'healthcheck: {test: curl x, retries: 3.5, interval: 1m30s}',
      { healthcheck: { test: ['CMD-SHELL', 'curl x'], retries: 3, interval: '1m30s' } },
    ],
    ['healthcheck: {}', { healthcheck: {} }],
    [
      'logging: {options: {max-size: 10, empty: }}',
      { logging: { options: { 'max-size': '10', empty: '' } } },
    ],
    [
      'ulimits: {nproc: 65535, nofile: {soft: 1, hard: 2}, core: 0}',
      { ulimits: { nproc: 65_535, nofile: { soft: 1, hard: 2 }, core: {} } },
    ],
    [
      'extra_hosts: ["b:10.0.0.2", "a=[::1],10.0.0.1"]',
      { extra_hosts: ['a=10.0.0.1', 'a=::1', 'b=10.0.0.2'] },
    ],
    [
      'extra_hosts: {b: 10.0.0.2, a: [10.0.0.9, 10.0.0.1]}',
      { extra_hosts: ['a=10.0.0.1', 'a=10.0.0.9', 'b=10.0.0.2'] },
    ],
    ['dns: ["", 1.1.1.1, ]', { dns: ['1.1.1.1'] }],
    ['dns: ""', { dns: undefined }],
    ['group_add: [27, video]', { group_add: ['27', 'video'] }],
    ['gpus: all', { gpus: [{ count: -1 }] }],
    [
      'gpus: [{device_ids: ["0"], capabilities: [x]}]',
      { gpus: [{ device_ids: ['0'], capabilities: ['x'] }] },
    ],
    ['tmpfs: /run', { tmpfs: ['/run'] }],
    ['devices: ["/dev/a:/dev/b"]', { devices: [{ source: '/dev/a', target: '/dev/b', permissions: 'rwm' }] }],
    ['secrets: [token]', { secrets: [{ source: 'token', target: '/run/secrets/token' }] }],
    [
      'configs: [{source: c, mode: 0440}, {source: d, mode: "0600"}]',
      {
        configs: [
          { source: 'c', mode: '0440' },
          { source: 'd', mode: '0600' },
        ],
      },
    ],
    ['env_file: a.env', { env_file: [{ path: 'a.env' }] }],
    ['env_file: [{path: a.env, required: false}]', { env_file: [{ path: 'a.env', required: false }] }],
    ['build: ./app', { build: { context: './app', dockerfile: 'Dockerfile' } }],
    [
      'build: {dockerfile_inline: FROM x, provenance: false, ssh: [default, k=/p]}',
      { build: { context: '.', dockerfile_inline: 'FROM x', provenance: 'false', ssh: ['default', 'k=/p'] } },
    ],
    [
      'provider: {type: x, options: {a: 1, b: [x, true]}}',
      { provider: { type: 'x', options: { a: ['1'], b: ['x', 'true'] } } },
    ],
    ['deploy: {}', { deploy: { resources: {}, placement: {} } }],
    [
      'scale: 3\ndeploy: {resources: {limits: {cpus: "0.5"}}}',
      { deploy: { replicas: 3, resources: { limits: { cpus: 0.5 } }, placement: {} } },
    ],
    [
      'deploy: {update_config: {parallelism: 0, delay: 0s}}',
      { deploy: { resources: {}, placement: {}, update_config: { parallelism: 0 } } },
    ],
    ['post_start: [{user: root}]', { post_start: [{ command: null, user: 'root' }] }],
    [
      'develop: {watch: [{path: ., action: rebuild, ignore: x}]}',
      { develop: { watch: [{ path: '.', action: 'rebuild', ignore: ['x'], exec: { command: null } }] } },
    ],
    ['networks: [back, front]', { networks: { back: null, front: null } }],
    ['networks: {back: {x-own: 1, priority: 1.5}}', { networks: { back: { 'x-own': 1, priority: 1 } } }],
    ['depends_on: [db]', { depends_on: { db: { condition: 'service_started', required: true } } }],
    [
      'depends_on: {db: {restart: "true"}}',
      { depends_on: { db: { condition: 'service_started', required: true, restart: true } } },
    ],
    [
      'blkio_config: {device_read_bps: [{path: /dev/a, rate: 1k}]}',
      { blkio_config: { device_read_bps: [{ path: '/dev/a', rate: '1024' }] } },
    ],
    ['pid:', { pid: undefined }],
    ['x-own: [1, {a: b}]', { 'x-own': [1, { a: 'b' }] }],
  ])('%s', (attributes, expected) => {
    const service = readService(attributes)
    expect({ ...service }).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
    )
    for (const [name, value] of Object.entries(expected)) expect(Reflect.get(service, name)).toEqual(value)
  })
})

describe('volumes of a service', () => {
  test.each<[string, object]>([
    ['./a:/b', { type: 'bind', source: './a', target: '/b', bind: {} }],
    ['data:/b:ro', { type: 'volume', source: 'data', target: '/b', read_only: true, volume: {} }],
    ['data:/b:z', { type: 'volume', source: 'data', target: '/b', bind: { selinux: 'z' }, volume: {} }],
    ['{type: bind, source: ./a, target: /b/}', { type: 'bind', source: './a', target: '/b' }],
    [
      '{type: bind, source: ./a, target: /b, bind: {create_host_path: false}}',
      { type: 'bind', source: './a', target: '/b', bind: { create_host_path: false } },
    ],
    [
      '{type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 01777}}',
      { type: 'tmpfs', target: '/t', tmpfs: { size: '67108864', mode: 1023 } },
    ],
    ['{type: tmpfs, target: /t, tmpfs: {size: 0}}', { type: 'tmpfs', target: '/t', tmpfs: {} }],
  ])('%s', (volume, expected) => expect(readService(`volumes: [${volume}]`).volumes).toEqual([expected]))
})

test.each([
  [
    'mem_limit: lots',
    '4:16: mem_limit of service "web" is "lots", expected a size such as 512m, 1.5g or a number of bytes',
  ],
  [
    'stop_grace_period: 1 minute',
    '4:24: stop_grace_period of service "web" is "1 minute", expected a duration with units such as 90s, 1m30s or 500ms',
  ],
  [
    'healthcheck: {retries: -1}',
    '4:28: healthcheck.retries of service "web" is -1, expected a whole number from 0 upwards',
  ],
  [
    'command: say "hi',
    '4:14: command of service "web" is "say \\"hi", expected a command whose quotes and parentheses close',
  ],
  ['group_add: [1.5]', '4:17: group_add of service "web" is 1.5, expected text or a whole number'],
  [
    'extra_hosts: [router]',
    '4:19: extra_hosts of service "web" has "router", expected a host and its address',
  ],
  ['environment: ["A =1"]', '4:19: environment of service "web" has a blank at the end of the name "A "'],
  [
    'build: {ssh: [mine]}',
    '4:19: build.ssh of service "web" has "mine", expected "default" or a key and its path: write id=path',
  ],
  [
    'build: {additional_contexts: [base]}',
    '4:35: build.additional_contexts of service "web" has "base", expected a name and a context: write name=context',
  ],
  ['devices: ["a:b:c:d"]', '4:15: devices of service "web" has "a:b:c:d": it has too many parts'],
  ['volumes: ["./a:/b:"]', '4:15: volumes of service "web" has "./a:/b:": a part between colons is empty'],
  ['gpus: [{count: some}]', '4:20: gpus[0].count of service "web" is "some", expected "all" or a number'],
  [
    'gpus: [{count: 1, device_ids: [a]}]',
    '4:23: gpus of service "web" have both count and device_ids, expected only one of them',
  ],
  ['volumes: [{type: bind, target: /b}]', '4:15: a bind mount of service "web" has no source'],
])('%s is refused with its reason', (attributes, problem) =>
  expect(problemsOf(attributes)).toEqual([problem]),
)

test.each([
  [
    'command: npm install && npm start',
    'warning: 4:14: command of service "web" ends before "&& npm start": a command in one text is not run by a shell',
  ],
  [
    'mem_limit: 100.5',
    'warning: 4:16: mem_limit of service "web" is 100.5 and ignored: a size with a fraction must be text',
  ],
  [
    'volumes: ["data:/d:size=3"]',
    'warning: 4:15: volumes of service "web" has "data:/d:size=3": the option "size=3" is ignored',
  ],
  [
    'volumes: ["v:/logs:ro"]',
    'warning: 4:15: volumes of service "web" has "v:/logs:ro": one letter before a colon is read as a Windows drive',
  ],
  [
    'deploy: {placement: {constraints: [a]}}',
    'warning: 4:39: deploy.placement.constraints of service "web" has no effect: only a cluster has it',
  ],
  [
    'credential_spec: {file: x}',
    'warning: 4:22: credential_spec of service "web" has no effect: docker compose does not send it to the engine',
  ],
])('%s is accepted with a warning', (attributes, warning) =>
  expect(problemsOf(attributes)).toEqual([warning]),
)
