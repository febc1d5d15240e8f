import { describe, expect, test } from 'vitest'
import { dockerCompose } from './docker-compose.ts'
import { createProject } from './rig.ts'

const idle = 'image: busybox, command: sleep 1000, stop_signal: SIGKILL'

/** Stacks by what they are about; those with `binds` have hashes that docker compose 2 and 5 write differently. */
const stacks: Readonly<Record<string, { readonly yaml: string; readonly binds?: boolean }>> = {
  'dependencies, volumes and networks': {
    yaml: `services:
  web: {${idle}, depends_on: {db: {condition: service_healthy}, init: {condition: service_completed_successfully}}, networks: {front: {aliases: [www]}, back: }}
  db: {${idle}, volumes: ["data:/data", "/cache"], networks: [back], healthcheck: {test: ["CMD", "true"], interval: 1s}}
  init: {image: busybox, command: "true", networks: [back]}
networks: {front: {labels: {a: b}}, back: {internal: true}}
volumes: {data: {labels: [c=d]}}
`,
  },
  'limits, labels, files and replicas': {
    yaml: `services:
  web: {${idle}, scale: 2, ports: ["80"], env_file: [app.env], label_file: [app.labels], environment: {B: "$$x", C: }, labels: {own: "<b>&"}, deploy: {resources: {limits: {memory: 50M}}}}
  app: {${idle}, container_name: "\${COMPOSE_PROJECT_NAME}-custom", mem_limit: 64m, init: true, ulimits: {nofile: {soft: 100, hard: 200}}, extra_hosts: ["a=1.2.3.4"], tmpfs: /run, configs: [site], stop_grace_period: 1m30s, sysctls: {net.core.somaxconn: 1024}, logging: {driver: json-file, options: {max-size: 1m}}}
  side: {${idle}, network_mode: "service:app"}
  data: {${idle}, volumes_from: [app], links: ["web:www"]}
configs: {site: {content: "hello"}}
`,
  },
  'bind mounts and files as secrets': {
    binds: true,
    yaml: `services:
  short: {${idle}, volumes: ["./files:/files:ro"]}
  long: {${idle}, volumes: [{type: bind, source: ./files, target: /files}]}
  never: {${idle}, volumes: [{type: bind, source: ./files, target: /files, bind: {create_host_path: false}}]}
  always: {${idle}, volumes: [{type: bind, source: ./files, target: /files, bind: {create_host_path: true}}]}
  secret: {${idle}, secrets: [{source: key, target: other, mode: 0400}]}
secrets: {key: {file: ./files/key}}
`,
  },
  'an image of its own': {
    yaml: `services:
  web: {build: {context: ., dockerfile_inline: "FROM busybox\\nVOLUME /data\\nCMD sleep 1000"}, stop_signal: SIGKILL}
`,
  },
}

const files = { 'app.env': 'A=1\n', 'app.labels': 'FROM_FILE=1\n', 'files/key': 'hunter2\n' }
const create = async (yaml: string) => createProject({ files: { ...files, 'compose.yaml': yaml } })

describe.each(Object.entries(stacks))('%s', (_, { yaml, binds = false }) => {
  test('brought up by docker compose are taken over with nothing to do', async () => {
    const project = await create(yaml)
    await dockerCompose(project, ['up', '-d'])
    const before = await project.containers()
    const plan = await project.gantry('plan', '--detailed-exitcode')
    expect(plan.stdout + plan.stderr).toContain('up to date')
    expect(plan.code).toBe(0)
    expect((await project.gantry('up', '-d')).code).toBe(0)
    expect((await project.containers()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    expect((await project.gantry('down', '-v')).code).toBe(0)
    expect(await project.holdings()).toEqual([])
  })

  test(`brought up by Gantry leave docker compose nothing to do${binds ? ' but what its version 2 hashes otherwise' : ''}`, async () => {
    const project = await create(yaml)
    expect((await project.gantry('up', '-d')).code).toBe(0)
    const said = await dockerCompose(project, ['--dry-run', 'up', '-d'])
    const remade = [...said.matchAll(/Container \S*?-(\w+)-\d+ +Recreated/g)].map(([, service]) => service)
    expect(remade.filter((service) => service !== undefined).sort()).toEqual(
      binds ? ['always', 'never', 'short'] : [],
    )
    expect(said).not.toMatch(/Creat(?:e|ed|ing)\b|Removed/)
    await dockerCompose(project, ['down', '-v', '-t', '1'])
    expect(await project.holdings()).toEqual([])
  })
})

test('what docker compose made is made anew where the files change, volumes kept', async () => {
  const file = (
    image: string,
  ) => `services: {db: {image: ${image}, command: sleep 1000, stop_signal: SIGKILL, volumes: ["data:/data", "/cache"]}}
volumes: {data: }
`
  const project = await create(file('busybox'))
  await dockerCompose(project, ['up', '-d'])
  const volumes = async () =>
    (await project.containers())
      .flatMap(({ mounts }) => mounts.map(({ name, destination }) => `${destination} ${name}`))
      .sort()
  const before = await volumes()
  await project.write({ 'compose.yaml': file('busybox:latest') })
  const { stdout } = await project.gantry('plan')
  expect(stdout).toMatch(/~ container \S+-db-1 +recreate, start: configuration changed/)
  expect(stdout).toContain('       image: busybox → busybox:latest\n')
  expect((await project.gantry('up', '-d')).code).toBe(0)
  expect(await volumes()).toEqual(before)
  expect((await project.gantry('plan', '--detailed-exitcode')).code).toBe(0)
})
