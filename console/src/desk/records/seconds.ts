/** A stretch of seconds as people say it: `45 秒`, `3 分 20 秒`, `1 小时 5 分`; a dash for none. */
export function span(seconds: number | null | undefined): string {
  if (seconds == null) return '—'
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} 秒`
  if (whole < 3600) return `${Math.floor(whole / 60)} 分 ${whole % 60} 秒`
  return `${Math.floor(whole / 3600)} 小时 ${Math.floor((whole % 3600) / 60)} 分`
}
