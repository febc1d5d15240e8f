import { describe, expect, test } from 'vitest'
import type { ApplyContext } from '../../src/compose/attributes/attribute.ts'
import { containerBody, networkBody, volumeBody } from '../../src/compose/container-body.ts'
import { read, readService } from './reading.ts'

const context: ApplyContext = {
  projectName: 'app',
  serviceName: 'web',
  containerName: 'app-web-2',
  number: 2,
  volumeName: (key) => `app_${key}`,
  networkName: (key) => `app_${key}`,
  configFile: (key) => (key === 'copied' ? undefined : `/files/${key}`),
  secretFile: (key) => (key === 'copied' ? undefined : `/files/${key}`),
  containerOf: (service) => `id-of-${service}`,
  containersOf: (service) => [`app-${service}-1`, `app-${service}-2`],
  fileText: (path) => (path === 'profile.json' ? '{ "a": 1 }' : undefined),
}

const bodyOf = (attributes: string) => containerBody(readService(attributes), context)

test('a plain service gets its image, its network with its names, and its output', () => {
  expect(bodyOf('')).toEqual({
    Image: 'x',
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: { NetworkMode: 'app_default' },
    NetworkingConfig: { EndpointsConfig: { app_default: { Aliases: ['app-web-2', 'web'] } } },
  })
})

describe('fields of the body', () => {
  test.each<[string, object]>([
    ['command: a b', { Cmd: ['a', 'b'] }],
    ['entrypoint: []', { Entrypoint: [] }],
    ['environment: {B: "1", A: }', { Env: ['A', 'B=1'] }],
    ['labels: [a=1]', { Labels: { a: '1' } }],
    [
      'hostname: h\ndomainname: d\nuser: u\nworking_dir: /w',
      { Hostname: 'h', Domainname: 'd', User: 'u', WorkingDir: '/w' },
    ],
    ['tty: true\nstdin_open: true', { Tty: true, OpenStdin: true }],
    ['stop_signal: SIGINT\nstop_grace_period: 1m1500ms', { StopSignal: 'SIGINT', StopTimeout: 61 }],
    ['expose: [9000, "9001-9002/udp"]', { ExposedPorts: { '9000/tcp': {}, '9001/udp': {}, '9002/udp': {} } }],
    [
      'healthcheck: {test: [CMD, x], interval: 1.5s, retries: 2, start_period: 1m}',
      {
        Healthcheck: { Test: ['CMD', 'x'], Interval: 1_500_000_000, Retries: 2, StartPeriod: 60_000_000_000 },
      },
    ],
    ['healthcheck: {disable: true}', { Healthcheck: { Test: ['NONE'] } }],
    ['network_mode: disabled', { NetworkDisabled: true }],
  ])('%s', (attributes, expected) => expect(bodyOf(attributes)).toMatchObject(expected))
})

describe('fields of the host part', () => {
  test.each<[string, object]>([
    ['annotations: {a: 1}', { Annotations: { a: '1' } }],
    ['restart: on-failure:3', { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }],
    ['restart: always\ndeploy: {restart_policy: {condition: none}}', { RestartPolicy: { Name: 'no' } }],
    [
      'deploy: {restart_policy: {condition: any, max_attempts: 2}}',
      { RestartPolicy: { Name: 'always', MaximumRetryCount: 2 } },
    ],
    [
      'init: false\nprivileged: true\nread_only: true',
      { Init: false, Privileged: true, ReadonlyRootfs: true },
    ],
    ['network_mode: host', { NetworkMode: 'host' }],
    ['network_mode: service:vpn', { NetworkMode: 'container:id-of-vpn' }],
    [
      'ipc: service:db\npid: host\nuts: host',
      { IpcMode: 'container:id-of-db', PidMode: 'host', UTSMode: 'host' },
    ],
    [
      'ports: ["8080:80", "127.0.0.1:8081:80", "3000-3002:81/udp", 82]',
      {
        PortBindings: {
          '80/tcp': [{ HostPort: '8080' }, { HostIp: '127.0.0.1', HostPort: '8081' }],
          '81/udp': [{ HostPort: '3000-3002' }],
          '82/tcp': [{ HostPort: '' }],
        },
      },
    ],
    ['extra_hosts: {db: "::1"}', { ExtraHosts: ['db:::1'] }],
    ['dns: 1.1.1.1\ndns_opt: [a]\ndns_search: b', { Dns: ['1.1.1.1'], DnsOptions: ['a'], DnsSearch: ['b'] }],
    ['tmpfs: ["/run", "/t:size=1m,mode=1777"]', { Tmpfs: { '/run': '', '/t': 'size=1m,mode=1777' } }],
    ['volumes_from: ["db:ro", "container:old"]', { VolumesFrom: ['id-of-db:ro', 'old'] }],
    [
      'mem_limit: 64m\nmem_swappiness: 10\nshm_size: 1k\ncpus: 0.7\ncpu_percent: 50\npids_limit: 9',
      {
        Memory: 67_108_864,
        MemorySwappiness: 10,
        ShmSize: 1024,
        NanoCpus: 700_000_000,
        CpuPercent: 5000,
        PidsLimit: 9,
      },
    ],
    [
      'mem_limit: 1g\ndeploy: {resources: {limits: {memory: 64m, cpus: "1.5", pids: 3}, reservations: {memory: 1k}}}',
      { Memory: 67_108_864, NanoCpus: 1_500_000_000, PidsLimit: 3, MemoryReservation: 1024 },
    ],
    [
      'ulimits: {nproc: 3, core: {soft: 1, hard: 2}}',
      {
        Ulimits: [
          { Name: 'core', Soft: 1, Hard: 2 },
          { Name: 'nproc', Soft: 3, Hard: 3 },
        ],
      },
    ],
    [
      'blkio_config: {weight: 9, device_write_iops: [{path: /a, rate: 30}]}',
      { BlkioWeight: 9, BlkioDeviceWriteIOps: [{ Path: '/a', Rate: 30 }] },
    ],
    [
      'devices: ["/dev/a", "vendor.com/gpu=all"]',
      {
        Devices: [{ PathOnHost: '/dev/a', PathInContainer: '/dev/a', CgroupPermissions: 'rwm' }],
        DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['vendor.com/gpu=all'] }],
      },
    ],
    [
      'gpus: [{driver: nvidia, count: 2, options: {a: 1}}]',
      { DeviceRequests: [{ Driver: 'nvidia', Count: 2, Capabilities: [['gpu']], Options: { a: '1' } }] },
    ],
    [
      'deploy: {resources: {reservations: {devices: [{capabilities: [tpu], device_ids: [a]}]}}}',
      { DeviceRequests: [{ DeviceIDs: ['a'], Capabilities: [['tpu']] }] },
    ],
    [
      'security_opt: ["seccomp:profile.json", no-new-privileges]',
      { SecurityOpt: ['seccomp={"a":1}', 'no-new-privileges'] },
    ],
    [
      'security_opt: [systempaths=unconfined, seccomp=unconfined]',
      { SecurityOpt: ['seccomp=unconfined'], MaskedPaths: [], ReadonlyPaths: [] },
    ],
    [
      'logging: {driver: json-file, options: {max-size: 1m}}',
      { LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } } },
    ],
    [
      'links: ["db:sql"]',
      {
        Links: [
          'app-db-1:sql',
          'app-db-1:db-2',
          'app-db-1:app-db-2',
          'app-db-2:sql',
          'app-db-2:db-2',
          'app-db-2:app-db-2',
        ],
      },
    ],
    ['external_links: [old, "x:y"]', { Links: ['old:old', 'x:y'] }],
    [
      'cap_add: [A]\ncap_drop: [ALL]\ncgroup: host\ngroup_add: [27]\nsysctls: {a: 1}',
      { CapAdd: ['A'], CapDrop: ['ALL'], CgroupnsMode: 'host', GroupAdd: ['27'], Sysctls: { a: '1' } },
    ],
  ])('%s', (attributes, expected) => expect(bodyOf(attributes).HostConfig).toMatchObject(expected))
})

describe('mounts', () => {
  test.each<[string, object]>([
    ['./a:/b', { Binds: ['./a:/b:rw'] }],
    ['./a:/b:z', { Binds: ['./a:/b:rw,z'] }],
    [
      './a:/b:rslave',
      {
        Mounts: [
          {
            Type: 'bind',
            Source: './a',
            Target: '/b',
            BindOptions: { Propagation: 'rslave', CreateMountpoint: true },
          },
        ],
      },
    ],
    [
      'data:/d:nocopy',
      { Mounts: [{ Type: 'volume', Source: 'app_data', Target: '/d', VolumeOptions: { NoCopy: true } }] },
    ],
    ['{type: bind, source: /a, target: /b}', { Binds: ['/a:/b:rw'] }],
    [
      '{type: bind, source: /a, target: /b, read_only: true, bind: {create_host_path: false}}',
      { Mounts: [{ Type: 'bind', Source: '/a', Target: '/b', ReadOnly: true, BindOptions: {} }] },
    ],
    [
      '{type: bind, source: /a, target: /b, bind: {recursive: disabled}}',
      {
        Mounts: [
          {
            Type: 'bind',
            Source: '/a',
            Target: '/b',
            BindOptions: { CreateMountpoint: true, NonRecursive: true },
          },
        ],
      },
    ],
    ['/scratch', { Mounts: [{ Type: 'volume', Target: '/scratch' }] }],
    [
      '{type: volume, source: data, target: /d, volume: {subpath: s, nocopy: true, labels: {a: 1}}}',
      {
        Mounts: [
          {
            Type: 'volume',
            Source: 'app_data',
            Target: '/d',
            VolumeOptions: { NoCopy: true, Subpath: 's', Labels: { a: '1' } },
          },
        ],
      },
    ],
    [
      '{type: tmpfs, target: /t, tmpfs: {size: 1k, mode: 01777}}',
      { Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 1024, Mode: 1023 } }] },
    ],
    [
      '{type: image, source: busybox, target: /i, image: {subpath: bin}}',
      { Mounts: [{ Type: 'image', Source: 'busybox', Target: '/i', ImageOptions: { Subpath: 'bin' } }] },
    ],
  ])('%s', (volume, expected) =>
    expect(bodyOf(`volumes: [${volume}]`).HostConfig).toEqual({ NetworkMode: 'app_default', ...expected }),
  )

  test('configs and secrets with a file are mounted read-only, the others are not mounted', () => {
    expect(
      bodyOf('configs: [a, copied, {source: b, target: etc/b}]\nsecrets: [s, {source: t, target: key}]')
        .HostConfig.Mounts,
    ).toEqual([
      { Type: 'bind', Source: '/files/a', Target: '/a', ReadOnly: true },
      { Type: 'bind', Source: '/files/b', Target: '/etc/b', ReadOnly: true },
      { Type: 'bind', Source: '/files/s', Target: '/run/secrets/s', ReadOnly: true },
      { Type: 'bind', Source: '/files/t', Target: '/run/secrets/key', ReadOnly: true },
    ])
  })
})

test('the network of the highest priority comes first and takes the MAC address of the service', () => {
  const body = bodyOf(`
mac_address: "02:00:00:00:00:01"
networks:
  b: {aliases: [site], ipv4_address: 10.0.0.5, interface_name: eth9, driver_opts: {a: 1}}
  c: {priority: 5, gw_priority: 2, link_local_ips: [169.254.1.1]}`)
  expect(body.HostConfig.NetworkMode).toBe('app_c')
  expect(body.NetworkingConfig?.EndpointsConfig).toEqual({
    app_c: {
      Aliases: ['app-web-2', 'web'],
      GwPriority: 2,
      MacAddress: '02:00:00:00:00:01',
      IPAMConfig: { LinkLocalIPs: ['169.254.1.1'] },
    },
    app_b: {
      Aliases: ['app-web-2', 'web', 'site'],
      DriverOpts: { a: '1', 'com.docker.network.endpoint.ifname': 'eth9' },
      IPAMConfig: { IPv4Address: '10.0.0.5' },
    },
  })
})

test('networks and volumes are created with all that the files say', () => {
  const { networks, volumes } = read(`services: {}
networks: {n: {driver: bridge, internal: true, enable_ipv6: false, labels: {a: 1}, driver_opts: {m: 1}, ipam: {config: [{subnet: 10.0.0.0/24, aux_addresses: {h: 10.0.0.9}}], options: {o: p}}}}
volumes: {v: {driver: local, driver_opts: {type: none}, labels: [a]}}`).project
  const { n } = networks
  const { v } = volumes
  if (!n || !v) throw new Error('missing')
  expect(networkBody('app_n', n)).toEqual({
    Name: 'app_n',
    Driver: 'bridge',
    Internal: true,
    EnableIPv6: false,
    Labels: { a: '1' },
    Options: { m: '1' },
    IPAM: { Config: [{ Subnet: '10.0.0.0/24', AuxiliaryAddresses: { h: '10.0.0.9' } }], Options: { o: 'p' } },
  })
  expect(volumeBody('app_v', v)).toEqual({
    Name: 'app_v',
    Driver: 'local',
    DriverOpts: { type: 'none' },
    Labels: { a: '' },
  })
})
