import { stripVTControlCharacters } from 'node:util'

/** Foreign text as one line that is safe to print: no escape sequences, control or direction-changing characters. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(unprintable, ' ').replaceAll(/ {2,}/g, ' ').trim()
}

const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu
