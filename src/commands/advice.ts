/** The commands that hints name, made ones that can be copied: by the program's own name, with the options that found the project. */
import type { EventBody, Failure } from '../events.ts'
import type { Given } from './values.ts'

/** A hint, with what is said of `gantry` in it completed. */
export type Advise = (hint: string) => string

/** The options without which the same command would be about another project, or about other files. */
const finding = {
  file: '-f',
  'project-name': '-p',
  'project-directory': '--project-directory',
  'env-file': '--env-file',
  profile: '--profile',
}

/** `program` as in an `Invocation`; `given` are the global options that were typed. */
export function createAdvise(program: string, given: Given): Advise {
  const options = Object.entries(finding).flatMap(([name, flag]) =>
    (given.get(name) ?? []).flatMap((text) => [flag, shellWord(text)]),
  )
  const begin = [program, ...options].join(' ')
  return (hint) => hint.replaceAll(commandBegin, () => `${begin} `)
}

/** What an event advises, completed; what containers say is left as it is. */
export function advised(event: EventBody, advise: Advise): EventBody {
  if (event.type === 'warning') return { ...event, message: advise(event.message) }
  if (event.type === 'step-failed') return { ...event, failure: advisedFailure(event.failure, advise) }
  return event
}

function advisedFailure({ hint, autopsy, ...failure }: Failure, advise: Advise): Failure {
  return {
    ...failure,
    ...(hint !== undefined && { hint: advise(hint) }),
    ...(autopsy && {
      autopsy: { ...autopsy, ...(autopsy.advice && { advice: autopsy.advice.map(advise) }) },
    }),
  }
}

/** Where a hint begins to name a command: the name of the program is also a plain word. */
const commandBegin = /(?<="|: )gantry (?=[a-z])/g

function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
