/** Keeps secrets out of plans, events and labels. */

const secretName = /pass(word|wd|phrase)?|secret|token|api_?key|private|credential|auth|_key$|^key$|dsn/i
const handedOver =
  /(pass(word|wd|phrase)?|secret|token|api[-_]?key|credentials?)["']?[=:,\s]["'\s]*[^\s"'\]]/i
const urlPassword = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s@/]+@/gi

/** True where the name of an attribute or variable says that its value is a secret. */
export function looksSecret(name: string): boolean {
  return secretName.test(name)
}

/** True where a text, such as a command, hands over a secret: `--requirepass x`, `token=x`, a URL with a password. */
export function holdsSecret(text: string): boolean {
  return handedOver.test(text) || maskUrls(text) !== text
}

/** A text with the passwords of URLs replaced by `***`. */
export function maskUrls(text: string): string {
  return text.replace(urlPassword, '$1***@')
}
