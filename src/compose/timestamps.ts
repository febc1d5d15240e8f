/** Unquoted dates and times: go-yaml reads them as times, Go prints them as `2024-05-01 10:20:30.5 +0200 +0200`. */

/** A time as Go's text; undefined where the text is none of the forms go-yaml takes. */
export function parseTime(text: string): { readonly type: 'time'; readonly value: string } | undefined {
  const match = text.charCodeAt(4) === dash ? pattern.exec(text) : null
  if (!match) return undefined
  const [, year = '', month = '', day = ''] = match
  const [hour = '0', minute = '0', second = '0', fraction = '', zone] =
    match[4] === undefined ? match.slice(9) : match.slice(4)
  if (!isDate(Number(year), Number(month), Number(day))) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const date = [year, two(month), two(day)].join('-')
  const time = [hour, minute, second].map(two).join(':')
  return { type: 'time', value: `${date} ${time}${fractionText(fraction)} ${zoneText(zone)}` }
}

/** Go's text of a time as JSON has it: `2024-05-01T10:20:30.5+02:00`. */
export function jsonTime(text: string): string {
  const [date = '', time = '', offset = ''] = text.split(' ')
  const zone = offset === '+0000' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3)}`
  return `${date}T${time}${zone}`
}

const dash = 45
const pattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d\d:\d\d))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?))?$/

function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function two(digits: string): string {
  return digits.padStart(2, '0')
}

function fractionText(fraction: string): string {
  const digits = fraction.slice(0, 10).replace(/0+$/, '')
  return digits === '.' ? '' : digits
}

function zoneText(zone: string | undefined): string {
  if (zone === undefined || zone === 'Z' || zone === '+00:00' || zone === '-00:00') return '+0000 UTC'
  const offset = zone.replace(':', '')
  return `${offset} ${offset}`
}
