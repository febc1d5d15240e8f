// Bundles src into dist, or the folder that is named: one split ESM bundle, so that a command loads only what it needs.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { setup as generate } from './generate.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const outdir = resolve(root, process.argv[2] ?? 'dist')

// CommonJS packages in the bundle call this; only the chunk with esbuild's helpers does, so the others can do without.
const requireLine = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`

await generate()
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/main.ts', index: 'src/index.ts' },
  outdir,
  write: false,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  // Less to read and to parse at every start; names stay, for stacks.
  minifyWhitespace: true,
  minifySyntax: true,
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: requireLine },
  logLevel: 'warning',
})
await rm(outdir, { recursive: true, force: true })
await mkdir(join(outdir, 'chunks'), { recursive: true })
await Promise.all(outputFiles.map(({ path, text }) => writeFile(path, withoutNeedless(text))))

/** An empty line takes the place of the banner, so that source maps stay right. */
function withoutNeedless(text) {
  if (!text.startsWith(requireLine)) return text
  const code = text.slice(requireLine.length)
  return /\brequire\b/.test(code) ? text : code
}
