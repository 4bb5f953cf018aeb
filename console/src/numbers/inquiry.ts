import type { components } from '@made/api'
import { told, percent } from './figures'
import type { Curve } from './curves'

export type InquirySeen = components['schemas']['InquirySeen']
export type Table = components['schemas']['AnswerTable']
export type Cell = string | number | null
export type Column = Table['columns'][number]

const TONES = ['--state-approved', '--state-published', '--state-bad', '--state-waiting', '--state-draft']
const LINES = ['solid', 'dashed', 'dotted'] as const
const MOST_BARS = 30
const two = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 })

/** A value as people read it. */
export function cell(value: Cell, unit: Column['unit']): string {
  if (value === null || value === '') return '—'
  if (typeof value === 'string') return value
  if (unit === 'share') return percent(value).replace('+', '')
  return unit === 'count' || unit === 'seconds' ? told(value) : two.format(value)
}

/** Bytes as people read them. */
export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${two.format(bytes / 1000)} KB` : bytes < 1_000_000_000 ? `${two.format(bytes / 1_000_000)} MB` : `${two.format(bytes / 1_000_000_000)} GB`
}

/** US dollars; a question costs thousandths of a cent. */
export function dollars(amount: number): string {
  return amount.toFixed(amount && amount < 0.001 ? 5 : 3)
}

const place = (table: Table, name: string) => table.columns.findIndex((one) => one.name === name)

/** What a row is about, from the columns of the axis. */
function named(table: Table, row: Cell[]): string {
  return table.chart.axis.map((one) => row[place(table, one)]).filter((one) => one !== '' && one !== null).join(' · ') || '—'
}

/** The measures that may be drawn, as columns. */
export function measures(table: Table): Column[] {
  return table.chart.measures.map((one) => table.columns[place(table, one)]!)
}

/** Curves along the axis: every measure of one account, or one measure of each account. */
export function lines(table: Table, measure = ''): { days: string[]; curves: Curve[] } {
  const rows = table.rows as Cell[][]
  const axis = place(table, table.chart.axis[0]!)
  const days = [...new Set(rows.map((row) => String(row[axis])))].sort()
  const several = table.columns[0]?.name === 'account'
  const drawn = measures(table)
  const chosen = drawn.find((one) => one.name === measure) ?? drawn[0]
  const wanted = several
    ? [...new Set(rows.map((row) => String(row[0])))].map((who) => ({ name: who, rows: rows.filter((row) => row[0] === who), column: chosen! }))
    : drawn.map((column) => ({ name: column.label, rows, column }))
  const curves = wanted.map((one, n) => {
    const at = place(table, one.column.name)
    const by = new Map(one.rows.map((row) => [String(row[axis]), row[at] as number | null]))
    // A count of nothing is told by no row; a share of nothing is none.
    const none = one.column.unit === 'count' ? 0 : null
    const scale = one.column.unit === 'share' ? 100 : 1
    const values = days.map((day) => {
      const value = by.has(day) ? by.get(day)! : none
      return value === null ? null : Math.round(value * scale * 10) / 10
    })
    return { name: scale > 1 ? `${one.name}（%）` : one.name, values, tone: TONES[n % TONES.length]!, line: LINES[n % LINES.length]! }
  })
  return { days, curves }
}

/** Bars of one account's rows, or of the measures of its one row; the largest come first as the archive gives them. */
export function bars(table: Table): { who: string; counts: { name: string; count: number }[] }[] {
  const several = table.columns[0]?.name === 'account'
  const groups = new Map<string, { name: string; count: number }[]>()
  for (const row of table.rows as Cell[][]) {
    const who = several ? String(row[0]) : ''
    const found = groups.get(who) ?? groups.set(who, []).get(who)!
    if (table.chart.kind === 'row') for (const one of measures(table)) found.push({ name: one.label, count: Number(row[place(table, one.name)]) })
    else if (found.length < MOST_BARS) found.push({ name: named(table, row), count: Number(row[place(table, table.chart.measures[0]!)]) })
  }
  return [...groups].map(([who, counts]) => ({ who, counts }))
}
