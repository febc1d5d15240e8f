import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packFiles } from '../../src/docker/archive.ts'
import { packContext } from '../../src/docker/build-context.ts'
import { collect, rejection } from './contract.ts'
import { readTar } from './read-tar.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dkr-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function write(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}

async function packed(more: { dockerfile?: string; dockerfileInline?: string; directory?: string } = {}) {
  const { context, dockerfile } = await packContext({ directory, dockerfile: 'Dockerfile', ...more })
  return { dockerfile, entries: readTar(Buffer.concat(await collect(context))) }
}

/** Names of what is not a folder, for a `.dockerignore` and empty files. */
async function sent(ignore: string, ...files: readonly string[]) {
  const paths = ['Dockerfile', ...files]
  await write({ ...Object.fromEntries(paths.map((path) => [path, ''])), '.dockerignore': ignore })
  const { entries } = await packed()
  const names = entries.filter(({ type }) => type !== 'directory').map(({ name }) => name)
  return names.filter((name) => name !== 'Dockerfile' && name !== '.dockerignore')
}

describe('.dockerignore', () => {
  test.each([
    ['*.log', ['a.log', 'b/a.log', 'a.txt'], ['a.txt', 'b/a.log']],
    ['**/*.log', ['a.log', 'b/a.log', 'a.txt'], ['a.txt']],
    ['dir', ['dir/a', 'dir/sub/b', 'dir2/c'], ['dir2/c']],
    ['dir\n!dir/sub/keep', ['dir/a', 'dir/sub/keep', 'dir/sub/b'], ['dir/sub/keep']],
    ['*\n!src', ['a', 'src/b', 'src/deep/c'], ['src/b', 'src/deep/c']],
    ['*\n!**/keep', ['a/keep', 'a/b/keep', 'c'], ['a/b/keep', 'a/keep']],
    ['!src\nsrc/*.o', ['src/a.c', 'src/a.o'], ['src/a.c']],
    ['# comment\n\n  a  \n/b\nc/\n', ['a', 'b', 'c/d', '# comment'], ['# comment']],
    ['A', ['a', 'A'], ['a']],
    ['a?c', ['abc', 'ac', 'a/c'], ['a/c', 'ac']],
    ['[ab].txt', ['a.txt', 'b.txt', 'c.txt'], ['c.txt']],
    ['a\\*b', ['a*b', 'axb'], ['axb']],
    ['c++\na(b\nd.e', ['c++', 'a(b', 'd.e', 'dxe', 'ccc'], ['ccc', 'dxe']],
    ['**/c++/**', ['x/c++/y', 'x/c/y'], ['x/c/y']],
    ['constructor\n__proto__\ntoString', ['constructor', '__proto__', 'toString', 'x'], ['x']],
    ['\uFEFFbom', ['bom', 'x'], ['x']],
    ['', ['constructor', 'a'], ['a', 'constructor']],
    ['..\n../x\n.', ['a'], ['a']],
  ])('%j', async (ignore, files, expected) => {
    expect(await sent(ignore, ...files)).toEqual(expected)
  })

  test.each(['[', 'a[', '!'])('the pattern %s is an error with its file', async (pattern) => {
    await write({ '.dockerignore': `ok\n${pattern}\n`, Dockerfile: '' })
    const error = await rejection(packed())
    expect(error.code).toBe('build-failed')
    expect(error.message).toBe(`${join(directory, '.dockerignore')}: "${pattern}" is no valid pattern`)
  })

  test("the Dockerfile's own file counts instead of the general one", async () => {
    await write({ 'Dockerfile.dockerignore': 'a', '.dockerignore': 'b', Dockerfile: '', a: '', b: '' })
    expect((await packed()).entries.map(({ name }) => name)).toEqual([
      '.dockerignore',
      'Dockerfile',
      'Dockerfile.dockerignore',
      'b',
    ])
  })

  test('the Dockerfile is sent even when ignored, wherever it is', async () => {
    await write({ '.dockerignore': '*', 'docker/web/Dockerfile': 'FROM x', 'docker/other': '' })
    const { entries, dockerfile } = await packed({ dockerfile: 'docker/web/Dockerfile' })
    expect(dockerfile).toBe('docker/web/Dockerfile')
    expect(entries.map(({ name }) => name)).toEqual(['docker/', 'docker/web/', 'docker/web/Dockerfile'])
  })
})

describe('the archive', () => {
  test('has files, folders, modes, links and long names as they are, owned by root', async () => {
    const long = `${'d'.repeat(90)}/${'é'.repeat(70)}.txt`
    await write({ Dockerfile: 'FROM x', [long]: 'long', 'run.sh': '#!/bin/sh' })
    await mkdir(join(directory, 'empty'))
    await symlink('run.sh', join(directory, 'soft'))
    await link(join(directory, 'run.sh'), join(directory, 'zhard'))
    const { entries } = await packed()
    expect(entries.map(({ name, type, linkname }) => [name, type, linkname])).toEqual([
      ['Dockerfile', 'file', ''],
      [`${'d'.repeat(90)}/`, 'directory', ''],
      [long, 'file', ''],
      ['empty/', 'directory', ''],
      ['run.sh', 'file', ''],
      ['soft', 'symlink', 'run.sh'],
      ['zhard', 'link', 'run.sh'],
    ])
    expect(entries.find(({ name }) => name === long)?.content).toBe('long')
    expect(new Set(entries.map(({ uid, gid }) => `${uid}:${gid}`))).toEqual(new Set(['0:0']))
    expect(entries[0]?.mode).toBe(0o644)
  })

  test('is the same for the same files', async () => {
    await write({ Dockerfile: 'FROM x', 'b/c': 'x', a: 'y' })
    const bytes = async () =>
      Buffer.concat(await collect((await packContext({ directory, dockerfile: 'Dockerfile' })).context))
    expect((await bytes()).equals(await bytes())).toBe(true)
  })

  test('holds a large file whole', async () => {
    const text = 'x'.repeat(9 * 1024 * 1024)
    await write({ Dockerfile: '', large: text })
    expect((await packed()).entries.find(({ name }) => name === 'large')?.content).toHaveLength(text.length)
  })

  test('stops being made when its reader stops, and when aborted', async () => {
    await write({ Dockerfile: '', large: 'x'.repeat(9 * 1024 * 1024), z: '' })
    for await (const _ of (await packContext({ directory, dockerfile: 'Dockerfile' })).context) break
    const reason = new Error('stop')
    const { context } = await packContext({
      directory,
      dockerfile: 'Dockerfile',
      signal: AbortSignal.abort(reason),
    })
    await expect(collect(context)).rejects.toBe(reason)
  })

  test('of small files keeps owner and mode, and has no folders to change those of the container', async () => {
    const files = [{ path: '/run/secrets/a', content: 'é', uid: 7, gid: 8, mode: 0o400 }]
    expect(readTar(Buffer.from(await packFiles(files)))).toEqual([
      { name: 'run/secrets/a', type: 'file', linkname: '', content: 'é', uid: 7, gid: 8, mode: 0o400 },
    ])
  })
})

describe('the Dockerfile', () => {
  test('from outside and inline is added under a name of its own, the same each time', async () => {
    await write({ 'context/a': '', 'other/Dockerfile': 'FROM outside' })
    const context = join(directory, 'context')
    const outside = await packed({ directory: context, dockerfile: '../other/Dockerfile' })
    expect(outside.entries.find(({ name }) => name === outside.dockerfile)?.content).toBe('FROM outside')
    await symlink('../other/Dockerfile', join(context, 'linked'))
    const linked = await packed({ directory: context, dockerfile: 'linked' })
    expect(linked.entries.find(({ name }) => name === linked.dockerfile)?.content).toBe('FROM outside')
    await rm(join(context, 'linked'))
    const inline = await packed({ directory: context, dockerfileInline: 'FROM inline' })
    expect(inline.entries.map(({ name }) => name)).toEqual([inline.dockerfile, 'a'])
    expect(inline.entries[0]?.content).toBe('FROM inline')
    expect(inline.dockerfile).toBe(
      (await packed({ directory: context, dockerfileInline: 'FROM inline' })).dockerfile,
    )
  })

  test.each([
    [
      'a missing context',
      { directory: '/nowhere' },
      'the build context /nowhere does not exist',
      'build.context',
    ],
    [
      'a missing Dockerfile',
      { dockerfile: '/nowhere/D' },
      'the Dockerfile /nowhere/D does not exist',
      'build.dockerfile',
    ],
    [
      'a folder for a Dockerfile',
      { dockerfile: '/usr' },
      'the Dockerfile /usr is not a file',
      'build.dockerfile',
    ],
  ])('%s is named, with the key to check', async (_, request, message, hint) => {
    const error = await rejection(packed(request))
    expect(error).toMatchObject({ code: 'build-failed', message, hint: expect.stringContaining(hint) })
  })
})

describe('a context that was fetched', () => {
  const names = async () => {
    const { context } = await packContext({ directory, dockerfile: 'Dockerfile', confined: true })
    return readTar(Buffer.concat(await collect(context))).map(({ name }) => name)
  }

  test('goes without the data of git', async () => {
    await write({ Dockerfile: '', 'a/.gitignore': '', '.git/config': '', '.dockerignore': '!.git' })
    expect(await names()).toEqual(['.dockerignore', 'Dockerfile', 'a/', 'a/.gitignore'])
  })

  test('may not name a Dockerfile outside, by dots or by a link', async () => {
    await write({ 'sub/x': '' })
    await symlink('/etc/hostname', join(directory, 'linked'))
    for (const dockerfile of ['linked', '/etc/hostname']) {
      const error = await rejection(packContext({ directory, dockerfile, confined: true }))
      expect(error.message).toContain('leads out of the fetched context')
    }
  })
})
