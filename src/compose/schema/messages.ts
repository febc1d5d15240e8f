import { locate, sectionNoun } from '../owners.ts'
import type { Finding } from '../problems.ts'
import { nearest } from '../../util/nearest.ts'
import { unreachable } from '../../util/unreachable.ts'
import { spanOf, type Fault } from './explain.ts'
import { resolveRule } from './rules.ts'
import { fixFor } from './fixes.ts'
import type { Guide } from './guide.ts'
import { adviceFor, indentHint } from './unknown.ts'
import { clip, exampleOf, expectation, flow, foundWords, oneOf, scalarText, subject } from './words.ts'

type Of<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>
type Words = Pick<Finding, 'message' | 'hint'>

/** The finding a fault is reported as. */
export function describe(fault: Fault, guide: Guide): Finding {
  if (isJobs(fault)) return { code: 'jobs-not-supported', span: spanOf(fault), ...jobsWords }
  return { code: fault.kind, span: spanOf(fault), ...wordsFor(fault, guide) }
}

function wordsFor(fault: Fault, guide: Guide): Words {
  switch (fault.kind) {
    case 'unknown-attribute':
      return unknownAttribute(fault, guide)
    case 'wrong-name':
      return wrongName(fault)
    case 'missing-attribute':
      return missingAttribute(fault, guide)
    case 'wrong-type':
      return wrongType(fault, guide)
    case 'wrong-value':
      return wrongValue(fault)
    case 'repeated-item':
      return repeatedItem(fault)
    default:
      return unreachable(fault)
  }
}

const jobsWords: Words = {
  message: 'top-level "jobs" is not supported yet',
  hint: 'make the job a service with "restart: no"',
}

function isJobs(fault: Fault): boolean {
  return fault.kind === 'unknown-attribute' && fault.path.length === 0 && fault.entry.key === 'jobs'
}

function unknownAttribute({ path, entry, rule }: Of<'unknown-attribute'>, guide: Guide): Words {
  const { owner, below } = locate(path)
  const message = [
    owner === '' ? '' : `${owner}: `,
    path.length === 0 ? 'unknown top-level attribute ' : 'unknown attribute ',
    JSON.stringify(clip(entry.key)),
    below === '' ? '' : ` in "${below}"`,
  ]
  const advice = adviceFor({ path, entry, rule }, guide)
  return { message: advice?.message ?? message.join(''), ...(advice && { hint: advice.hint }) }
}

function missingAttribute({ path, key, rule }: Of<'missing-attribute'>, guide: Guide): Words {
  const missing = resolveRule(guide.rules, rule.properties?.[key] ?? {})
  const words = missing.enum
    ? `"${key}" is ${wordsOf(missing.enum)}`
    : `for example ${key}: ${flow(missing.examples?.[0] ?? '')}`
  return { message: `${subject(path)} lacks the attribute "${key}"`, hint: words }
}

function wrongName({ path, entry: { key }, asked }: Of<'wrong-name'>): Words {
  const name = JSON.stringify(clip(key))
  const noun = path.length === 1 ? sectionNoun(String(path[0])) : undefined
  if (asked === undefined) return { message: `${subject(path)} has an entry whose name is ${name}` }
  const better = key.replaceAll(/[^a-zA-Z0-9._-]+/g, '-').replaceAll(/^-+|-+$/g, '')
  return {
    message: noun
      ? `${noun} name ${name} may hold ${asked}`
      : `${subject(path)}: the name ${name} may hold ${asked}`,
    ...(better !== '' && { hint: `call it "${better}"` }),
  }
}

function wrongType({ path, node, rule }: Of<'wrong-type'>, guide: Guide): Words {
  const asked = `must be ${expectation(rule)}${exampleOf(rule)}`
  const isEmpty = node.kind === 'scalar' && node.value === null
  const hint = indentHint(path, guide) ?? fixFor(node, rule)
  return {
    message: isEmpty
      ? `${subject(path)} has no value: it ${asked}`
      : `${subject(path)} ${asked}; this is ${foundWords(node)}`,
    ...(hint !== undefined && { hint }),
  }
}

function wrongValue({ path, node, rule }: Of<'wrong-value'>): Words {
  if (typeof node.value === 'string') return wrongWord(node.value, { path, rule })
  const { minimum, maximum } = rule
  const bounds = maximum === undefined ? `at least ${minimum}` : `between ${minimum} and ${maximum}`
  return { message: `${subject(path)} must be ${bounds}, not ${scalarText(node)}` }
}

function wrongWord(value: string, { path, rule }: Pick<Of<'wrong-value'>, 'path' | 'rule'>): Words {
  const words = rule.enum ?? rule.then?.enum
  const asked = words ? wordsOf(words) : (rule.patternErrorMessage ?? `of the form ${rule.pattern}`)
  const near = nearest(value, words ?? (rule.examples ?? []).filter((word) => typeof word === 'string'))
  const list =
    rule.type !== 'string' && words
      ? `, or a list${exampleOf({ examples: rule.examples?.slice(1) ?? [] })}`
      : ''
  return {
    message: `${subject(path)} must be ${asked}${list}, not ${JSON.stringify(clip(value))}`,
    ...(near !== undefined && { hint: `did you mean "${near}"?` }),
  }
}

function wordsOf(words: readonly string[]): string {
  return oneOf(words.map((word) => `"${word}"`))
}

function repeatedItem({ path, node }: Of<'repeated-item'>): Words {
  const item = node.kind === 'scalar' ? foundWords(node) : 'the same item'
  return { message: `${subject(path)} lists ${item} twice`, hint: 'remove one of them' }
}
