import { describe, expect, it } from 'vitest'
import { curves, figures, percent } from '@/replies/figures'
import { byPlace, homeless, letter, mend, place, width, type Mended } from '@/replies/grid'
import { plain, segments } from '@/replies/segments'
import { difference } from '@/replies/words'

const shown = (before: string, after: string) => difference(before, after).map((one) => [one.mark[0], one.text].join(':'))

describe('a difference', () => {
  it('names what was taken out and put in, and leaves the rest together', () => {
    expect(shown('工作日九点开门', '工作日八点半开门')).toEqual(['s:工作日', 'r:九', 'a:八', 's:点', 'a:半', 's:开门'])
  })
  it('keeps numbers and Latin words whole', () => {
    expect(shown('税率 13%', '税率 9%')).toEqual(['s:税率 ', 'r:13', 'a:9', 's:%'])
  })
  it('is nothing between equal texts, and all of one that is new', () => {
    expect(shown('一样', '一样')).toEqual(['s:一样'])
    expect(shown('', '新的')).toEqual(['a:新的'])
    expect(difference('', '')).toEqual([])
  })
  it('gives both texts back', () => {
    const [a, b] = ['甲乙丙丁，戊己 abc', '乙甲丙，丁己 abd 庚']
    const made = difference(a!, b!)
    expect(made.filter((one) => one.mark !== 'added').map((one) => one.text).join('')).toBe(a)
    expect(made.filter((one) => one.mark !== 'removed').map((one) => one.text).join('')).toBe(b)
  })
  it('does not count out texts that are too long for a table', () => {
    const [a, b] = ['甲'.repeat(3000), '乙'.repeat(3000)]
    expect(difference(a!, b!).map((one) => one.mark)).toEqual(['removed', 'added'])
  })
})

describe('a reply as WeChat shows it', () => {
  it('has links that open, links that say something, and names of mini programs', () => {
    const text = '见<a href="https://a.example/x?a=1&amp;b=2">这里</a>，<a href="weixin://bizmsgmenu?msgmenucontent=%E6%9C%89&msgmenuid=helpful:q-1:1">有帮助</a><a href="" data-miniprogram-appid="wx1">办税</a>'
    expect(segments(text)).toEqual([
      { text: '见' },
      { text: '这里', url: 'https://a.example/x?a=1&b=2' },
      { text: '，' },
      { text: '有帮助', tap: { text: '有', id: 'helpful:q-1:1' } },
      { text: '办税', app: 'wx1' },
    ])
    expect(plain(text)).toBe('见这里，有帮助办税')
  })
  it('makes nothing else of what a follower or an editor wrote', () => {
    for (const text of ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<a href="https://a.example">没有写完', '1 < 2 & 3 > 2']) {
      expect(segments(text)).toEqual([{ text }])
    }
  })
  it('opens no address that is none of the web', () => {
    expect(segments('<a href="javascript:alert(1)">点</a>')).toEqual([{ text: '点', app: 'javascript:alert(1)' }])
  })
})

const problem = (row: number, column: number, reason: string, sheet = '', error = true) => ({ error, sheet, row, column, column_name: '', reason })
const grid = { sheet: '', rows: [{ number: 1, cells: ['问题', '答案'] }, { number: 4, cells: ['几点开门', '', '备注'] }] }

describe('the grid of a file', () => {
  it('has every problem at its place, several in one cell too', () => {
    const found = byPlace([problem(4, 2, '没有填写'), problem(4, 2, '太长'), problem(4, 0, '整行')])
    expect(found.get(place('', 4, 2))!.map((one) => one.reason)).toEqual(['没有填写', '太长'])
    expect(found.get(place('', 4, 0))).toHaveLength(1)
    expect(found.get(place('别的表', 4, 2))).toBeUndefined()
  })
  it('leaves no problem without a place to stand', () => {
    const all = [problem(0, 0, '文件是空的'), problem(4, 2, '没有填写'), problem(9, 1, '不在表里'), problem(4, 1, '别的表', '二')]
    expect(homeless(all, [grid]).map((one) => one.reason)).toEqual(['文件是空的', '不在表里', '别的表'])
  })
  it('keeps the last thing typed into a cell, and forgets a cell that is as it was', () => {
    const cell = (value: string): Mended => ({ sheet: '', row: 4, column: 2, value })
    const other: Mended = { sheet: '', row: 4, column: 3, value: '改' }
    const once = mend([other], cell('九'), '')
    expect(mend(once, cell('九点'), '')).toEqual([other, cell('九点')])
    expect(mend(once, cell(''), '')).toEqual([other])
  })
  it('calls columns as spreadsheet programs do', () => {
    expect([1, 26, 27, 52, 703].map(letter)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA'])
    expect(width(grid)).toBe(3)
  })
})

describe('thresholds', () => {
  const point = (confidence: number, known: boolean, right = known, among = right) => ({ confidence, known, right, among })
  const points = [point(0.95, true), point(0.9, true, false, true), point(0.6, true, false, true), point(0.2, true, false, false), point(0.92, false), point(0.1, false)]
  it('divide questions into answered, offered and passed on', () => {
    expect(figures(points, 0.9, 0.5)).toEqual({ answered: 0.5, offered: 0.25, passed: 0.25, right: 1 / 3, wrong: 2, offeredRight: 1, leaked: 0.5 })
  })
  it('answer nothing above every confidence, and everything at zero', () => {
    expect(figures(points, 1.01, 0)).toMatchObject({ answered: 0, right: null, wrong: 0, passed: 0, offered: 1 })
    expect(figures(points, 0, 0)).toMatchObject({ answered: 1, leaked: 1, offered: 0, offeredRight: null })
  })
  it('make curves that never rise with the threshold', () => {
    const made = curves(points)
    expect(made.at).toHaveLength(101)
    expect(made.answered.every((one, n) => !n || one <= made.answered[n - 1]!)).toBe(true)
  })
  it('say nothing where there is nothing', () => {
    expect(figures([], 0.5, 0.5)).toMatchObject({ answered: 0, right: null, leaked: null })
    expect(percent(null)).toBe('—')
    expect(percent(0.955)).toBe('95.5%')
  })
})
