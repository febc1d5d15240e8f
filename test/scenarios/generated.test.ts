/** Generated projects, changed and disturbed as in test/plan/properties.test.ts, on the real engine. */
import { expect, test } from 'vitest'
import { down, loadProject, plan, up, type LoadedProject } from '../../src/index.ts'
import * as fc from '../generated.ts'
import { disturb, fileOf, possiblePlan, story, type ProjectSketch } from '../plan/projects.ts'
import { textOf } from '../plan/rig.ts'
import { createProject, type Project } from './rig.ts'

interface SketchedService {
  image: string
  command?: readonly string[]
  stop_signal?: string
  container_name?: string
  healthcheck?: object
}

/** The same file with an image that the engine has, and with container names of this project alone. */
function realFileOf(sketch: ProjectSketch, project: string): string {
  const file = JSON.parse(fileOf(sketch)) as { services: Record<string, SketchedService> }
  for (const service of Object.values(file.services)) {
    service.command = service.image === 'job' ? ['true'] : ['sleep', service.image === 'i1' ? '1000' : '2000']
    service.image = 'busybox:latest'
    service.stop_signal = 'SIGKILL'
    if (service.container_name) service.container_name = `${project}-${service.container_name}`
    if (service.healthcheck) service.healthcheck = { test: 'true', interval: '200ms' }
  }
  return JSON.stringify(file)
}

async function loaded({ dir, name, write }: Project, sketch: ProjectSketch): Promise<LoadedProject> {
  await write({ 'compose.yaml': realFileOf(sketch, name), 'key.txt': sketch.secret })
  const profiles = sketch.profile ? ['extra'] : []
  return loadProject({ cwd: dir, env: {}, projectName: name, profiles })
}

test('whatever a project was, up leaves nothing to do, and down nothing of it', async () => {
  const project = await createProject({ files: {} })
  const { engine, name } = project
  await fc.assert(
    fc.asyncProperty(story, async (chapters) => {
      for (const [sketch, disturbances] of chapters) {
        const options = {
          project: await loaded(project, sketch),
          engine,
          wait: sketch.wait,
          orphans: sketch.orphans,
          ...(sketch.recreateVolumes && { recreateVolumes: new Set([`${name}_v1`, `${name}_v2`]) }),
        }
        const chosen = await possiblePlan(options, plan)
        if (!chosen) continue
        await up(chosen.wanted)
        const left = await plan(chosen.wanted)
        expect(textOf({ ...left, warnings: [] }), textOf(chosen.plan)).toBe('\n')
        for (const one of disturbances) await disturb({ engine, project: name }, one)
      }
      await down({ project: name, engine, volumes: true })
      expect(await project.holdings()).toEqual([])
    }),
    { numRuns: fc.runs(8) },
  )
})
