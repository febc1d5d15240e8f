import * as fc from '../../generated.ts'
import { describe, expect, test } from 'vitest'
import { isIP } from '../../../src/compose/attributes/grammar/addresses.ts'
import { parseBytes } from '../../../src/compose/attributes/grammar/bytes.ts'
import { parseDevice } from '../../../src/compose/attributes/grammar/devices.ts'
import { formatDuration, parseDuration } from '../../../src/compose/attributes/grammar/durations.ts'
import { parseHost } from '../../../src/compose/attributes/grammar/hosts.ts'
import { formatMode, modeBits } from '../../../src/compose/attributes/grammar/modes.ts'
import {
  formatNumber,
  parseBoolean,
  parseWhole,
  toFloat32,
} from '../../../src/compose/attributes/grammar/numbers.ts'
import { cleanPath, parseVolume } from '../../../src/compose/attributes/grammar/volumes.ts'
import { splitWords } from '../../../src/compose/attributes/grammar/words.ts'

describe('byte sizes', () => {
  test.each([
    ['1024', '1024'],
    ['512b', '512'],
    ['64k', '65536'],
    ['64KiB', '65536'],
    ['100 mb', '104857600'],
    ['1.5g', '1610612736'],
    ['.25GB', '268435456'],
    ['2PiB', '2251799813685248'],
    ['0.3k', '307'],
    ['1e3', '1000'],
    ['-1', '-1'],
    ['9007199254740993', '9007199254740993'],
  ])('%s is %s bytes', (text, bytes) => expect(parseBytes(text)).toBe(bytes))

  test.each(['', 'lots', '1x', '64 megs', '512Q', '1e', '-1k', '1  k', 'k'])('%j is no size', (text) =>
    expect(parseBytes(text)).toBeUndefined(),
  )

  test('a printed size means itself', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: -1n, max: 1n << 62n }), (n) => parseBytes(String(n)) === String(n)),
    ))
})

describe('durations', () => {
  test.each([
    ['90s', '1m30s'],
    ['1d', '24h0m0s'],
    ['1w', '168h0m0s'],
    ['1.5h', '1h30m0s'],
    ['500ms', '500ms'],
    ['1500us', '1.5ms'],
    ['3ns', '3ns'],
    ['1h2m3.5s', '1h2m3.5s'],
    ['-90s', '-1m30s'],
    ['0', '0s'],
  ])('%s is printed as %s', (text, printed) =>
    expect(formatDuration(parseDuration(text) ?? -1n)).toBe(printed),
  )

  test.each(['', '10', '1 minute', '5 s', '10x', '1S', '.s', 's', '1m 30s'])('%j is no duration', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  )

  test('what is printed is read as the same time', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(1n << 62n), max: 1n << 62n }),
        (n) => parseDuration(formatDuration(n)) === n,
      ),
    ))
})

describe('commands in one text', () => {
  test.each([
    ['bundle exec  thin -p 3000', ['bundle', 'exec', 'thin', '-p', '3000']],
    ['sh -c "echo \\"hello\\" world" "" end', ['sh', '-c', 'echo "hello" world', '', 'end']],
    [`awk '{print \\$1 "x"}'`, ['awk', '{print \\$1 "x"}']],
    ['touch my\\ file a\\"b --tab="a\\tb"', ['touch', 'my file', 'a"b', '--tab=atb']],
    [`--name="My App"'s' --empty=''`, ['--name=My Apps', '--empty=']],
    ['echo $(date +%s) `who am i`', ['echo', '$(date +%s)', '`who am i`']],
    ['a\\&b "c;d"', ['a&b', 'c;d']],
    ['  ', []],
    ['', []],
    ['a \\\n b', ['a', '\n', 'b']],
  ])('%j becomes words', (text, words) => expect(splitWords(text)).toEqual({ words }))

  test.each([
    ['npm install && npm start', ['npm', 'install'], '&& npm start'],
    ['cat log | grep x', ['cat', 'log'], '| grep x'],
    ['run --all > /dev/null', ['run', '--all'], '> /dev/null'],
    ['run 2>/dev/null', ['run'], '>/dev/null'],
    ['echo one; echo two', ['echo', 'one'], '; echo two'],
  ])('%j ends at its operator', (text, words, lost) => expect(splitWords(text)).toEqual({ words, lost }))

  test.each(['"open', "it's", 'a\\', 'f(x)', '$(x'])('%j does not close', (text) =>
    expect(splitWords(text)).toBeUndefined(),
  )
})

describe('short volumes', () => {
  test.each([
    ['/data', { type: 'volume', target: '/data' }],
    ['data:/data', { type: 'volume', source: 'data', target: '/data' }],
    ['./a:/b:ro', { type: 'bind', source: './a', target: '/b', readOnly: true }],
    ['~/a:/b', { type: 'bind', source: '~/a', target: '/b' }],
    ['data:/d:ro,nocopy', { type: 'volume', source: 'data', target: '/d', readOnly: true, noCopy: true }],
    ['./a:/b:Z,rslave', { type: 'bind', source: './a', target: '/b', selinux: 'Z', propagation: 'rslave' }],
    ['v:/data', { type: 'volume', target: 'v:/data' }],
    ['v:/logs:ro', { type: 'bind', source: 'v:/logs', target: 'ro' }],
    ['C:\\web:C:\\inetpub', { type: 'bind', source: 'C:\\web', target: 'C:\\inetpub' }],
    ['${X:-a:b}:/t', { type: 'volume', source: '${X:-a:b}', target: '/t' }],
    ['a', { type: 'volume', target: 'a', bare: true }],
    ['data:/a/../b/', { type: 'volume', source: 'data', target: '/b' }],
    ['./a:/b:cached,size=3', { type: 'bind', source: './a', target: '/b', unknown: ['cached', 'size=3'] }],
  ])('%s', (text, volume) =>
    expect(parseVolume(text)).toEqual({
      volume: { bare: false, readOnly: false, noCopy: false, unknown: [], ...volume },
    }),
  )

  test.each(['', 'data:/var:/lib:ro', ':/srv', './conf:/conf:'])('%j is refused', (text) =>
    expect(parseVolume(text)).toHaveProperty('fault'),
  )

  test.each([
    ['/a//b/./c/../d/', '/a/b/d'],
    ['/', '/'],
    ['/./', '/'],
    ['/../x', '/x'],
    ['../x/..', '..'],
    ['', '.'],
  ])('the path %j is %j', (path, clean) => expect(cleanPath(path)).toBe(clean))
})

test.each([
  [1.1, '1.1'],
  [999_999, '999999'],
  [1e6, '1e+06'],
  [1_234_567.5, '1.2345675e+06'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1e22, '1e+22'],
  [Infinity, '+Inf'],
  [-0, '-0'],
])('the float %s is written as Go does: %s', (value, text) => expect(formatNumber(value, 'float')).toBe(text))

test('whole numbers are written in full, however long', () => {
  expect(formatNumber(1_000_000, 'int')).toBe('1000000')
  expect(formatNumber(18_446_744_073_709_551_615n, 'int')).toBe('18446744073709551615')
  expect(parseWhole('9007199254740993')).toBe(9_007_199_254_740_993n)
})

test('a 32-bit float is told by its shortest decimal', () => {
  expect(toFloat32(0.123456789)).toBe(0.12345679)
  expect(toFloat32(1.5)).toBe(1.5)
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => Math.fround(toFloat32(value)) === Math.fround(value)),
  )
})

test.each([
  ['YES', true],
  ['off', false],
  ['True', true],
  ['maybe', undefined],
  ['1', undefined],
])('the word %s means %s', (word, value) => expect(parseBoolean(word)).toBe(value))

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['2001:db8::192.0.2.1', true],
  ['1:2:3:4:5:6:7:8', true],
  ['1::2::3', false],
  ['256.0.0.1', false],
  ['localhost', false],
  ['1:2:3:4:5:6:7', false],
  ['', false],
])('%s is an address: %s', (text, answer) => expect(isIP(text)).toBe(answer))

test('hosts are divided at "=" before ":", and lose brackets', () => {
  expect(parseHost('db:10.0.0.5')).toEqual({ name: 'db', addresses: ['10.0.0.5'] })
  expect(parseHost('six=[::1],10.0.0.1')).toEqual({ name: 'six', addresses: ['::1', '10.0.0.1'] })
  expect(parseHost('six:::1')).toEqual({ name: 'six', addresses: ['::1'] })
  expect(parseHost('router')).toBeUndefined()
})

test('a device says where it is, where it goes, and what may be done with it', () => {
  expect(parseDevice('/dev/a')).toEqual({ source: '/dev/a', target: '/dev/a', permissions: 'rwm' })
  expect(parseDevice('/dev/a:/dev/b:r')).toEqual({ source: '/dev/a', target: '/dev/b', permissions: 'r' })
  expect(parseDevice('a:b:c:d')).toBeUndefined()
})

test('modes are octal in text, and numbers as they are', () => {
  expect([formatMode('0440'), formatMode(0o440), formatMode(440), formatMode(0), formatMode('9')]).toEqual([
    '0440',
    '0440',
    '0670',
    '00',
    undefined,
  ])
  expect(modeBits('0440')).toBe(0o440)
})
