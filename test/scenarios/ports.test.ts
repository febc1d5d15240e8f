import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createProject } from './rig.ts'

/** A process of this machine that listens at a port that was free. */
async function listener(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '0.0.0.0')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { server, port: (server.address() as AddressInfo).port }
}

const stack = (ports: string, more = '') =>
  `services: {web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, ports: ["${ports}"]${more}}, db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL}}`

test('a port that a process of this machine has is told before anything is made', async () => {
  const { port } = await listener()
  const project = await createProject({ files: { 'compose.yaml': stack(`${port}:80`) } })
  const up = await project.gantry('up', '-d')
  expect(up.code).toBe(33)
  expect(up.stderr).toContain(`port ${port}, which service "web" publishes, is already taken by`)
  expect(up.stderr).toContain(`(process ${process.pid})`)
  expect(await project.holdings()).toEqual([])
})

test('a port that a container of another project has is told with its project; its own replacement has no such trouble', async () => {
  const { server, port } = await listener()
  server.close()
  await once(server, 'close')
  const holder = await createProject({ files: { 'compose.yaml': stack(`${port}:80`) } })
  const first = await holder.gantry('up', '-d')
  expect(first.code, first.stderr).toBe(0)

  const project = await createProject({ files: { 'compose.yaml': stack(`${port}:80`) } })
  const up = await project.gantry('up', '-d')
  expect(up.code).toBe(33)
  expect(up.stderr).toMatch(
    new RegExp(
      `port ${port}, .* by container "${holder.name}-web-1" of project "${holder.name}", service "web", created`,
    ),
  )
  expect(up.stderr).toContain(`gantry -p ${holder.name} down`)
  expect(await project.holdings()).toEqual([])

  await holder.write({ 'compose.yaml': stack(`${port}:80`, ', environment: {A: b}') })
  const changed = await holder.gantry('up', '-d')
  expect(changed.code, changed.stderr).toBe(0)

  await project.write({ 'compose.yaml': stack(`${port}-${port + 20}:80`) })
  const range = await project.gantry('up', '-d')
  expect(range.code, range.stderr).toBe(0)
})
