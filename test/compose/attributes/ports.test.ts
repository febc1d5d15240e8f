import { describe, expect, test } from 'vitest'
import { parsePorts } from '../../../src/compose/attributes/grammar/ports.ts'
import { problemsOf, readService } from '../reading.ts'

const short = (text: string) => {
  const result = parsePorts(text)
  return 'ports' in result
    ? result.ports.map(
        ({ host_ip, published, target, protocol }) =>
          `${host_ip ?? ''}|${published ?? ''}|${target}/${protocol}`,
      )
    : result.fault
}

describe('short ports', () => {
  test.each([
    ['80', ['||80/tcp']],
    ['8080:80', ['|8080|80/tcp']],
    ['0085:0085', ['|85|85/tcp']],
    [':84', ['||84/tcp']],
    ['127.0.0.1::81', ['127.0.0.1||81/tcp']],
    ['[::1]:80:80', ['::1|80|80/tcp']],
    ['::1:5432:5432', ['::1|5432|5432/tcp']],
    ['5060/UDP', ['||5060/udp']],
    ['8080:80/', ['|8080|80/tcp']],
    ['3000-3002:80', ['|3000-3002|80/tcp']],
    ['3000-3001:80-81', ['|3000|80/tcp', '|3001|81/tcp']],
    ['9-10', ['||10/tcp', '||9/tcp']],
    ['0:90', ['|0|90/tcp']],
  ])('%s', (text, ports) => expect(short(text)).toEqual(ports))

  test.each([
    ['8080-8070:80', 'runs backwards: write 8070-8080'],
    ['8000-8002:80-81', 'differ in length'],
    ['70000:80', '"70000"'],
    ['http:80', 'host port "http"'],
    ['80:80/http', 'protocol "http"'],
    ['80:80/tcp/udp', 'protocol "tcp/udp"'],
    ['localhost:80:80', '"localhost" is not an IP address'],
    ['8443:', 'no container port'],
    ['', 'no container port'],
    ['80:0', 'must not be 0'],
  ])('%j is refused and told why', (text, fault) => expect(short(text)).toContain(fault))
})

test('short ports become maps, with protocol and mode', () => {
  expect(readService('ports: [80, "127.0.0.1:8443:443"]').ports).toEqual([
    { mode: 'ingress', target: 80, protocol: 'tcp' },
    { mode: 'ingress', host_ip: '127.0.0.1', target: 443, published: '8443', protocol: 'tcp' },
  ])
})

test('a refused port is told at its place, with what to write', () => {
  expect(problemsOf('ports:\n  - "80:80"\n  - "80:http"')).toEqual([
    '6:9: ports of service "web" has "80:http": the container port "http" is not a number from 0 to 65535 or a range of such',
  ])
})

test('the address of a long port must be one', () => {
  expect(problemsOf('ports: [{target: 80, host_ip: my-host}]')).toEqual([
    '4:35: host_ip of a port of service "web" is "my-host", expected an IP address',
  ])
})
