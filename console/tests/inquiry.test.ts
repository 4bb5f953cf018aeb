import { expect, test } from 'vitest'
import { bars, cell, dollars, lines, measures, size, type Table } from '@/numbers/inquiry'

const column = (name: string, label: string, unit: Table['columns'][number]['unit']) => ({ name, label, unit })
const hours: Table = {
  columns: [column('hour', '小时', 'text'), column('messages', '消息', 'count'), column('unanswered', '没有答上', 'count')],
  rows: [['08', 5, 1], ['10', 7, 0]],
  chart: { kind: 'line', axis: ['hour'], measures: ['messages', 'unanswered'] },
}
const two: Table = { ...hours, columns: [column('account', '公众号', 'text'), ...hours.columns], rows: [['省', '08', 5, 1], ['市', '10', 7, 0]] }

test('one account has a curve for every measure, and no two look alike', () => {
  const { days, curves } = lines(hours)
  expect(days).toEqual(['08', '10'])
  expect(curves.map((one) => [one.name, one.values])).toEqual([['消息', [5, 7]], ['没有答上', [1, 0]]])
  expect(new Set(curves.map((one) => `${one.tone} ${one.line}`)).size).toBe(2)
})

test('several accounts stand beside each other, one measure at a time; a count of nothing is nought', () => {
  expect(lines(two).curves.map((one) => [one.name, one.values])).toEqual([['省', [5, 0]], ['市', [0, 7]]])
  expect(lines(two, 'unanswered').curves.map((one) => one.values)).toEqual([[1, 0], [0, 0]])
  expect(measures(two).map((one) => one.label)).toEqual(['消息', '没有答上'])
})

test('ten accounts are told apart by colour and line together', () => {
  const rows = Array.from({ length: 10 }, (_, n) => [`号${n}`, '08', n, 0])
  const looks = lines({ ...two, rows }).curves.map((one) => `${one.tone} ${one.line}`)
  expect(new Set(looks).size).toBe(10)
})

test('a share is drawn in percent, and one of nothing is a gap', () => {
  const table: Table = {
    columns: [column('week', '周', 'text'), column('rate_7', '7 天留存率', 'share')],
    rows: [['2026-11-02', 0.8125], ['2026-11-09', null]],
    chart: { kind: 'line', axis: ['week'], measures: ['rate_7'] },
  }
  expect(lines(table).curves).toMatchObject([{ name: '7 天留存率（%）', values: [81.3, null] }])
})

test('bars are named by what a row is about, and one row has a bar for each measure', () => {
  const sources: Table = {
    columns: [column('came_by', '方式', 'text'), column('scene', '二维码', 'text'), column('came', '关注', 'count')],
    rows: [['扫二维码', 'hall-1', 9], ['其他方式', '', 4]],
    chart: { kind: 'bars', axis: ['came_by', 'scene'], measures: ['came'] },
  }
  expect(bars(sources)).toEqual([{ who: '', counts: [{ name: '扫二维码 · hall-1', count: 9 }, { name: '其他方式', count: 4 }] }])
  const silent: Table = {
    columns: [column('followers', '人数', 'count'), column('never', '从没有互动', 'count')],
    rows: [[100, 40]],
    chart: { kind: 'row', axis: [], measures: ['followers', 'never'] },
  }
  expect(bars(silent)[0]!.counts).toEqual([{ name: '人数', count: 100 }, { name: '从没有互动', count: 40 }])
})

test('values, sizes and prices are read as people read them', () => {
  expect([cell(null, 'count'), cell('', 'text'), cell(12345, 'count'), cell(0.5, 'share'), cell(25.1, 'number')]).toEqual(['—', '—', '12,345', '50%', '25.1'])
  expect([size(900), size(42_000_000), size(2.5e9)]).toEqual(['0.9 KB', '42 MB', '2.5 GB'])
  expect([dollars(0), dollars(0.00005), dollars(0.25)]).toEqual(['0.000', '0.00005', '0.250'])
})
