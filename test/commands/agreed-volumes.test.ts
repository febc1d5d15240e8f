/** Which volumes that differ are made anew: those that somebody agreed to, and no others. */
import { expect, test } from 'vitest'
import { agreedVolumes } from '../../src/commands/agreed-volumes.ts'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { observeFor } from '../../src/execute/observe.ts'
import { desiredState } from '../../src/plan/desired.ts'
import { load, world } from '../plan/rig.ts'

const file = (tier: string) => `
services: {db: {image: db, volumes: ["data:/data", "logs:/logs", "same:/same"]}}
volumes: {data: {labels: {tier: ${tier}}}, logs: {labels: {tier: ${tier}}}, same: }
`

/** What is agreed to when the questions are answered like this, and the questions. */
async function asked(answer: (question: string) => boolean | undefined, yes = false) {
  const { engine, up } = world()
  await up(file('silver'))
  return look(engine, { answer, yes })
}

async function look(
  engine: ReturnType<typeof createMemoryEngine>,
  { answer, yes }: { answer: (question: string) => boolean | undefined; yes: boolean },
) {
  const desired = desiredState(await load(file('gold')))
  const observed = await observeFor(desired, engine)
  const questions: string[] = []
  const confirm = async (question: string) => {
    questions.push(question)
    return answer(question)
  }
  return { agreed: [...(await agreedVolumes({ confirm }, { desired, observed }, yes))], questions }
}

test('each volume that differs is asked about, by name, with what is lost', async () => {
  const { agreed, questions } = await asked(() => true)
  expect(agreed).toEqual(['shop_data', 'shop_logs'])
  expect(questions).toEqual([
    'Volume "shop_data" exists, but not as the files say. Make it anew? All data in it is lost.',
    'Volume "shop_logs" exists, but not as the files say. Make it anew? All data in it is lost.',
  ])
})

test.each([
  ['no keeps them', () => false, []],
  ['one answer is about one volume', (question: string) => question.includes('logs'), ['shop_logs']],
  ['where nobody can be asked all are kept', () => undefined, []],
])('%s', async (_, answer, agreed) => {
  expect((await asked(answer)).agreed).toEqual(agreed)
})

test('with -y all that differ are agreed to, and nothing is asked', async () => {
  const { agreed, questions } = await asked(() => false, true)
  expect(agreed).toEqual(['shop_data', 'shop_logs'])
  expect(questions).toEqual([])
})

test('nothing is asked about what does not exist yet', async () => {
  const nothing = await look(createMemoryEngine(), { answer: () => true, yes: false })
  expect(nothing).toEqual({ agreed: [], questions: [] })
})
