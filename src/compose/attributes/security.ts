/** What a container may do and see: capabilities, namespaces, kernel parameters. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Service } from '../service.ts'
import type { ApplyContext, Attribute } from './attribute.ts'
import { keyValues, texts } from './decoders.ts'
import { beforeEquals } from './forms.ts'
import { namespace } from './service-networks.ts'
import { put } from './write.ts'

/** Rights and isolation. */
export const security: readonly Attribute[] = [
  {
    path: 'services.*.cap_add',
    effect: 'engine',
    unique: beforeEquals,
    decode: texts,
    apply: (service, body) => put(body.HostConfig, 'CapAdd', service.cap_add),
  },
  {
    path: 'services.*.cap_drop',
    effect: 'engine',
    unique: beforeEquals,
    decode: texts,
    apply: (service, body) => put(body.HostConfig, 'CapDrop', service.cap_drop),
  },
  {
    path: 'services.*.cgroup',
    effect: 'engine',
    since: '1.41',
    apply: ({ cgroup }, body) => put(body.HostConfig, 'CgroupnsMode', cgroup),
  },
  {
    path: 'services.*.cgroup_parent',
    effect: 'engine',
    apply: (service, body) => put(body.HostConfig, 'CgroupParent', service.cgroup_parent),
  },
  {
    path: 'services.*.group_add',
    effect: 'engine',
    decode: texts,
    apply: (service, body) => put(body.HostConfig, 'GroupAdd', service.group_add),
  },
  {
    path: 'services.*.ipc',
    effect: 'engine',
    apply: ({ ipc }, body, context) => put(body.HostConfig, 'IpcMode', ipc && namespace(ipc, context)),
  },
  {
    path: 'services.*.pid',
    effect: 'engine',
    apply: ({ pid }, body, context) => put(body.HostConfig, 'PidMode', pid && namespace(pid, context)),
  },
  {
    path: 'services.*.uts',
    effect: 'engine',
    apply: ({ uts }, body) => put(body.HostConfig, 'UTSMode', uts),
  },
  {
    path: 'services.*.userns_mode',
    effect: 'engine',
    apply: (service, body) => put(body.HostConfig, 'UsernsMode', service.userns_mode),
  },
  { path: 'services.*.security_opt', effect: 'engine', decode: texts, apply: securityOptions },
  {
    path: 'services.*.sysctls',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    decode: keyValues,
    apply: ({ sysctls }, body) => put(body.HostConfig, 'Sysctls', sysctls && { ...sysctls }),
  },
]

/** The path of the profile that `seccomp=…` names; undefined for the engine's own words and other options. */
export function seccompFile(option: string): string | undefined {
  const path = /^seccomp[=:](.*)$/s.exec(option)?.[1]
  return path === undefined || path === 'unconfined' || path === 'builtin' ? undefined : path
}

function securityOptions(service: Service, body: ContainerBody, context: ApplyContext): void {
  const options = service.security_opt ?? []
  const rest = options.filter((option) => option !== 'systempaths=unconfined')
  body.HostConfig.SecurityOpt = rest.map((option) => withProfile(option, context))
  if (rest.length === options.length) return
  body.HostConfig.MaskedPaths = []
  body.HostConfig.ReadonlyPaths = []
}

/** The engine takes a seccomp profile as text, not as a path. */
function withProfile(option: string, context: ApplyContext): string {
  const path = seccompFile(option)
  const profile = path === undefined ? undefined : context.fileText(path)
  return profile === undefined ? option : `seccomp=${compact(profile)}`
}

function compact(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json))
  } catch {
    return json
  }
}
