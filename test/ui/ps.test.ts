import { expect, test } from 'vitest'
import { formatAge } from '../../src/ui/age.ts'
import { formatPorts, type PortRow } from '../../src/ui/ports.ts'
import { formatPs } from '../../src/ui/ps.ts'
import { table } from '../../src/ui/tables.ts'

const minute = 60
const hour = 3600
const day = 24 * hour
test.each([
  [0.4, 'Less than a second'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, 'About a minute'],
  [2 * minute, '2 minutes'],
  [59 * minute, '59 minutes'],
  [hour, 'About an hour'],
  [1.5 * hour, '2 hours'],
  [47 * hour, '47 hours'],
  [2 * day, '2 days'],
  [13 * day, '13 days'],
  [14 * day, '2 weeks'],
  [60 * day, '2 months'],
  [729 * day, '24 months'],
  [730 * day, '2 years'],
])('%d seconds are %j', (seconds, text) => {
  expect(formatAge(seconds)).toBe(text)
})

const published = (ip: string, publicPort: number, privatePort: number, type = 'tcp'): PortRow => {
  return { ip, publicPort, privatePort, type }
}
test.each<[string, PortRow[]]>([
  ['', []],
  ['6379/tcp', [{ privatePort: 6379, type: 'tcp' }]],
  ['0.0.0.0:8080->80/tcp, [::]:8080->80/tcp', [published('::', 8080, 80), published('0.0.0.0', 8080, 80)]],
  ['0.0.0.0:8000->8000/tcp', [published('0.0.0.0', 8000, 8000)]],
  [
    '0.0.0.0:8000-8002->8000-8002/tcp, [::]:8000-8002->8000-8002/tcp',
    [8002, 8000, 8001].flatMap((port) => [published('0.0.0.0', port, port), published('::', port, port)]),
  ],
  [
    '0.0.0.0:9000->8000/tcp, 0.0.0.0:9001->8001/tcp',
    [published('0.0.0.0', 9000, 8000), published('0.0.0.0', 9001, 8001)],
  ],
  [
    '53/tcp, 53/udp',
    [
      { privatePort: 53, type: 'udp' },
      { privatePort: 53, type: 'tcp' },
    ],
  ],
  ['80-81/tcp, 83/tcp', [83, 80, 81].map((privatePort) => ({ privatePort, type: 'tcp' }))],
])('%j', (text, ports) => {
  expect(formatPorts(ports)).toBe(text)
})

const rows = [
  {
    name: 'shop-db-1',
    image: 'postgres:16',
    command: 'docker-entrypoint.sh postgres',
    service: 'db',
    created: 1000,
    status: 'Up 2 minutes (healthy)',
    ports: [{ privatePort: 5432, type: 'tcp' }],
  },
  {
    name: 'shop-web-1',
    image: 'shop-web',
    command: 'flask run',
    service: 'web',
    created: 1100,
    status: 'Up 10 seconds',
    ports: [published('0.0.0.0', 8000, 8000), published('::', 8000, 8000)],
  },
]

test('the columns of docker compose', () => {
  const wide = formatPs(rows, { now: 1_120_000 })
  expect(wide).toBe(
    `NAME         IMAGE         COMMAND                  SERVICE   CREATED          STATUS                   PORTS
shop-db-1    postgres:16   "docker-entrypoint.s…"   db        2 minutes ago    Up 2 minutes (healthy)   5432/tcp
shop-web-1   shop-web      "flask run"              web       20 seconds ago   Up 10 seconds            0.0.0.0:8000->8000/tcp, [::]:8000->8000/tcp
`,
  )
})

test('in a narrow terminal what tells least is left out, then the widest column is cut', () => {
  expect(formatPs(rows, { now: 1_120_000, width: 80 }))
    .toBe(`NAME         SERVICE   STATUS                   PORTS
shop-db-1    db        Up 2 minutes (healthy)   5432/tcp
shop-web-1   web       Up 10 seconds            0.0.0.0:8000->8000/tcp, [::]:80…
`)
})

test('no container: the titles alone', () => {
  expect(formatPs([], { now: 0 })).toBe('NAME      IMAGE     COMMAND   SERVICE   CREATED   STATUS    PORTS\n')
})

test('cells of a table are one line and drive no terminal; wide characters count twice', () => {
  expect(
    table(
      ['NAME', 'STATUS'],
      [
        ['数据库服务', 'a\nb\u001B[2J'],
        ['x', 'y'],
      ],
    ),
  ).toBe('NAME         STATUS\n数据库服务   a b\nx            y\n')
})

test('nothing is cut when asked not to', () => {
  expect(formatPs(rows, { now: 1_120_000, width: 60, noTruncate: true })).toContain(
    '"docker-entrypoint.sh postgres"',
  )
})
