// Bundles src into dist, or the folder that is named: the program as one file, because starting reads one faster than many, and the
// library as a split ESM bundle, of which a caller loads only what it uses.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compile } from './compile.js'
import { setup as generate } from './generate.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const outdir = resolve(root, process.argv[2] ?? 'dist')

// CommonJS packages in the bundle call this; only the chunk with esbuild's helpers does, so the others can do without.
const requireLine = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`

const common = {
  absWorkingDir: root,
  outdir,
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  // Less to read and to parse at every start; names stay, for stacks.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
}

await generate()
const bundles = await Promise.all([
  build({
    ...common,
    entryPoints: { program: 'src/main.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    // Node's own modules are loaded late by require as well: import() needs a loader that a compiled script has not.
    supported: { 'dynamic-import': false },
  }),
  build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    splitting: true,
    format: 'esm',
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: requireLine },
  }),
])
await rm(outdir, { recursive: true, force: true })
await mkdir(join(outdir, 'chunks'), { recursive: true })
const files = bundles.flatMap(({ outputFiles }) => outputFiles)
await Promise.all(files.map(({ path, text }) => writeFile(path, withoutNeedless(text))))
await compile(join(outdir, 'program.cjs'))

/** An empty line takes the place of the banner, so that source maps stay right. */
function withoutNeedless(text) {
  if (!text.startsWith(requireLine)) return text
  const code = text.slice(requireLine.length)
  return /\brequire\b/.test(code) ? text : code
}
