import { describe, expect, test } from 'vitest'
import { refusalError } from '../../src/docker/failures.ts'

describe('a taken port is recognised and named', () => {
  test.each([
    'driver failed programming external connectivity on endpoint web (1f): Bind for 0.0.0.0:8080 failed: port is already allocated',
    'driver failed programming external connectivity on endpoint web (1f): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use',
    'failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use',
    'failed to bind host port 0.0.0.0:8080/tcp: address already in use',
    'Ports are not available: exposing port TCP 0.0.0.0:8080 -> 0.0.0.0:0: listen tcp 0.0.0.0:8080: bind: address already in use',
    'rootlessport listen tcp [::]:8080: bind: address already in use',
  ])('%s', (text) => {
    const error = refusalError({ doing: 'start container "web"', status: 500, text })
    expect(error).toMatchObject({
      code: 'port-taken',
      status: 500,
      message: 'cannot start container "web": port 8080 is already taken',
      hint: expect.stringContaining('docker ps --filter publish=8080'),
    })
  })
})

describe('what the engine says becomes a code and a hint', () => {
  const pull = { doing: 'pull image "x"', code: 'pull-failed' } as const
  const build = { doing: 'build image "x"', code: 'build-failed' } as const
  const start = { doing: 'start container "x"' } as const
  test.each([
    [
      pull,
      'pull access denied for x, repository does not exist or may require docker login',
      'pull-failed',
      /docker login/,
    ],
    [
      pull,
      'manifest for x:9 not found: manifest unknown: manifest unknown',
      'pull-failed',
      /name and the tag/,
    ],
    [
      pull,
      'Get "https://r/v2/": dial tcp: lookup r: no such host',
      'pull-failed',
      /cannot reach the registry/,
    ],
    [pull, 'toomanyrequests: You have reached your pull rate limit', 'pull-failed', /log in/],
    [pull, 'no matching manifest for linux/arm64 in the manifest list', 'pull-failed', /platform/],
    [pull, 'something new', 'pull-failed', undefined],
    [build, 'write /x: no space left on device', 'build-failed', /docker system df/],
    [build, 'dockerfile parse error on line 2: unknown instruction: FOO', 'build-failed', /Dockerfile/],
    [build, 'no active sessions', 'build-failed', /session/],
    [start, 'dial tcp: lookup x: no such host', 'engine-failed', undefined],
    [start, 'something new', 'engine-failed', undefined],
  ] as const)('%o: %s', (call, text, code, hint) => {
    const error = refusalError({ ...call, text })
    expect(error.code).toBe(code)
    expect(error.message).toBe(`cannot ${call.doing}: ${text}`)
    if (hint === undefined) expect(error.hint).toBeUndefined()
    else expect(error.hint).toMatch(hint)
  })
})

test('a path that a build cannot copy is told without the words of its cache', () => {
  const text = 'failed to compute cache key: failed to calculate checksum of ref a::b: "/no.txt": not found'
  expect(refusalError({ doing: 'build image "x"', code: 'build-failed', text })).toMatchObject({
    message: 'cannot build image "x": there is no "/no.txt" to copy',
    hint: expect.stringContaining('.dockerignore'),
  })
})

test('the text of an engine cannot break the terminal, and an empty one is no gap', () => {
  const error = (text: string) => refusalError({ doing: 'do it', status: 500, text }).message
  expect(error('a\nb\r\n\u001b[31mred\u001b[0m \u202egnp')).toBe('cannot do it: a b red gnp')
  const named = refusalError({ doing: 'pull image "a\u001b[2J\nb"', text: 'no' })
  expect(named.message).toBe('cannot pull image "a b": no')
  expect(error('')).toBe('cannot do it: the engine answered 500')
})

describe('what keeps a container from starting is said in words, with a cure', () => {
  test.each([
    [
      'failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH',
      'its command "serve" is not in the image',
      /entrypoint/,
    ],
    [
      'OCI runtime create failed: exec: "/run.sh": permission denied',
      'its command "/run.sh" may not be executed',
      /chmod/,
    ],
    [
      'invalid mount config for type "bind": bind source path does not exist: /srv/data',
      "/srv/data, which is to be mounted, does not exist on the engine's machine",
      /create_host_path/,
    ],
    [`No such container: ${'a1'.repeat(32)}`, 'container a1a1a1a1a1a1 is gone', /another run/],
    [
      'failed to set up container networking: Address already in use',
      'another container on its network has its address',
      /ipv4_address/,
    ],
    ['Address already in use', 'another container on its network has its address', /ipv4_address/],
    [
      'invalid pool request: Pool overlaps with other one on this address space',
      'its subnet overlaps that of another network',
      /docker network ls/,
    ],
    [
      'all predefined address pools have been fully subnetted',
      'the engine has no address range left for another network',
      /network prune/,
    ],
    [
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      'the engine has no address range left for another network',
      /network prune/,
    ],
    ['plugin "weave" not found', 'the engine has no driver "weave"', /docker info/],
    [
      'error looking up logging plugin loki: plugin "loki" not found',
      'the engine has no driver "loki"',
      /docker info/,
    ],
    [
      'invalid config for network shop: invalid endpoint settings: user specified IP address is supported only when connecting to networks with user configured subnets',
      'an address can only be chosen on a network with a subnet of its own',
      /ipam/,
    ],
    ['unknown or invalid runtime name: kata', 'the engine has no runtime "kata"', /docker info/],
    ['Unknown runtime specified kata', 'the engine has no runtime "kata"', /docker info/],
    [
      'OCI runtime create failed: runc create failed: sysctl "vm.x" is not in a separate kernel namespace',
      '"vm.x" cannot be set for a container alone',
      /sysctls/,
    ],
    [
      'error gathering device information while adding custom device "/dev/kvm": no such file or directory',
      'the engine\'s machine has no device "/dev/kvm"',
      /devices/,
    ],
    [
      'could not select device driver "" with capabilities: [[gpu]]',
      'the engine has no driver for GPUs',
      /NVIDIA/,
    ],
    ['Minimum memory limit allowed is 6MB', 'a container needs at least 6MB of memory', /mem_limit/],
    ['unable to find user app: no matching entries in passwd file', 'the image has no user "app"', /passwd/],
    ['unable to find group app: no matching entries in group file', 'the image has no group "app"', /group/],
  ])('%s', (text, says, hint) => {
    const error = refusalError({ doing: 'start container "web"', text })
    expect(error.message).toBe(`cannot start container "web": ${says}`)
    expect(error.hint).toMatch(hint)
  })
})

test.each([
  `task ${'0a'.repeat(32)}: already exists`,
  `task ${'0a'.repeat(32)} not found: not found`,
  'process does not exist: not found: unknown',
  'id already in use',
  'OCI runtime create failed: container with id exists: 0a: unknown',
])('a container that the engine lost in a crash is to be made anew: %s', (text) => {
  expect(refusalError({ doing: 'start container "x"', status: 500, text })).toMatchObject({
    message: 'cannot start container "x": the engine has lost track of it, as after a crash',
    hint: expect.stringContaining('up --force-recreate'),
  })
})
