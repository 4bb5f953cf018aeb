/** Days as the API writes them, `2026-11-28`, and spans of them; both ends included. */
export interface Span {
  since: string
  until: string
}

const DAY = 86_400_000

/** The day so many days later, or before. */
export function moved(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY).toISOString().slice(0, 10)
}

/** How many days a span has. */
export function length({ since, until }: Span): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${since}T00:00:00Z`)) / DAY) + 1
}

/** The span of the same length that ends the day before. */
export function before(span: Span): Span {
  const days = length(span)
  return { since: moved(span.since, -days), until: moved(span.until, -days) }
}

/** Every day of a span. */
export function every(span: Span): string[] {
  return Array.from({ length: Math.max(0, length(span)) }, (_, n) => moved(span.since, n))
}

/** The last so many days in Beijing, up to yesterday (`back` 1), which is what WeChat tells of, or up to today (0). */
export function lastDays(days: number, back = 1, now = new Date()): Span {
  const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const until = moved(today, -back)
  return { since: moved(until, 1 - days), until }
}
