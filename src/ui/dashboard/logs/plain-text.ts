import { stripVTControlCharacters } from 'node:util'

/** The text without escape sequences: what filters, searches and levels look at. */
export function plainText(text: string): string {
  return text.includes('\u001B') ? stripVTControlCharacters(text) : text
}
