const BEIJING = 'Asia/Shanghai'

const full = new Intl.DateTimeFormat('zh-CN', {
  timeZone: BEIJING, hourCycle: 'h23',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
})

function parts(at: string | Date): Record<string, string> {
  return Object.fromEntries(full.formatToParts(new Date(at)).map((one) => [one.type, one.value]))
}

/** `2026-12-01 09:00`, Beijing time. */
export function shown(at: string | Date): string {
  const p = parts(at)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`
}

/** `2026-12-01`, Beijing time. */
export function shownDate(at: string | Date): string {
  return shown(at).slice(0, 10)
}

/** `09:00`, Beijing time. */
export function shownTime(at: string | Date): string {
  return shown(at).slice(11)
}

/** What a picker writes in `PICKED` is Beijing time, wherever the browser stands; null where nothing is picked. */
export function fromPicker(picked: string | null | undefined): string | null {
  return picked ? `${picked}:00+08:00` : null
}

/** The `value-format` of pickers of a moment. */
export const PICKED = 'YYYY-MM-DD[T]HH:mm'

/** `3 分钟前`, `2 小时后`: how far a time is from now. */
export function fromNow(at: string | Date, now = Date.now()): string {
  const minutes = Math.round((new Date(at).getTime() - now) / 60_000)
  const far = Math.abs(minutes)
  if (far < 1) return '现在'
  const text = far < 60 ? `${far} 分钟` : far < 48 * 60 ? `${Math.round(far / 60)} 小时` : `${Math.round(far / 1440)} 天`
  return minutes < 0 ? `${text}前` : `${text}后`
}
