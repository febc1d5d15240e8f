/** Commands: a list of words, or one text that is split like a shell splits words. */
import type { Node } from '../tree.ts'
import type { Attribute, ReadContext } from './attribute.ts'
import { scalarText } from './decoders.ts'
import { splitWords } from './grammar/words.ts'
import { nameOf, refuse } from './messages.ts'

/** The words of a command; null for none, an empty list where it is cleared. */
export function command(node: Node, context: ReadContext): readonly string[] | null | undefined {
  if (node.kind === 'list') {
    const words = node.items.filter((item) => item.kind === 'scalar')
    return words.map((word) => scalarText(word))
  }
  if (node.kind === 'map' || node.value === null) return null
  const split = splitWords(scalarText(node))
  if (!split) return refuse(node, context, 'a command whose quotes and parentheses close') ?? null
  if (split.lost !== undefined) warnOfLoss(node, context, split.lost)
  return split.words
}

/** Writes a command into the body; null leaves the image's. */
export function commandApply(
  from: 'command' | 'entrypoint',
  to: 'Cmd' | 'Entrypoint',
): NonNullable<Attribute['apply']> {
  return (service, body) => {
    const words = service[from]
    if (words !== null) body[to] = words
  }
}

function warnOfLoss(node: Node, context: ReadContext, lost: string): void {
  context.report({
    severity: 'warning',
    code: 'command-cut',
    message: `${nameOf(context.path)} ends before ${JSON.stringify(lost)}: a command in one text is not run by a shell`,
    hint: 'for a shell write ["sh", "-c", "…"]',
    node,
  })
}
