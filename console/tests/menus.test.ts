import { describe, expect, it } from 'vitest'
import { added, bytesOf, changedAt, entryAt, moved, placeOf, pushed, removed, spotOf, stepped, type Spot } from '@/menus/tree'
import type { Button, MenuDocument } from '@/menus/api'

const view = (name: string): Button => ({ name, type: 'view', url: `https://tax.example/${name}` })
const at = (top: number, sub = -1, menu = -1): Spot => ({ menu, top, sub })
const tree = (): MenuDocument => ({
  buttons: [{ name: '办税', children: [view('甲'), view('乙'), view('丙')] }, view('官网')],
  conditional: [{ name: '企业', rule: { tag: 2 }, buttons: [view('企业')] }],
})
const names = (document: MenuDocument) => document.buttons!.map((one) => [one.name, ...(one.children ?? []).map((below) => below.name)].join(':'))

describe('a place', () => {
  it.each([at(0), at(1, 2), at(0, -1, 1), at(2, 4, 0)])('comes back from its name', (spot) => {
    expect(spotOf(placeOf(spot))).toEqual(spot)
  })

  it('of a fault may name a field behind it', () => {
    expect(spotOf('conditional.1.buttons.0.children.2.url')).toEqual(at(0, 2, 1))
    expect(spotOf('conditional')).toBeUndefined()
  })
})

describe('an entry', () => {
  it('is moved among its siblings, to another top entry, and to the top', () => {
    expect(names(moved(tree(), at(0, 0), at(0, 2))!.document)[0]).toBe('办税:乙:丙:甲')
    expect(names(moved(tree(), at(0), at(1))!.document)).toEqual(['官网', '办税:甲:乙:丙'])
    expect(names(moved(tree(), at(0, 1), at(1))!.document)).toEqual(['办税:甲:丙', '乙', '官网'])
    const below = moved(tree(), at(1), at(0, 1))!
    expect(names(below.document)).toEqual(['办税:甲:官网:乙:丙'])
    expect(entryAt(below.document, below.spot)?.name).toBe('官网')
  })

  it('is not moved where it cannot stand', () => {
    const full = tree()
    full.buttons![0]!.children!.push(view('丁'), view('戊'))
    expect(moved(full, at(1), at(0, 0))).toBeUndefined() // five below
    expect(moved(tree(), at(0), at(1, 0))).toBeUndefined() // a third level
    full.buttons!.push(view('三'))
    expect(moved(full, at(0, 0), at(1))).toBeUndefined() // three at the top
    expect(moved(tree(), at(0, 2), at(0, 3))).toBeUndefined()
    expect(moved(tree(), at(0), at(0))).toBeUndefined()
  })

  it('is added up to the limits, and what its parent did is not lost', () => {
    const made = added(tree(), -1, 1)!
    expect(made.document.buttons![1]).toEqual({ name: '官网', children: [{ ...view('官网'), type: 'view' }, { name: '', type: 'view' }] })
    expect(made.spot).toEqual(at(1, 1))
    expect(added({ buttons: [view('一'), view('二'), view('三')] }, -1)).toBeUndefined()
  })

  it('is changed and removed without touching another menu', () => {
    const before = tree()
    const after = changedAt(before, at(0, -1, 0), { name: '企业办税' })
    expect(after.conditional![0]!.buttons![0]!.name).toBe('企业办税')
    expect(before).toEqual(tree())
    expect(names(removed(tree(), at(0, 1)))[0]).toBe('办税:甲:丙')
    const last = { buttons: [{ name: '办税', children: [view('甲')] }] }
    expect(removed(last, at(0, 0)).buttons).toEqual([{ name: '办税', type: 'view' }])
  })
})

describe('keys', () => {
  it('lead along the menu as it stands on the phone', () => {
    expect(stepped(tree(), at(0), 'ArrowRight')).toEqual(at(1))
    expect(stepped(tree(), at(0), 'ArrowUp')).toEqual(at(0, 2))
    expect(stepped(tree(), at(0, 2), 'ArrowDown')).toEqual(at(0))
    expect(stepped(tree(), at(1), 'ArrowUp')).toBeUndefined()
    expect(pushed(at(0, 1), 'ArrowUp')).toEqual(at(0, 0))
    expect(pushed(at(1), 'ArrowUp')).toBeUndefined()
  })
})

it('counts bytes as WeChat does', () => {
  expect(bytesOf('办税a')).toBe(7)
})
