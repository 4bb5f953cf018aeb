import { describe, expect, it } from 'vitest'
import { asked, barsOf, curvesOf, isNumber } from '@/numbers/report'

const chart = {
  block: 'chart' as const, caption: '', look: 'bar' as const, unit: '人', source: '', as_of: null, labels: ['搜索', '扫码', '其他'],
  series: [{ name: '新增', values: [5, null, 0] }, { name: '取消', values: [1, 2, null] }],
}

describe('a chart of a report', () => {
  it('keeps what nobody knows out of the bars, and a zero in them', () => {
    expect(barsOf(chart)).toEqual([{ name: '搜索', count: 5 }, { name: '其他', count: 0 }])
  })
  it('breaks a curve where a day is not known, and tells curves apart by their lines', () => {
    const curves = curvesOf(chart)
    expect(curves.map((one) => one.values)).toEqual([[5, null, 0], [1, 2, null]])
    expect(new Set(curves.map((one) => one.line)).size).toBe(2)
  })
})

describe('cells of a table', () => {
  it.each(['1,234', '-5.0%', '+12.3%', '—', '持平', '0'])('%s stands on the right', (cell) => expect(isNumber(cell)).toBe(true))
  it.each(['11-16', '个税', '3月', '1 分 30 秒', ''])('%s stands on the left', (cell) => expect(isNumber(cell)).toBe(false))
})

describe('a period', () => {
  it('is asked for by its month, by a day of its week, or not at all', () => {
    expect(asked('month', '2026-11-01')).toBe('2026-11')
    expect(asked('week', '2026-11-18')).toBe('2026-11-18')
    expect(asked('week', '')).toBe('')
  })
})
