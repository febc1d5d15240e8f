/** Attributes of one service that exclude or need one another. */
import { tmpfsEntry } from './attributes/service-volumes.ts'
import type { Examination } from './consistency.ts'
import type { Path } from './tree.ts'

/** What can be told from the service alone. */
export function checkService(examination: Examination): void {
  checkImage(examination)
  checkBuild(examination)
  checkNetworkMode(examination)
  checkHealthcheck(examination)
  checkWatch(examination)
  checkTargets(examination)
}

function checkImage({ name, service, tell }: Examination): void {
  if (service.image !== undefined || service.build || service.provider) return
  tell({
    code: 'missing-image',
    message: `service "${name}" has neither an image nor a build section`,
    at: [],
    key: true,
    hint: 'write image: with a reference, or build: with a folder',
  })
}

function checkBuild({ name, service, tell }: Examination): void {
  const { build, platform } = service
  if (build?.dockerfile !== undefined && build.dockerfile_inline !== undefined) {
    tell({
      code: 'exclusive-attributes',
      message: `build of service "${name}" has both dockerfile and dockerfile_inline, expected only one of them`,
      at: ['build', 'dockerfile_inline'],
      key: true,
    })
  }
  if (platform === undefined || !build?.platforms || build.platforms.includes(platform)) return
  tell({
    code: 'missing-platform',
    message: `build.platforms of service "${name}" must include its platform "${platform}"`,
    at: ['platform'],
    hint: `add "${platform}" to build.platforms`,
  })
}

function checkNetworkMode({ name, service, tell }: Examination): void {
  if (service.network_mode === undefined || !service.networks) return
  tell({
    code: 'exclusive-attributes',
    message: `service "${name}" has both network_mode and networks, expected only one of them`,
    at: ['network_mode'],
  })
}

function checkHealthcheck({ name, service, tell }: Examination): void {
  const first = service.healthcheck?.test?.[0]
  if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(first)) return
  tell({
    code: 'invalid-value',
    message: `healthcheck.test of service "${name}" begins with "${first}", expected "CMD", "CMD-SHELL" or "NONE"`,
    at: ['healthcheck', 'test', 0],
    hint: `write ["CMD", "${first}", …], or one text for the shell`,
  })
}

function checkWatch({ name, service, tell }: Examination): void {
  for (const [index, { action, target }] of (service.develop?.watch ?? []).entries()) {
    if (target !== undefined || action === 'rebuild' || action === 'restart') continue
    tell({
      code: 'missing-attribute',
      message: `develop.watch[${index}] of service "${name}" has no target, which the action ${action} needs`,
      at: ['develop', 'watch', index],
      hint: 'write target: with a path in the container',
    })
  }
}

/** Two mounts cannot stand at one place. */
function checkTargets({ name, service, tell }: Examination): void {
  if (!service.tmpfs && !service.volumes) return
  const mounts: (readonly [target: string, at: Path])[] = [
    ...(service.tmpfs ?? []).map((item, index) => [tmpfsEntry(item)[0], ['tmpfs', index]] as const),
    ...(service.volumes ?? []).map(({ target }, index) => [target, ['volumes', index]] as const),
  ]
  const taken = new Map<string, Path>()
  for (const [target, at] of mounts) {
    const earlier = taken.get(target)
    if (!earlier) taken.set(target, at)
    else {
      tell({
        code: 'duplicate-mount',
        message: `${format(at)} of service "${name}" mounts at ${target}, where ${format(earlier)} is mounted already`,
        at,
      })
    }
  }
}

function format([attribute, index]: Path): string {
  return `${attribute}[${index}]`
}
