/** How many columns a terminal gives to a text, and texts cut or padded to columns. Escape sequences are not expected here. */

/** Columns of a text: 2 for wide characters and emoji, 0 for combining marks. */
export function displayWidth(text: string): number {
  if (isNarrow(text)) return text.length
  let width = 0
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme)
  return width
}

/** The text cut to `width` columns; what was cut shows as `ellipsis`. */
export function truncate(text: string, width: number, ellipsis = '…'): string {
  if (displayWidth(text) <= width) return text
  return takeWidth(text, Math.max(0, width - ellipsis.length)) + ellipsis.slice(0, Math.max(0, width))
}

/** Like `truncate`, but cut in the middle: of long names both ends tell. */
export function truncateMiddle(text: string, width: number, ellipsis = '…'): string {
  if (displayWidth(text) <= width) return text
  if (width < 8) return truncate(text, width, ellipsis)
  const room = width - ellipsis.length
  const head = takeWidth(text, Math.ceil(room / 2))
  let tail = ''
  for (const grapheme of [...graphemes(text)].reverse()) {
    if (displayWidth(grapheme + tail) > room - displayWidth(head)) break
    tail = grapheme + tail
  }
  return head + ellipsis + tail
}

/** The text with spaces after it up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** The text with spaces before it up to `width` columns. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}

/** As much of the beginning as fits into `width` columns. */
export function takeWidth(text: string, width: number): string {
  if (isNarrow(text)) return text.slice(0, width)
  let taken = ''
  let left = width
  for (const grapheme of graphemes(text)) {
    left -= graphemeWidth(grapheme)
    if (left < 0) break
    taken += grapheme
  }
  return taken
}

/** Every UTF-16 unit is one character of one column: ASCII, Latin letters, and the signs that frames and glyphs are made of. */
export function isNarrow(text: string): boolean {
  return /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2500-\u25FC\u25FF\u2713-\u2718\u2800-\u28FF]*$/.test(
    text,
  )
}

/** What a reader takes for one character, one after the other. */
export function* graphemes(text: string): Iterable<string> {
  segmenter ??= new Intl.Segmenter()
  for (const { segment } of segmenter.segment(text)) yield segment
}

let segmenter: Intl.Segmenter | undefined

/** Columns of one grapheme: 0, 1 or 2. */
export function graphemeWidth(grapheme: string): number {
  if (/^[\p{Cc}\p{Cf}\p{Mn}\p{Me}]+$/u.test(grapheme)) return 0
  return wide.test(grapheme) || grapheme.includes('\uFE0F') ? 2 : 1
}

/** East Asian wide and fullwidth blocks, and what is drawn as emoji unless asked otherwise. */
const wide =
  /^[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18CFF}\u{1AFF0}-\u{1B2FB}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]/u
