import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** A row of a table, or of a list that marks its rows. */
const ROWS = '.el-table__body .el-table__row, [data-row]'
/** Where one writes or chooses; keys there are letters. */
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"], [role="textbox"]'
/** What lies over the page takes all keys. */
const OVER = '.el-overlay:not([style*="display: none"]), .el-popper[aria-hidden="false"][role="menu"]'
const FILTER = 'input:not([type="radio"]):not([type="checkbox"]):not([type="hidden"]):not([disabled])'

/** Whether a key is a letter that somebody types, or belongs to something that lies over the page. */
export function isTyped(event: KeyboardEvent): boolean {
  const on = event.target as Element | null
  return event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !!on?.closest?.(TYPING) || !!document.querySelector(OVER)
}

/** The number of the row that `j` (1) or `k` (-1) leads to; the first where none has been chosen. */
export function moved(count: number, now: number, by: number): number {
  if (now < 0) return 0
  return Math.max(0, Math.min(count - 1, now + by))
}

/** What Enter opens in a row: what is marked for it, else its first link. */
export function opens(row: Element): HTMLElement | null {
  return row.querySelector<HTMLElement>('[data-open]') ?? row.querySelector<HTMLElement>('a[href]')
}

function rowsIn(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(ROWS)].filter((one) => one.offsetParent !== null)
}

/** The row that was chosen last keeps its place, also where a click has taken the focus elsewhere. */
function placeIn(rows: HTMLElement[]): number {
  const on = document.activeElement
  const held = rows.findIndex((one) => one.contains(on))
  return held >= 0 ? held : rows.findIndex((one) => one.hasAttribute('data-at'))
}

function choose(rows: HTMLElement[], to: number): void {
  rows.forEach((one) => one.removeAttribute('data-at'))
  const row = rows[to]
  if (!row) return
  row.setAttribute('data-at', '')
  row.tabIndex = -1
  row.focus()
  row.scrollIntoView({ block: 'nearest' })
}

/** Moves in the rows of a page with j and k, opens with Enter, goes to the filter with `/`: for every page below `root`. */
export function useRowKeys(root: Ref<HTMLElement | undefined>, otherwise: () => void): void {
  function onKey(event: KeyboardEvent): void {
    const page = root.value
    if (!page || isTyped(event)) return
    if (event.key === '/') {
      event.preventDefault()
      const filter = page.querySelector<HTMLElement>(FILTER)
      if (filter) filter.focus()
      else otherwise()
      return
    }
    if (event.key === 'Enter') {
      const row = (event.target as Element).closest(ROWS)
      if (row && row === event.target) opens(row)?.click()
      // Nothing has the focus yet: the first row is meant, or the one that was chosen.
      else if (event.target === document.body) {
        const rows = rowsIn(page)
        const first = rows[Math.max(0, placeIn(rows))]
        if (first) opens(first)?.click()
      }
      return
    }
    if (event.key !== 'j' && event.key !== 'k') return
    const rows = rowsIn(page)
    if (rows.length) choose(rows, moved(rows.length, placeIn(rows), event.key === 'j' ? 1 : -1))
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
