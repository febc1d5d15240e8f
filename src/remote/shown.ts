/** How references and what others say of them may be shown: on one line, without passwords and tokens. */
import { printable } from '../util/printable.ts'

/** A reference or any text with addresses in it, fit for a message. */
export function shown(text: string): string {
  return printable(text)
    .replaceAll(/(https?:\/\/)[^\s/?#"']*@/gi, '$1***@')
    .replaceAll(/([a-z][a-z\d+.-]*:\/\/[^\s/?#"'@:]*):[^\s/?#"']*@/gi, '$1:***@')
    .replaceAll(/([?&](?!(?:ref|branch|tag|subdir|checksum|commit)=)[^\s=&#"']+=)[^\s&#"']*/g, '$1***')
}
