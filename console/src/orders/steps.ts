import type { Tone } from '@/shared/StatusTag.vue'
import { ON_ITS_WAY, receiptTones } from '@/texts/orders'

/** A step of an order with how many stand there. */
export interface Step {
  state: string
  name: string
  count: number
  tone: Tone
  mark: string
  /** It is counted, and there is nothing to look at. */
  silent?: boolean
}

const MARKS: Record<Tone, string> = { draft: '○', waiting: '◐', approved: '●', published: '✓', bad: '✗' }

/** The mark that stands beside a tone: never colour alone. */
export function markOf(tone: Tone): string {
  return MARKS[tone]
}

/** `820 KB`, `3.2 MB`. */
export function sized(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** Minutes of a working day, 09:00 to 18:00, as deadlines count them. */
const DAY = 9 * 60

/** `2 个工作日 3 小时`: minutes of working time as people say them; without a sign. */
export function worked(minutes: number): string {
  const all = Math.abs(minutes)
  if (all < 60) return `${Math.floor(all)} 分钟`
  const days = Math.floor(all / DAY)
  const hours = Math.floor((all % DAY) / 60)
  if (!days) return `${hours} 小时`
  return hours && days < 5 ? `${days} 个工作日 ${hours} 小时` : `${days} 个工作日`
}

/** The steps of an order in the order of their life; those still on their way stand first. */
export function stepsOf(counts: Record<string, number> | undefined, states: readonly { value: string; name: string }[], notReached: number): Step[] {
  const step = (state: string, name: string, count: number, tone: Tone): Step => ({ state, name, count, tone, mark: MARKS[tone] })
  const found = states.filter((one) => counts?.[one.value] || !['returned', 'withdrawn'].includes(one.value)).map((one) => step(one.value, one.name, counts?.[one.value] ?? 0, receiptTones[one.value] ?? 'draft'))
  return notReached ? [{ ...step('on-its-way', ON_ITS_WAY, notReached, 'draft'), silent: true }, ...found] : found
}
