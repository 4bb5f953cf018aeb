/** The month, quarter or year before or after one: `2026-11`, `2026-Q4`, `2026`. */
export function moved(period: string, by: number): string {
  const year = Number(period.slice(0, 4))
  if (period.length === 4) return String(year + by)
  const quarter = period[5] === 'Q'
  const size = quarter ? 4 : 12
  const at = year * size + Number(period.slice(quarter ? 6 : 5)) - 1 + by
  const rest = (at % size) + 1
  return `${Math.floor(at / size)}-${quarter ? `Q${rest}` : String(rest).padStart(2, '0')}`
}

export type Span = 'month' | 'quarter' | 'year'

/** What kind of period it is. */
export function spanOf(period: string): Span {
  return period.length === 4 ? 'year' : period[5] === 'Q' ? 'quarter' : 'month'
}

/** The period of another kind that holds the first month of this one. */
export function turned(period: string, to: Span): string {
  const year = period.slice(0, 4)
  const month = period.length === 4 ? 1 : period[5] === 'Q' ? 3 * Number(period[6]) - 2 : Number(period.slice(5))
  if (to === 'year') return year
  return to === 'quarter' ? `${year}-Q${Math.ceil(month / 3)}` : `${year}-${String(month).padStart(2, '0')}`
}
