import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { GantryError } from '../../src/errors.ts'
import { parseGitReference } from '../../src/remote/git-reference.ts'
import { parseOciReference } from '../../src/remote/oci-reference.ts'
import { shown } from '../../src/remote/shown.ts'

const sha = '0123456789abcdef0123456789abcdef01234567'
const digest = `sha256:${'ab'.repeat(32)}`

describe('a git reference is read:', () => {
  test.each([
    ['https://example.org/a/b.git', { address: 'https://example.org/a/b.git', subdirectory: '' }],
    [
      'https://example.org/a/b.git#main',
      { address: 'https://example.org/a/b.git', ref: 'main', subdirectory: '' },
    ],
    ['https://example.org/b.git#:x/y', { address: 'https://example.org/b.git', subdirectory: 'x/y' }],
    [
      'https://example.org/b.git#v1:./x//y/',
      { address: 'https://example.org/b.git', ref: 'v1', subdirectory: 'x/y' },
    ],
    ['http://127.0.0.1:80/b.git', { address: 'http://127.0.0.1:80/b.git', subdirectory: '' }],
    ['https://me:pass@example.org/b.git', { address: 'https://me:pass@example.org/b.git', subdirectory: '' }],
    ['git://example.org/b', { address: 'git://example.org/b', subdirectory: '' }],
    ['ssh://git@example.org:22/~me/b', { address: 'ssh://git@example.org:22/~me/b', subdirectory: '' }],
    [`git@example.org:a/b.git#${sha}:x`, { address: 'git@example.org:a/b.git', ref: sha, subdirectory: 'x' }],
    ['deploy@host:b', { address: 'deploy@host:b', subdirectory: '' }],
    ['github.com/a/b', { address: 'https://github.com/a/b', subdirectory: '' }],
    [
      'github.com/a/b#feature/x:y.yaml',
      { address: 'https://github.com/a/b', ref: 'feature/x', subdirectory: 'y.yaml' },
    ],
    ['https://github.com/a/b', { address: 'https://github.com/a/b', subdirectory: '' }],
    [
      'https://h/b.git?branch=m&subdir=x',
      { address: 'https://h/b.git', ref: 'refs/heads/m', subdirectory: 'x' },
    ],
    ['https://h/b.git?tag=m', { address: 'https://h/b.git', ref: 'refs/tags/m', subdirectory: '' }],
    [
      'https://h/b.git?ref=m&commit=0123456',
      { address: 'https://h/b.git', ref: 'm', checksum: '0123456', subdirectory: '' },
    ],
  ])('%s', (reference, read) => expect(parseGitReference(reference)).toEqual(read))
})

describe('a git reference is refused:', () => {
  test.each([
    ['ext::sh -c whoami', /white space/],
    ['ext::whoami', /not by ext/],
    ['file:///srv/b.git', /not by file/],
    ['ftp://example.org/b.git', /not by ftp/],
    ['https:example.org/b.git', /not by https/],
    ['-oProxyCommand=x', /no address/],
    ['--upload-pack=x', /no address/],
    ['ssh://-oProxyCommand=x/b', /no (host|address)/],
    ['ssh://-oProxyCommand=x@host/b', /no host/],
    ['git@host:-x', /no address/],
    ['git@-x:b', /no address/],
    ['https://example.org/compose.yaml', /ends in "\.git"/],
    ['https://example.org/b.git#-x', /"-x" cannot be a branch/],
    ['https://example.org/b.git#--upload-pack=x', /cannot be a branch/],
    ['https://example.org/b.git#a..b', /cannot be a branch/],
    ['https://example.org/b.git#refs/*', /cannot be a branch/],
    ['https://example.org/b.git#+main', undefined],
    ['https://example.org/b.git#main~1', /cannot be a branch/],
    ['https://example.org/b.git#main%00', /cannot be a branch/],
    ['https://example.org/b.git#%zz', /"%"/],
    ['https://example.org/b.git#main:../../etc', /leads out of the repository/],
    ['https://example.org/b.git#main:a/../../etc', /leads out of the repository/],
    ['https://example.org/b.git#main:%2e%2e/etc', /leads out of the repository/],
    ['https://example.org/b.git#main:a\\..\\b', /leads out of the repository/],
    ['https://example.org/b.git#main:/etc', /must be relative/],
    ['https://example.org/b.git#main:.git/config', /git's own data/],
    ['https://example.org/b.git#main:x/.GIT', /git's own data/],
    ['https://example.org/b.git?subdir=../x', /leads out of the repository/],
    ['https://example.org/b.git?ref=-x', /cannot be a branch/],
    ['https://example.org/b.git?submodules=true', /parameter "submodules"/],
    ['https://example.org/b.git?commit=zzz', /checksum/],
    ['https://example.org/b.git#a\nb', /control characters/],
  ])('%j', (reference, message) => {
    if (message === undefined) expect(parseGitReference(reference).ref).toBe('+main')
    else expect(() => parseGitReference(reference)).toThrow(message)
  })
})

test('no git reference leaves the repository, becomes an option or breaks with anything but a GantryError', () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '/',
    '-',
    ':',
    '#',
    '?',
    '%2e',
    '.git',
    '@',
    'a',
    '::',
    '\\',
    '\0',
    ' ',
    '=',
    'ref',
    '&',
  )
  fc.assert(
    fc.property(
      fc.constantFrom('https://h/b.git', 'git@h:b', 'ssh://h/b', 'github.com/', ''),
      fc.array(part),
      (start, parts) => {
        try {
          const { address, ref = '', subdirectory } = parseGitReference(start + parts.join(''))
          expect(address.startsWith('-') || ref.startsWith('-')).toBe(false)
          expect(subdirectory.split('/').some((name) => name === '..' || name === '.git')).toBe(false)
          expect(subdirectory.startsWith('/')).toBe(false)
        } catch (error) {
          expect(error).toBeInstanceOf(GantryError)
        }
      },
    ),
  )
})

describe('a reference to an artifact is read:', () => {
  test.each([
    [
      'oci://app',
      {
        registry: 'docker.io',
        repository: 'library/app',
        version: 'latest',
        name: 'docker.io/library/app:latest',
      },
    ],
    [
      'oci://team/app:1',
      { registry: 'docker.io', repository: 'team/app', version: '1', name: 'docker.io/team/app:1' },
    ],
    [
      'oci://index.docker.io/app',
      {
        registry: 'docker.io',
        repository: 'library/app',
        version: 'latest',
        name: 'docker.io/library/app:latest',
      },
    ],
    [
      'oci://localhost:5000/app',
      { registry: 'localhost:5000', repository: 'app', version: 'latest', name: 'localhost:5000/app:latest' },
    ],
    [
      'oci://ghcr.io/a/b/c:v1.2_x',
      { registry: 'ghcr.io', repository: 'a/b/c', version: 'v1.2_x', name: 'ghcr.io/a/b/c:v1.2_x' },
    ],
    [
      'oci://[::1]:5000/app:1',
      { registry: '[::1]:5000', repository: 'app', version: '1', name: '[::1]:5000/app:1' },
    ],
    [
      `oci://a.b/c:1@${digest}`,
      { registry: 'a.b', repository: 'c', version: digest, digest, name: `a.b/c@${digest}` },
    ],
  ])('%s', (reference, read) => expect(parseOciReference(reference)).toEqual(read))
})

test.each([
  'oci://',
  'oci://A/B',
  'oci://a/B',
  'oci://a.b/../../x',
  'oci://a.b/c?x=1',
  'oci://a.b/c#x',
  'oci://user@a.b/c',
  'oci://a.b/c:',
  'oci://a.b/c:-x',
  'oci://a.b/c@sha256:abc',
  'oci://a.b/',
  'oci://a.b:x/c',
  'oci://a b/c',
])('a reference to an artifact is refused: %s', (reference) => {
  expect(() => parseOciReference(reference)).toThrow(
    /names no artifact: ".*" is no|names no artifact: ".*which is written/,
  )
})

test.each([
  ['https://me:secret@host/x', 'https://***@host/x'],
  ['fatal: https://token@host/x', 'fatal: https://***@host/x'],
  ['ssh://git:secret@host/x', 'ssh://git:***@host/x'],
  ['ssh://git@host/x', 'ssh://git@host/x'],
  ['git@host:x', 'git@host:x'],
  ['https://host/x.git?private_token=secret&ref=main', 'https://host/x.git?private_token=***&ref=main'],
  ['a\u001B[31m\nb', 'a b'],
])('what is shown of %j holds no secret', (text, safe) => expect(shown(text)).toBe(safe))
