import { build, type Metafile } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'

/** What the bundle loads, and when: each chunk with what it imports at once and what later. */
let outputs: Metafile['outputs']

beforeAll(async () => {
  const { metafile } = await build({
    entryPoints: ['src/main.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outdir: 'nowhere',
    write: false,
    metafile: true,
  })
  outputs = metafile.outputs
})

/** All that is loaded together with a file of ours: our files, and packages. */
function loadedWith(file: string): { files: readonly string[]; packages: readonly string[] } {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === file)
  if (entry === undefined) throw new Error(`${file} is no entry of the bundle`)
  const chunks = new Set([entry])
  const packages = new Set<string>()
  for (const chunk of chunks) {
    for (const { path, kind, external } of outputs[chunk]?.imports ?? []) {
      if (kind === 'dynamic-import') continue
      if (!external) chunks.add(path)
      else if (!path.startsWith('node:')) packages.add(path)
    }
  }
  const files = new Set([...chunks].flatMap((chunk) => Object.keys(outputs[chunk]?.inputs ?? {})))
  return { files: [...files].sort(), packages: [...packages].sort() }
}

describe('start-up', () => {
  test('the program itself is four small files and no package', () => {
    expect(loadedWith('src/main.ts')).toEqual({
      files: [
        'package.json',
        'src/commands/about.ts',
        'src/commands/instant.ts',
        'src/commands/invocation.ts',
        'src/main.ts',
      ],
      packages: [],
    })
  })

  test('help loads no command and no package', () => {
    const { files, packages } = loadedWith('src/commands/help.ts')
    expect(packages).toEqual([])
    expect(files.filter((file) => !file.startsWith('src/commands/'))).toEqual(['src/ui/mode.ts'])
    expect(files).not.toContain('src/commands/up.ts')
  })

  test('a command line is read without any package', () => {
    expect(loadedWith('src/commands/begin.ts').packages).toEqual([])
  })

  test.each([...commands.keys()].filter((name) => !name.includes(' ')))(
    '%s is loaded without yaml',
    (name) => {
      const { packages } = loadedWith(`src/commands/${name}.ts`)
      expect(packages.filter((one) => one === 'yaml')).toEqual([])
    },
  )

  test('a connection to the engine comes without what only some calls need', () => {
    const { files, packages } = loadedWith('src/docker/connect.ts')
    expect(packages).toEqual([])
    const needless = ['build', 'pull', 'credentials', 'output', 'exec-session', 'stats', 'tls', 'ssh']
    expect(files.filter((file) => needless.some((name) => file === `src/docker/${name}.ts`))).toEqual([])
  })

  test('a project is read without a package; the whole of YAML is loaded when a file needs it', () => {
    expect(loadedWith('src/compose/load.ts').packages).toEqual([])
    expect(loadedWith('src/compose/parse.ts').packages).toEqual(['yaml'])
  })

  test.each([...commands.keys()].filter((name) => !name.includes(' ')))(
    '%s is loaded without the live view',
    (name) => {
      const { files } = loadedWith(`src/commands/${name}.ts`)
      expect(files.filter((file) => file.startsWith('src/ui/inline/'))).toEqual([])
    },
  )
})
