import { describe, expect, it } from 'vitest'
import { cut, goingAt, moved, shared, spread } from '@/takedown/places'

const place = (id: string, score: number, ticked: boolean | null = null) => ({ id, score, ticked })
const PLACES = [place('same', 100), place('near', 92), place('edge', 80), place('far', 61)]

describe('the threshold of a takedown', () => {
  it('takes in what is as like or more', () => {
    expect([...goingAt(PLACES, 80)]).toEqual(['same', 'near', 'edge'])
    expect([...goingAt(PLACES, 100)]).toEqual(['same'])
  })
  it('decides nothing of which a person has said', () => {
    const said = [place('kept', 95, false), place('taken', 40, true), place('open', 70)]
    expect([...goingAt(said, 90)]).toEqual(['taken'])
    expect(moved(said, 90, 60)).toEqual({ entering: ['open'], leaving: [] })
  })
  it('shows what enters and what leaves', () => {
    expect(moved(PLACES, 90, 60)).toEqual({ entering: ['edge', 'far'], leaving: [] })
    expect(moved(PLACES, 60, 85)).toEqual({ entering: [], leaving: ['edge', 'far'] })
  })
  it('counts the places by likeness, the most like in the last step', () => {
    expect(spread(PLACES, 60, 4)).toEqual([1, 0, 1, 2])
    expect(spread([place('below', 40)], 60, 4)).toEqual([0, 0, 0, 0])
  })
})

describe('a passage of evidence', () => {
  it('is cut where it is marked', () => {
    expect(cut('税率为百分之三', [[3, 7]])).toEqual([{ text: '税率为', marked: false }, { text: '百分之三', marked: true }])
  })
  it('joins marks that overlap, in any order', () => {
    expect(cut('abcdef', [[3, 5], [1, 4]]).map((one) => `${one.marked ? '*' : ''}${one.text}`)).toEqual(['a', '*bcd', '*e', 'f'])
  })
  it('is one part where nothing is marked', () => {
    expect(cut('abc', [])).toEqual([{ text: 'abc', marked: false }])
    expect(cut('', [])).toEqual([])
  })
  it('has its marks where a clue says the same, and not for two words', () => {
    const passage = '自七月一日起税率为百分之三，请办理'
    expect(shared(passage, ['税率为百分之三']).map(([a, b]) => passage.slice(a, b))).toEqual(['税率为百分之三'])
    expect(shared(passage, ['税率', ''])).toEqual([])
    expect(shared(passage, ['一日起税率', '税率为百分之三']).map(([a, b]) => passage.slice(a, b))).toEqual(['一日起税率', '为百分之三'].slice(0, 2))
  })
})
