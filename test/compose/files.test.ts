import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFileReader } from '../../src/compose/files.ts'

const reader = createFileReader(async () => 'from stdin')
let folder: string

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'files-')))
  await mkdir(join(folder, 'sub'))
  await symlink(join(folder, 'sub'), join(folder, 'link'))
})

afterAll(async () => rm(folder, { recursive: true }))

test.each([
  ['UTF-8', Buffer.from('é: 1\n')],
  ['UTF-8 with a byte order mark', Buffer.from('\uFEFFé: 1\n')],
  ['UTF-16', Buffer.from('\uFEFFé: 1\n', 'utf16le')],
  ['UTF-16, high byte first', Buffer.from('\uFEFFé: 1\n', 'utf16le').swap16()],
])('%s is text', async (_, bytes) => {
  const path = join(folder, 'a')
  await writeFile(path, bytes)
  expect(await reader.read(path)).toBe('é: 1\n')
})

test('a file of more than one piece is read whole', async () => {
  const text = 'é'.repeat(400_000)
  await writeFile(join(folder, 'big'), text)
  expect(await reader.read(join(folder, 'big'))).toBe(text)
})

test.each([
  ['bytes that are no text', 'ENCODING', Buffer.from([0x47, 0xe9, 0x0a])],
  ['what is too large', 'TOO_LARGE', Buffer.alloc(17 * 1024 * 1024, 32)],
])('%s are refused with %s', async (_, code, bytes) => {
  await writeFile(join(folder, 'b'), bytes)
  await expect(reader.read(join(folder, 'b'))).rejects.toMatchObject({ code })
})

test('a device without an end is refused, a missing file and a folder have the codes of the system', async () => {
  await expect(reader.read('/dev/zero')).rejects.toMatchObject({ code: 'TOO_LARGE' })
  await expect(reader.read(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(reader.read(join(folder, 'sub'))).rejects.toMatchObject({ code: 'EISDIR' })
})

test('kinds and real paths follow links', async () => {
  expect(await reader.kind(join(folder, 'link'))).toBe('directory')
  expect(await reader.kind(join(folder, 'none'))).toBeUndefined()
  expect(await reader.real(join(folder, 'link'))).toBe(join(folder, 'sub'))
})
