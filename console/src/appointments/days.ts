/** Days as `2026-12-01`, counted without a time zone. */
const DAY = 86_400_000

const moment = (day: string) => Date.parse(`${day}T00:00:00Z`)
const written = (at: number) => new Date(at).toISOString().slice(0, 10)

export const plus = (day: string, days: number) => written(moment(day) + days * DAY)

/** `2026-12` some months later. */
export function monthOn(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return written(Date.UTC(year, number - 1 + months, 1)).slice(0, 7)
}

/** The weeks that a month touches, each from Monday to Sunday. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`
  const last = plus(`${monthOn(month, 1)}-01`, -1)
  const monday = plus(first, -((new Date(moment(first)).getUTCDay() + 6) % 7))
  const weeks: string[][] = []
  for (let day = monday; day <= last; day = plus(day, 7)) weeks.push(Array.from({ length: 7 }, (_, n) => plus(day, n)))
  return weeks
}

export type Room = 'off' | 'closed' | 'free' | 'few' | 'full'

/** How a day looks: whether there is room, by what is taken of it. A fifth of the places or less is few. */
export function room(day: { hours: string[]; closed: string; places: number; taken: number }): Room {
  if (day.closed) return 'closed'
  if (!day.hours.length || !day.places) return 'off'
  if (day.taken >= day.places) return 'full'
  return day.places - day.taken <= day.places / 5 ? 'few' : 'free'
}

/** Spans as somebody writes them, one a line or between commas; undefined where one is none. */
export function spans(text: string): string[] | undefined {
  const found = text.split(/[\n,，、;；]/).map((one) => one.trim().replace(/[—–~至]/, '-')).filter(Boolean)
  return found.every((one) => /^\d{1,2}:\d{2}-\d{1,2}:\d{2}$/.test(one)) ? found : undefined
}
