/** The labels by which docker compose, and so Gantry, knows its resources again (docker compose `pkg/api/labels.go`). */
import type { Dependency } from '../compose/service.ts'

const prefix = 'com.docker.compose.'

/** The keys. */
export const labels = {
  project: `${prefix}project`,
  service: `${prefix}service`,
  version: `${prefix}version`,
  workingDir: `${prefix}project.working_dir`,
  configFiles: `${prefix}project.config_files`,
  environmentFile: `${prefix}project.environment_file`,
  oneOff: `${prefix}oneoff`,
  configHash: `${prefix}config-hash`,
  containerNumber: `${prefix}container-number`,
  dependsOn: `${prefix}depends_on`,
  image: `${prefix}image`,
  network: `${prefix}network`,
  volume: `${prefix}volume`,
  replace: `${prefix}replace`,
  hook: `${prefix}hook`,
  /** Ours alone: what the container was made from, so that a later plan can name the attributes that differ. */
  definition: 'gantry.definition',
} as const

/** The version of docker compose whose labels and hashes we write. */
export const composeVersion = '5.5.0'

/** The label query that finds every container of a project. */
export function projectQuery(project: string): { readonly labels: readonly string[] } {
  return { labels: [`${labels.project}=${project}`] }
}

/** `db:service_healthy:false,cache:service_started:true`, sorted; read back by `down` without a Compose file. */
export function formatDependsOn(
  dependencies: Iterable<readonly [string, { readonly condition: string; readonly restart?: boolean }]>,
): string {
  return [...dependencies]
    .map(([name, { condition, restart = false }]) => `${name}:${condition}:${restart}`)
    .sort()
    .join(',')
}

/** The service names in a `depends_on` label. */
export function parseDependsOn(label: string | undefined): readonly string[] {
  return readDependsOn(label).map(([name]) => name)
}

/** A `depends_on` label as it would stand in a file; a condition that is none counts as `service_started`. */
export function readDependsOn(label: string | undefined): readonly (readonly [string, Dependency])[] {
  return (label ?? '').split(',').flatMap((part) => {
    const [name, written, restart] = part.split(':')
    const condition = conditions.find((one) => one === written) ?? 'service_started'
    return name ? [[name, { condition, restart: restart === 'true', required: true }] as const] : []
  })
}

const conditions = ['service_started', 'service_healthy', 'service_completed_successfully'] as const
