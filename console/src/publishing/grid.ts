import type { components } from '@made/api'
import type { Tone } from '@/shared/StatusTag.vue'
import { shownDate, shownTime } from '@/shared/time'

export type CalendarSeen = components['schemas']['CalendarSeen']
export type CellSeen = components['schemas']['CellSeen']
export type DaySeen = components['schemas']['DaySeen']
export type EntrySeen = components['schemas']['CalendarEntrySeen']
export type Place = components['schemas']['Place']

const DAY = 86_400_000

function day(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

/** A date (`2026-12-01`) so many days later. */
export function plusDays(date: string, days: number): string {
  return new Date(day(date) + days * DAY).toISOString().slice(0, 10)
}

/** The Monday of a date's week. */
export function monday(date: string): string {
  return plusDays(date, -((new Date(day(date)).getUTCDay() + 6) % 7))
}

/** Today in Beijing. */
export function today(now: Date | string = new Date()): string {
  return shownDate(now)
}

/** The first day and the number of days that a view draws: a week, or the whole weeks of a month. */
export function span(view: string, date: string): { first: string; days: number } {
  if (view !== 'month') return { first: monday(date), days: 7 }
  const first = monday(`${date.slice(0, 7)}-01`)
  const next = nextMonth(date)
  const weeks = Math.ceil((day(next) - day(first)) / (7 * DAY))
  return { first, days: weeks * 7 }
}

/** The first day of the month after a date's, or so many months after. */
export function nextMonth(date: string, months = 1): string {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}

/** The view's page before (-1) or after (1). */
export function turned(view: string, date: string, by: number): string {
  return view === 'month' ? nextMonth(date, by) : plusDays(monday(date), 7 * by)
}

export interface Row {
  time: string
  /** One for each day; none where the day has nothing at that time. */
  cells: (CellSeen | undefined)[]
}

/** An account's days as rows of times: every time that some day has, in order. */
export function rows(days: DaySeen[]): Row[] {
  const times = [...new Set(days.flatMap((one) => one.cells.map((cell) => shownTime(cell.at))))].sort()
  return times.map((time) => ({
    time,
    cells: days.map((one) => one.cells.find((cell) => shownTime(cell.at) === time)),
  }))
}

/** The weeks of a month's days. */
export function weeks(days: DaySeen[]): DaySeen[][] {
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, n) => days.slice(7 * n, 7 * n + 7))
}

const TONES: Record<string, Tone> = {
  planned: 'draft', cancelled: 'draft', reserved: 'approved', scheduled: 'approved', prepared: 'approved',
  submitted: 'waiting', awaiting_admin: 'waiting', confirmed: 'published', failed: 'bad', partially_sent: 'bad', recalled: 'draft',
}

/** The colour of a push's state. */
export function toneOf(state: string): Tone {
  return TONES[state] ?? 'draft'
}

/** `2 天 3 小时`, `5 分钟`: how long until a time; empty where it is over. */
export function countdown(at: string, now: number): string {
  const minutes = Math.floor((new Date(at).getTime() - now) / 60_000)
  if (minutes < 0) return ''
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} 小时 ${minutes % 60} 分`
  return `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`
}

/** What the person carries: an article out of the list, or an issue out of its slot. */
export type Carried =
  | { kind: 'article'; id: string; title: string; unit: string }
  | { kind: 'issue'; id: string; title: string; account: string; version: number; at: string }

export function placeKey(account: string, at: string): string {
  return `${account} ${new Date(at).getTime()}`
}

const STANDINGS: Record<string, Tone> = {
  waiting: 'waiting', late: 'bad', declined: 'bad', adopted: 'approved', scheduled: 'approved', pushed: 'published', recalled: 'draft',
}

/** The colour of how an account stands with an offer. */
export function standingTone(standing: string): Tone {
  return STANDINGS[standing] ?? 'draft'
}
