import { defineConfig } from 'vitest/config'

const scenario = { testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false }
const files = (...names: readonly string[]) => names.map((name) => `test/scenarios/${name}.test.ts`)

/** What an old engine cannot do, and what Gantry makes of an engine that is killed, need an engine of that kind. */
const onlyBeside = files('old-api', 'engine-restarts')

/**
 * `unit` is part of `npm run check` and needs no engine; the others drive the built program against a real one.
 * `scenarios` is for the newest engine; `engines` is what also runs on each engine of test/lab/beside; `restarts`
 * starts and kills engines itself.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/scenarios/**'],
          // A loaded machine is no failure.
          testTimeout: 30_000,
          // src/compose/schema/generated must be there before a test imports it.
          globalSetup: ['bin/generate.js'],
        },
      },
      {
        test: { name: 'scenarios', include: files('*'), exclude: onlyBeside, ...scenario },
      },
      {
        test: {
          name: 'engines',
          include: files(
            'engine-contract',
            'lifecycle',
            'faults',
            'interrupts',
            'two-runs',
            'lost-engine',
            'co-management',
            'old-api',
          ),
          ...scenario,
        },
      },
      {
        test: { name: 'restarts', include: files('engine-restarts'), ...scenario },
      },
    ],
  },
})
