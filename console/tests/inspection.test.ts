import { expect, it } from 'vitest'
import { evidenceOf, isWeb, linesOf, pieces } from '@/inspection/evidence'
import { SHOWN } from '@/inspection/states'

it('marks every place of the passage in its surroundings', () => {
  expect(pieces('请登陆后登陆', '登陆')).toEqual([
    { text: '请', marked: false }, { text: '登陆', marked: true }, { text: '后', marked: false }, { text: '登陆', marked: true },
  ])
})

it('marks nothing where the passage is not in its surroundings', () => {
  expect(pieces('附件没有原文', '3301**********1234')).toEqual([{ text: '附件没有原文', marked: false }])
  expect(pieces('附件没有原文', '')).toEqual([{ text: '附件没有原文', marked: false }])
})

it('tells files, addresses and words of evidence apart', () => {
  expect(evidenceOf('file:jia/abc.png#截图 1.png')).toEqual({ kind: 'file', ref: 'file:jia/abc.png#截图 1.png', name: '截图 1.png' })
  expect(evidenceOf('https://mp.weixin.qq.com/s/x')).toEqual({ kind: 'link', url: 'https://mp.weixin.qq.com/s/x' })
  expect(evidenceOf('见 https://mp.weixin.qq.com/s/x')).toEqual({ kind: 'words', text: '见 https://mp.weixin.qq.com/s/x' })
  expect(evidenceOf('javascript:alert(1)').kind).toBe('words')
})

it('opens nothing but the web', () => {
  expect(isWeb('https://x.cn')).toBe(true)
  expect(isWeb('javascript:alert(1)')).toBe(false)
})

it('takes each filled line of a text as one proof', () => {
  expect(linesOf(' 已改\n\n https://x.cn \n')).toEqual(['已改', 'https://x.cn'])
})

it('no state of a finding is shown by two words of the filter', () => {
  const all = Object.values(SHOWN).flat()
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength(7)
})
