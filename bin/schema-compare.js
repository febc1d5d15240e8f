// Bundles test/schema/compare.ts and runs it: the Node we support cannot run TypeScript itself.
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const outfile = join(root, 'dist/schema-compare.js')

await build({
  absWorkingDir: root,
  entryPoints: ['test/schema/compare.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
})
await import(pathToFileURL(outfile).href)
