import { describe, expect, it } from 'vitest'
import { addressOf, chosenOf, listed, matching, pasted, treeOf, type Chosen } from '@/orders/addressees'
import { sized, stepsOf, worked } from '@/orders/steps'

const unit = (id: string, parent: string | null, name = id) => ({ id, name, level: 'county', parent })
const UNITS = [
  unit('province', null, '省局'), unit('a', 'province', '青溪市局'), unit('b', 'province', '云山市局'),
  unit('a1', 'a', '东城区局'), unit('a2', 'a', '西山县局'), unit('a11', 'a1', '河口分局'),
]

describe('the addressees of an order', () => {
  it('are a tree that counts what is below, on all levels', () => {
    const nodes = treeOf(UNITS, 'province')
    expect(nodes.map((one) => [one.unit.id, one.below])).toEqual([['a', 3], ['b', 0]])
    expect(treeOf(UNITS, 'a1').map((one) => one.unit.id)).toEqual(['a11'])
  })
  it('are found by name with what stands above them', () => {
    const [found, ...rest] = matching(treeOf(UNITS, 'province'), '河口')
    expect(rest).toEqual([])
    expect(found!.unit.id).toBe('a')
    expect(found!.children.map((one) => one.unit.id)).toEqual(['a1'])
  })
  it('show all below a unit that is found itself', () => {
    expect(matching(treeOf(UNITS, 'province'), '青溪')[0]!.children).toHaveLength(2)
  })
  it('come out of a pasted list once each, whatever stands between', () => {
    expect(pasted('东城区局\n西山县局，a11；东城区局\t\r\n 云山市局 ')).toEqual(['东城区局', '西山县局', 'a11', '云山市局'])
    expect(pasted(' \n，')).toEqual([])
  })
})

describe('the address of an order', () => {
  const tree = treeOf(UNITS, 'province')
  const none: Chosen = { by: 'tree', units: [], levels: [], tags: [], listed: '' }
  it('is nothing where nobody was chosen', () => {
    for (const by of ['tree', 'levels', 'tags', 'listed'] as const) expect(addressOf({ ...none, by }, tree)).toBeUndefined()
  })
  it('stays a rule of the tree where it can', () => {
    expect(addressOf({ ...none, units: ['a'] }, tree)).toMatchObject({ way: 'tree', root: 'a', units: [] })
    expect(addressOf({ ...none, units: ['b', 'a'] }, tree)).toMatchObject({ way: 'tree', root: '', units: [] })
    expect(addressOf({ ...none, by: 'levels', levels: ['city'] }, tree)).toMatchObject({ way: 'tree', levels: ['city'] })
  })
  it('names each unit below several that were ticked, once', () => {
    expect(addressOf({ ...none, units: ['a1', 'a11', 'b'] }, tree)).toMatchObject({ way: 'list', units: ['a1', 'a11', 'b'] })
  })
  it('comes out of a list by names and ids, and says what is neither', () => {
    expect(listed('东城区局\na1、没有这个局', tree)).toEqual({ units: ['a1'], unknown: ['没有这个局'] })
  })
  it('is shown again as it was chosen', () => {
    for (const chosen of [{ ...none, units: ['a'] }, { ...none, by: 'levels', levels: ['city'] }, { ...none, by: 'tags', tags: ['试点'] }, { ...none, by: 'listed', listed: '东城区局' }] as Chosen[])
      expect(chosenOf(addressOf(chosen, tree)!, tree)).toEqual(chosen)
  })
})

describe('what stands in an order', () => {
  it('says working time in the words of an office', () => {
    expect([5, 90, 540, 690, 1080, 6 * 540 + 60].map(worked)).toEqual(['5 分钟', '1 小时', '1 个工作日', '1 个工作日 2 小时', '2 个工作日', '6 个工作日'])
    expect(worked(-600)).toBe('1 个工作日 1 小时')
  })
  it('counts the steps in the order of their life, and what is still on its way first', () => {
    const states = ['sent', 'signed', 'returned', 'done'].map((value) => ({ value, name: value }))
    const steps = stepsOf({ sent: 2, done: 1 }, states, 3)
    expect(steps.map((one) => [one.state, one.count, !!one.silent])).toEqual([['on-its-way', 3, true], ['sent', 2, false], ['signed', 0, false], ['done', 1, false]])
    expect(stepsOf({ returned: 1 }, states, 0).map((one) => one.state)).toContain('returned')
  })
  it('says how large a file is', () => {
    expect([10, 2048, 3.25 * 1024 * 1024].map(sized)).toEqual(['1 KB', '2 KB', '3.3 MB'])
  })
})
