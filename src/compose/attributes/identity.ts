/** What a service is called, and how its containers live and end. */
import type { Attribute } from './attribute.ts'
import { command, commandApply } from './command.ts'
import { flag, keyValues, optionalFlag, optionalWhole, text, texts, duration } from './decoders.ts'
import { beforeEquals, itemText, textToMap, toList } from './forms.ts'
import { put, toNanoseconds } from './write.ts'
import { restartPolicy } from './restart.ts'

/** What a container is made from, runs, and is called. */
export const identity: readonly Attribute[] = [
  {
    path: 'services.*.annotations',
    effect: 'engine',
    since: '1.43',
    merge: 'key-values',
    unique: beforeEquals,
    decode: keyValues,
    apply: ({ annotations }, body) => put(body.HostConfig, 'Annotations', annotations && { ...annotations }),
  },
  { path: 'services.*.attach', effect: 'client', decode: optionalFlag },
  {
    path: 'services.*.command',
    effect: 'engine',
    merge: 'replace',
    decode: command,
    apply: commandApply('command', 'Cmd'),
  },
  {
    path: 'services.*.entrypoint',
    effect: 'engine',
    merge: 'replace',
    decode: command,
    apply: commandApply('entrypoint', 'Entrypoint'),
  },
  { path: 'services.*.container_name', effect: 'client' },
  {
    path: 'services.*.hostname',
    effect: 'engine',
    apply: ({ hostname }, body) => put(body, 'Hostname', hostname),
  },
  {
    path: 'services.*.domainname',
    effect: 'engine',
    apply: ({ domainname }, body) => put(body, 'Domainname', domainname),
  },
  { path: 'services.*.image', effect: 'engine', apply: ({ image }, body) => put(body, 'Image', image) },
  { path: 'services.*.platform', effect: 'engine', since: '1.41' },
  { path: 'services.*.pull_policy', effect: 'client', recreates: false },
  {
    path: 'services.*.pull_refresh_after',
    effect: 'none',
    note: 'docker compose has the word but drops the value; use pull_policy: every_<duration>',
    warn: true,
    recreates: false,
    decode: () => undefined,
  },
  { path: 'services.*.restart', effect: 'engine', apply: restartPolicy },
  { path: 'services.*.scale', effect: 'client', cast: 'int', recreates: false, decode: optionalWhole },
  { path: 'services.*.profiles', effect: 'client', recreates: false, unique: itemText, decode: texts },
  {
    path: 'services.*.init',
    effect: 'engine',
    cast: 'bool',
    decode: optionalFlag,
    apply: ({ init }, body) => put(body.HostConfig, 'Init', init),
  },
  {
    path: 'services.*.tty',
    effect: 'engine',
    cast: 'bool',
    decode: flag,
    apply: ({ tty }, body) => put(body, 'Tty', tty),
  },
  {
    path: 'services.*.stdin_open',
    effect: 'engine',
    cast: 'bool',
    decode: flag,
    apply: (service, body) => put(body, 'OpenStdin', service.stdin_open),
  },
  {
    path: 'services.*.stop_signal',
    effect: 'engine',
    apply: (service, body) => put(body, 'StopSignal', service.stop_signal),
  },
  {
    path: 'services.*.stop_grace_period',
    effect: 'engine',
    decode: duration,
    apply: (service, body) =>
      put(body, 'StopTimeout', Math.trunc((toNanoseconds(service.stop_grace_period) ?? 0) / 1e9)),
  },
  { path: 'services.*.user', effect: 'engine', apply: ({ user }, body) => put(body, 'User', user) },
  {
    path: 'services.*.working_dir',
    effect: 'engine',
    apply: (service, body) => put(body, 'WorkingDir', service.working_dir),
  },
  {
    path: 'services.*.runtime',
    effect: 'engine',
    apply: ({ runtime }, body) => put(body.HostConfig, 'Runtime', runtime),
  },
  {
    path: 'services.*.isolation',
    effect: 'engine',
    apply: ({ isolation }, body) => put(body.HostConfig, 'Isolation', isolation),
  },
  {
    path: 'services.*.read_only',
    effect: 'engine',
    cast: 'bool',
    decode: flag,
    apply: (service, body) => put(body.HostConfig, 'ReadonlyRootfs', service.read_only),
  },
  {
    path: 'services.*.privileged',
    effect: 'engine',
    cast: 'bool',
    decode: flag,
    apply: ({ privileged }, body) => put(body.HostConfig, 'Privileged', privileged),
  },
  { path: 'services.*.use_api_socket', effect: 'client', decode: flag },
  {
    path: 'services.*.labels',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    decode: keyValues,
    apply: ({ labels }, body) => put(body, 'Labels', { ...labels, ...body.Labels }),
  },
  { path: 'services.*.label_file', effect: 'client', merge: 'key-values', canonical: toList, decode: texts },
  { path: 'services.*.label_file.[]', effect: 'client', resolve: 'file' },
  { path: 'services.*.extends', effect: 'client', canonical: textToMap('service') },
  { path: 'services.*.extends.service', effect: 'client' },
  { path: 'services.*.extends.file', effect: 'client', resolve: 'file' },
  {
    path: 'services.*.credential_spec',
    effect: 'none',
    note: 'docker compose does not send it to the engine',
    warn: true,
  },
  { path: 'services.*.credential_spec.config', effect: 'none', note: 'see credential_spec', decode: text },
  { path: 'services.*.credential_spec.file', effect: 'none', note: 'see credential_spec', decode: text },
  { path: 'services.*.credential_spec.registry', effect: 'none', note: 'see credential_spec', decode: text },
]
