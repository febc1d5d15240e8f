import { expect, test } from 'vitest'
import { containerCreation, finishedBody } from '../../src/plan/container.ts'
import { desiredState } from '../../src/plan/desired.ts'
import { load } from './rig.ts'

test('other containers are named by id, whatever may be done with their volumes', async () => {
  const desired = desiredState(
    await load(`
services:
  db: {image: postgres:15}
  web: {image: busybox, volumes_from: [db:ro, "container:old:rw"], pid: "service:db"}
`),
  )
  const web = desired.services.find(({ name }) => name === 'web')
  expect.assert(web)
  const creation = containerCreation(desired, web, { number: 1, containersOf: (name) => [`shop-${name}-1`] })
  const { HostConfig } = finishedBody(creation, { imageId: 'sha256:1', idOf: (name) => `id of ${name}` })
  expect(HostConfig).toMatchObject({
    VolumesFrom: ['id of shop-db-1:ro', 'old:rw'],
    PidMode: 'container:id of shop-db-1',
  })
})
