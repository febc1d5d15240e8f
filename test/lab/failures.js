// Prints the tests that failed, and those that passed only at another try, from vitest's reports: a folder of SUITE.json.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { resultsIn } from './results.js'

const folder = process.argv[2]
const mostLines = 25

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  for (const { name, assertionResults, message } of resultsIn(join(folder, file))) {
    const where = `${basename(file, '.json')} › ${basename(name)}`
    // A file that could not be loaded has a message and no tests.
    if (assertionResults.length === 0 && message) tell(`failed: ${where}`, [message])
    for (const { fullName, status, failureMessages } of assertionResults) {
      const word = status === 'passed' ? 'passed at another try' : 'failed'
      if (failureMessages.length > 0) tell(`${word}: ${where} › ${fullName}`, failureMessages)
    }
  }
}

function tell(what, messages) {
  console.log(`\n${what}`)
  for (const message of messages) for (const line of linesOf(message)) console.log(`  ${line}`)
}

function linesOf(message) {
  const lines = message.split('\n').filter((line) => !line.includes('/node_modules/'))
  return lines.slice(0, mostLines)
}
