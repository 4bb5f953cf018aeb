/** How the clock of the API differs from this browser's, in milliseconds: ages and windows are counted by the API's. */
export function offset(at: string, here = Date.now()): number {
  return new Date(at).getTime() - here
}

export type Urgency = 'calm' | 'soon' | 'now' | 'over'

export interface Left {
  text: string
  urgency: Urgency
}

/** What is left until a moment: hours and minutes; under an hour seconds too. */
export function leftUntil(until: string | null | undefined, now: number): Left {
  const ms = until ? new Date(until).getTime() - now : 0
  if (ms <= 0) return { text: '', urgency: 'over' }
  const seconds = Math.floor(ms / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  if (hours >= 1) return { text: `${hours} 小时 ${minutes} 分`, urgency: hours < 4 ? 'soon' : 'calm' }
  return { text: `${minutes} 分 ${String(seconds % 60).padStart(2, '0')} 秒`, urgency: 'now' }
}

/** How long somebody has waited: `12 秒`, `3 分 05 秒`, `2 小时 10 分`, `3 天`. */
export function waited(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - new Date(since).getTime()) / 1000))
  if (seconds < 60) return `${seconds} 秒`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, '0')} 秒`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} 小时 ${Math.floor((seconds % 3600) / 60)} 分`
  return `${Math.floor(seconds / 86400)} 天`
}

/** Bytes of one customer-service message at most (UTF-8). */
const MESSAGE = 2048

/** About how many messages a text takes; the API counts exactly when it is sent. */
export function messagesOf(text: string): number {
  return Math.ceil(new TextEncoder().encode(text.trim()).length / MESSAGE)
}
