import { shownTime } from '@/shared/time'

/** Milliseconds to wait after so many failures: 2 s, 4 s … at most a minute, each a little other, so that walls do not come together. */
export function backoff(failures: number, random = Math.random()): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(failures, 10)) * (0.75 + random / 2)
}

/** `12:34` or `1:02:03` until a moment; `00:00` once it is over. */
export function countdown(at: string, now: number): string {
  const left = Math.max(0, Math.ceil((Date.parse(at) - now) / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(left / 3600)
  const rest = `${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`
  return hours ? `${hours}:${rest}` : rest
}

const clockFormat = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dateFormat = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric', weekday: 'long' })

/** `09:00:00`, Beijing. */
export function clock(now: number): string {
  return clockFormat.format(now)
}

/** `11月30日 星期一` */
export function date(now: number): string {
  return dateFormat.format(now).replace('星期', ' 星期')
}

/** Pixels by which the picture stands aside, another one each minute, so that no edge burns in. */
const ASIDE: [number, number][] = [[0, 0], [6, 2], [10, 6], [6, 10], [0, 8], [-6, 10], [-10, 6], [-6, 2]]

export function aside(now: number): [number, number] {
  return ASIDE[Math.floor(now / 60_000) % ASIDE.length]!
}

/** Hour of the night (Beijing) at which a wall begins anew. */
const QUIET = '04'

/**
 * Whether the page should load itself anew: at night, once it has run for hours; or when another version is deployed.
 * Only ask after an answer has come: a page that reloads without a network is gone.
 */
export function worn(now: number, loaded: number, version: string, first: string): boolean {
  if (first && version && version !== first) return true
  return now - loaded > 2 * 3600_000 && shownTime(new Date(now)).startsWith(QUIET)
}
