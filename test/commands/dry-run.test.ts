import { expect, test } from 'vitest'
import { shop } from './shop.ts'

test.each([['up', '-d'], ['up', '-d', '--force-recreate', '-y'], ['down', '-v'], ['create']])(
  '--dry-run %s asks the engine and tells it nothing',
  async (...args) => {
    const { gantry, engine } = shop(
      'services: {web: {image: web, depends_on: [db]}, db: {image: db, volumes: ["data:/d"]}}\nvolumes: {data: }',
    )
    await gantry('up', '-d')
    const before = engine.calls.length
    expect(await gantry('--dry-run', ...args)).toMatchObject({ code: 0 })
    const asked = new Set(engine.calls.slice(before).map(({ method }) => method))
    for (const method of asked) expect(method).toMatch(/^(list|inspect|info|events)/)
  },
)

test('--dry-run up starts what create made, whose networks the engine does not know by id yet', async () => {
  const { gantry } = shop('services: {web: {image: web}}')
  await gantry('create')
  expect(await gantry('--dry-run', 'up', '-d')).toMatchObject({ code: 0 })
})
