import { expect, test } from 'vitest'
import { onFiles } from './files.ts'
import { run } from './harness.ts'

const files = {
  '/work/compose.yaml': `
name: shop
services:
  web:
    image: web
    depends_on:
      db: {condition: service_healthy, restart: true}
      cache: {condition: service_started, required: false}
      migrate: {condition: service_completed_successfully}
  migrate: {image: web, depends_on: {db: {condition: service_healthy}}}
  worker: {image: web, depends_on: [migrate]}
  db: {image: db}
  cache: {image: cache}
`,
}
const graph = async (...args: string[]) => run(['graph', ...args], { parts: onFiles(files) })

test('the trees, what stands twice written out once, and the order of starts', async () => {
  expect((await graph()).out).toBe(`shop: 5 services in 3 layers

web
├─ cache (started, optional)
├─ db (healthy, restarts with it)
└─ migrate (completed)
   └─ db (healthy)
worker
└─ migrate (started), see above

Order of starts:
  1. cache, db
  2. migrate
  3. web, worker
`)
})

test('in ASCII where there is nothing else', async () => {
  const { out } = await run(['graph'], { parts: onFiles(files), env: { LANG: 'C' } })
  expect(out).toMatch(/^[ -~\n]*$/)
  expect(out).toContain('|- db (healthy, restarts with it)\n`- migrate (completed)\n   `- db (healthy)\n')
})

test('with services named, they and what they need', async () => {
  expect((await graph('worker')).out).toContain(
    'shop: 3 services in 3 layers\n\nworker\n└─ migrate (started)\n',
  )
})

test('--format dot prints what Graphviz reads', async () => {
  expect((await graph('--format', 'dot', 'migrate')).out).toBe(`digraph "shop" {
  rankdir=LR
  node [shape=box]
  "db"
  "migrate"
  "migrate" -> "db" [label="healthy"]
}
`)
  expect((await graph('--format', 'dot')).out).toContain(
    '"web" -> "cache" [label="started, optional", style=dashed]',
  )
})

test('--format mermaid prints a flowchart', async () => {
  expect((await graph('--format', 'mermaid', 'migrate')).out).toBe(`flowchart LR
  s1["db"]
  s2["migrate"]
  s2 -->|"healthy"| s1
`)
  expect((await graph('--format', 'mermaid')).out).toContain('-.->|"started, optional"|')
})

test('--format json prints services with their layers', async () => {
  expect(JSON.parse((await graph('--format', 'json', 'migrate')).out)).toEqual({
    project: 'shop',
    services: [
      { name: 'db', layer: 1, depends_on: [] },
      {
        name: 'migrate',
        layer: 2,
        depends_on: [{ service: 'db', condition: 'service_healthy', required: true, restart: false }],
      },
    ],
  })
})

test('a project without services is told in one line', async () => {
  const { out } = await run(['graph'], {
    parts: onFiles({ '/work/compose.yaml': 'name: shop\nservices: {}\n' }),
  })
  expect(out).toBe('shop: no service\n')
})

test('a chain of thousands does not end the program', async () => {
  const services = Array.from({ length: 3000 }, (_, at) => {
    return `  s${at}: {image: x${at === 0 ? '' : `, depends_on: [s${at - 1}]`}}`
  })
  const text = `name: long\nservices:\n${services.join('\n')}\n`
  const { out, err } = await run(['graph'], { parts: onFiles({ '/work/compose.yaml': text }) })
  expect(err).toBe('')
  expect(out).toMatch(/^long: 3000 services in 3000 layers\n/)
})
