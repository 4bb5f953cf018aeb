import type { components } from '@made/api'
import type { Curve } from './curves'

export type ReportMade = components['schemas']['ReportMade']
export type ReportKind = components['schemas']['ReportKind']
type Chart = components['schemas']['Chart']

const LINES: Pick<Curve, 'tone' | 'line'>[] = [
  { tone: '--state-approved', line: 'solid' },
  { tone: '--state-waiting', line: 'dashed' },
  { tone: '--state-published', line: 'dotted' },
]

/** The curves of a chart: no two differ by colour alone. */
export function curvesOf(chart: Chart): Curve[] {
  return chart.series.map((one, n) => ({ name: one.name, values: one.values, ...LINES[n % LINES.length]! }))
}

/** The bars of a ranking; a value that nobody knows is none. */
export function barsOf(chart: Chart): { name: string; count: number }[] {
  const values = chart.series[0]?.values ?? []
  return chart.labels.flatMap((name, n) => (typeof values[n] === 'number' ? [{ name, count: values[n] }] : []))
}

/** Whether a cell holds a number, a share or a difference, and stands on the right. */
export function isNumber(cell: string): boolean {
  return /^([+-]?[\d,]+(\.\d+)?%?|—|持平)$/.test(cell)
}

/** How a period is asked for: by a day of the week, or by the month; empty is the latest that is over. */
export function asked(kind: ReportKind, day: string): string {
  return kind === 'month' ? day.slice(0, 7) : day
}
