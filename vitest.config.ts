import { defineConfig } from 'vitest/config'

/** `unit` is part of `npm run check` and needs no engine; `scenarios` drive the built program against a real one. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/scenarios/**'],
          // src/compose/schema/generated must be there before a test imports it.
          globalSetup: ['bin/generate.js'],
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
