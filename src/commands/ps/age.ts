/** Seconds in the words that docker uses: `12 seconds`, `About a minute`, `3 days`. */
export function formatAge(seconds: number): string {
  const minutes = seconds / 60
  const hours = Math.round(minutes / 60)
  const days = hours / 24
  if (seconds < 1) return 'Less than a second'
  if (seconds < 2) return '1 second'
  if (seconds < 60) return count(seconds, 'seconds')
  if (minutes < 2) return 'About a minute'
  if (minutes < 60) return count(minutes, 'minutes')
  if (hours <= 1) return 'About an hour'
  if (hours < 48) return count(hours, 'hours')
  if (days < 14) return count(days, 'days')
  if (days < 60) return count(days / 7, 'weeks')
  if (days < 730) return count(days / 30, 'months')
  return count(minutes / 60 / 24 / 365, 'years')
}

function count(amount: number, unit: string): string {
  return `${Math.floor(amount)} ${unit}`
}
