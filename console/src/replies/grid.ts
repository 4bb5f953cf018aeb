import type { ImportOutcome } from './api'

type Problem = ImportOutcome['problems'][number]
type Grid = ImportOutcome['grids'][number]

/** A cell that was mended in the page, as the API takes it. */
export interface Mended {
  sheet: string
  row: number
  column: number
  value: string
}

/** Where something is wrong: the cell, or with column 0 the whole row. */
export const place = (sheet: string, row: number, column: number) => `${sheet}\n${row}\n${column}`

/** The problems by their places; one place may have several. */
export function byPlace(problems: Problem[]): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>()
  for (const one of problems) {
    const at = place(one.sheet, one.row, one.column)
    found.set(at, [...(found.get(at) ?? []), one])
  }
  return found
}

/** Problems that no cell of a table can show: of the whole file, or of rows that are not there. */
export function homeless(problems: Problem[], grids: Grid[]): Problem[] {
  const rows = new Set(grids.flatMap((grid) => grid.rows.map((row) => place(grid.sheet, row.number, 0))))
  return problems.filter((one) => !one.row || !rows.has(place(one.sheet, one.row, 0)))
}

/** A cell was typed over: the last value counts, and what stands in the file again is no change. */
export function mend(mended: Mended[], cell: Mended, original: string): Mended[] {
  const others = mended.filter((one) => one.sheet !== cell.sheet || one.row !== cell.row || one.column !== cell.column)
  return cell.value === original ? others : [...others, cell]
}

/** A as the first column, Z as the 26th, AA as the next: as spreadsheet programs name them. */
export function letter(column: number): string {
  let name = ''
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) name = String.fromCharCode(65 + ((left - 1) % 26)) + name
  return name
}

/** The columns of a table, as many as its widest row has. */
export function width(grid: Grid): number {
  return grid.rows.reduce((most, row) => Math.max(most, row.cells.length), 0)
}
