import { describe, expect, test } from 'vitest'
import { shop } from './shop.ts'

/** Times and ids of the engine in memory say nothing here. */
const plain = (text: string) =>
  text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \([^)]* ago\)/g, 'TIME')
    .replace(/\([0-9a-f]{12}\)/g, '(ID)')
    .replace(/up [^(]* \(/g, 'up AGE (')

const stack = `services:
  web: {image: web, environment: {LEVEL: info, TOKEN: a}, depends_on: {db: {condition: service_healthy}}}
  db: {image: db, healthcheck: {test: check}}
`

describe('explain', () => {
  test('tells what a container was made from, what it waits for and what needs it', async () => {
    const { gantry } = shop(stack)
    await gantry('up', '-d')
    const { code, out } = await gantry('explain', 'web')
    expect(code).toBe(0)
    expect(plain(out)).toBe(`web: 1 of 1 container running

shop-web-1: running, since TIME
 image: web (ID)
 made: TIME by gantry
 differs: no, it is what the files say

 waits for: db (service_healthy): met, up AGE (healthy)
`)
    expect(plain((await gantry('explain', 'db')).out)).toContain('\n needed by: web (service_healthy)\n')
  })

  test('names what differs from the files, secrets hidden, and what up would do', async () => {
    const { gantry, ask } = shop(stack)
    await gantry('up', '-d')
    const files = {
      '/work/compose.yaml': `name: shop\n${stack.replace('info', 'debug').replace('a}', 'b}')}`,
    }
    const { out } = await ask(['explain', 'web'], { files })
    expect(plain(out)).toContain(` differs: configuration changed
     environment.LEVEL: info → debug
     environment.TOKEN: *** → ***
`)
    expect(plain(out)).toContain(` up would: recreate and start shop-web-1: configuration changed

 hint: "gantry up -d web" makes it what the files say
`)
  })

  test('tells how a container ended, what it said last, and who it waits for in vain', async () => {
    const { gantry, engine } = shop(stack)
    await gantry('up', '-d')
    engine.print('shop-db-1', 'out of disk\n')
    engine.exit('shop-db-1', 127)
    const { out } = await gantry('explain', 'db')
    expect(plain(out)).toContain(`db: 0 of 1 container running

shop-db-1: exited with code 127, its command was not found, since TIME
`)
    expect(out).toContain(' last log lines:\n   | out of disk\n')
    expect(out).toContain(' hint: check "command" and "entrypoint"')
    expect(out).toContain(' up would: start')
    expect((await gantry('explain', 'web')).out).toContain(
      ' waits for: db (service_healthy): not met, exited (127)',
    )
    expect((await gantry('explain', 'web')).out).toContain('it waits for "db": see "gantry explain db"')
  })

  test('speaks of services without containers, of those that the files do not name, and refuses others', async () => {
    const { gantry, ask } = shop(stack)
    expect((await gantry('explain', 'db')).out).toContain('db: 0 of 1 container running\n\n needed by')
    await gantry('up', '-d')
    const files = { '/work/compose.yaml': 'name: shop\nservices: {web: {image: web}}' }
    const { out } = await ask(['explain', 'db'], { files })
    expect(out).toContain('db: not in the files; 1 container of it is left')
    expect(out).toContain('"gantry up --remove-orphans" removes its containers')
    const refused = await gantry('explain', 'wbe')
    expect(refused.code).not.toBe(0)
    expect(refused.err).toContain('no such service: "wbe"')
  })

  test('as JSON it is the same data', async () => {
    const { gantry } = shop(stack)
    await gantry('up', '-d')
    expect(JSON.parse((await gantry('explain', 'web', '--format', 'json')).out)).toMatchObject({
      v: 1,
      project: 'shop',
      service: 'web',
      wanted: 1,
      containers: [{ name: 'shop-web-1', state: 'running', health: 'none', restarts: 0, madeBy: 'gantry' }],
      waitsFor: [{ service: 'db', condition: 'service_healthy', met: true }],
      neededBy: [],
      next: [],
    })
  })
})
