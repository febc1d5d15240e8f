/** Keeps secrets out of plans, events and labels. */

const secretName = /pass(word|wd|phrase)?|secret|token|api_?key|private|credential|auth|_key$|^key$|dsn/i
const urlPassword = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s@/]+@/gi

/** True where the name of an attribute or variable says that its value is a secret. */
export function looksSecret(name: string): boolean {
  return secretName.test(name)
}

/** A text with the passwords of URLs replaced by `***`. */
export function maskUrls(text: string): string {
  return text.replace(urlPassword, '$1***@')
}
