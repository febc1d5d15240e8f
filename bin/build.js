// Bundles src into dist, or the folder that is named: one split ESM bundle, so that a command loads only what it needs.
import { rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { setup as generate } from './generate.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const outdir = resolve(root, process.argv[2] ?? 'dist')

// dockerode pulls in ssh2 and gRPC (60 ms) for transports that most runs never use: they load when first called.
const lazyRequires = {
  name: 'lazy-requires',
  setup({ onResolve, onLoad }) {
    const heavy = { './ssh': 'docker-modem/lib/ssh.js', './session': 'dockerode/lib/session.js' }
    onResolve({ filter: /^\.\/(ssh|session)$/ }, ({ path, importer }) =>
      /docker-modem|dockerode/.test(importer) ? { path: heavy[path], namespace: 'lazy' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: `module.exports = function (...args) { return require(${JSON.stringify(join(root, 'node_modules', path))}).apply(this, args) }`,
      resolveDir: root,
    }))
  },
}

// Ink imports its devtools statically although it uses them only under DEV.
const noDevtools = {
  name: 'no-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'devtools', namespace: 'empty' }))
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default undefined' }))
  },
}

await generate()
await rm(outdir, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { main: 'src/main.ts', index: 'src/index.ts' },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  define: { 'process.env.NODE_ENV': '"production"' },
  external: ['cpu-features', '*.node'],
  plugins: [lazyRequires, noDevtools],
  // CommonJS packages in the bundle expect these three.
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __toPath(new URL('.', import.meta.url));`,
  },
  logLevel: 'warning',
})
