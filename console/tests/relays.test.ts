import { describe, expect, it } from 'vitest'
import { emptyStep, moved, planOf, stepForm, tableOf } from '@/relays/plan'

const choices = { accounts: [{ id: 'qing', name: '青溪税务', unit: 'qing', unit_name: '青溪市局', level: 'city' as const }], levels: [], most: 60, skeleton: '', fields: [] }

describe('the steps of a plan', () => {
  it('move one place, and stay where there is no such place', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  })

  it('are given to the API in Beijing time, and read back the same', () => {
    const step = { ...emptyStep(), title: ' 第一计 ', account: 'qing', due: '2026-12-05T18:00' }
    const given = planOf({ title: '36计', intro: '', account: 'qing', template: '', remind: 24, steps: [step] }).steps![0]!
    expect(given.due_at).toBe('2026-12-05T18:00:00+08:00')
    expect(given.title).toBe('第一计')
    expect(stepForm(given).due).toBe('2026-12-05T18:00')
  })

  it('are a table that a spreadsheet program takes for no formula', () => {
    const step = { ...emptyStep(), title: '=1+1', account: 'qing', text: '一行\n又一行' }
    expect(tableOf([step], choices)).toBe('\ufeff序号,标题,公众号,负责人,时限,要点,备注\r\n1,\'=1+1,青溪税务,,,"一行\n又一行",\r\n')
  })
})
