import type { components } from '@made/api'

/** Units as the address book of an order shows them. */
export interface UnitIn {
  id: string
  name: string
  level: string
  parent: string | null
}

export interface Node {
  unit: UnitIn
  children: Node[]
  /** Units below it, on all levels. */
  below: number
}

/** The units below `root` as a tree, each level by name. */
export function treeOf(units: readonly UnitIn[], root: string): Node[] {
  const children = new Map<string, UnitIn[]>()
  for (const one of units) {
    if (!one.parent) continue
    const found = children.get(one.parent)
    if (found) found.push(one)
    else children.set(one.parent, [one])
  }
  function nodes(of: string): Node[] {
    const found = [...(children.get(of) ?? [])].sort((a, b) => a.name.localeCompare(b.name, 'zh'))
    return found.map((unit) => {
      const below = nodes(unit.id)
      return { unit, children: below, below: below.reduce((sum, one) => sum + 1 + one.below, 0) }
    })
  }
  return nodes(root)
}

/** What of the tree has these words in its name, with all that stands above it. */
export function matching(nodes: readonly Node[], words: string): Node[] {
  const sought = words.trim().toLowerCase()
  if (!sought) return [...nodes]
  return nodes.flatMap((node) => {
    if (`${node.unit.name} ${node.unit.id}`.toLowerCase().includes(sought)) return [node]
    const children = matching(node.children, sought)
    return children.length ? [{ ...node, children }] : []
  })
}

/** The names or ids of a list as people paste it: a line each, or with commas of any kind between; each once. */
export function pasted(text: string): string[] {
  return [...new Set(text.split(/[\n\r\t,，、;；]+/).map((one) => one.trim()).filter(Boolean))]
}

/** To whom an order goes, as the form holds it. */
export interface Chosen {
  by: 'tree' | 'levels' | 'tags' | 'listed'
  units: string[]
  levels: string[]
  tags: string[]
  listed: string
}

/** An address as the API takes it. */
export type AddressTyped = Required<NonNullable<components['schemas']['OrderDraft']['address']>>

const NOBODY: AddressTyped = { way: 'tree', root: '', levels: [], tags: [], units: [], accounts: [] }

/** The units that are wanted, once each; `below`: with everything below them. */
export function within(nodes: readonly Node[], wanted: (node: Node) => boolean, below = false, covered = false): string[] {
  return nodes.flatMap((node) => {
    const mine = covered || wanted(node)
    return [...(mine ? [node.unit.id] : []), ...within(node.children, wanted, below, below && mine)]
  })
}

/**
 * What was chosen as an address; undefined where nobody was. One unit with all below it stays a rule of the tree, so that
 * it reads as one; several become the list of their units.
 */
export function addressOf(chosen: Chosen, tree: readonly Node[]): AddressTyped | undefined {
  if (chosen.by === 'levels') return chosen.levels.length ? { ...NOBODY, levels: chosen.levels as AddressTyped['levels'] } : undefined
  if (chosen.by === 'tags') return chosen.tags.length ? { ...NOBODY, way: 'tag', tags: chosen.tags } : undefined
  if (chosen.by === 'listed') {
    const units = listed(chosen.listed, tree).units
    return units.length ? { ...NOBODY, way: 'list', units } : undefined
  }
  if (tree.length && tree.every((one) => chosen.units.includes(one.unit.id))) return NOBODY
  if (chosen.units.length === 1) return { ...NOBODY, root: chosen.units[0]! }
  const units = within(tree, (node) => chosen.units.includes(node.unit.id), true)
  return units.length ? { ...NOBODY, way: 'list', units } : undefined
}

/** The form's choice again, of an address that was kept. */
export function chosenOf(address: Omit<AddressTyped, 'accounts'>, tree: readonly Node[]): Chosen {
  const none: Chosen = { by: 'tree', units: [], levels: [], tags: [], listed: '' }
  if (address.way === 'tag') return { ...none, by: 'tags', tags: address.tags }
  if (address.way === 'list') return { ...none, by: 'listed', listed: named(address.units, tree).join('\n') }
  if (address.levels.length) return { ...none, by: 'levels', levels: address.levels }
  return { ...none, units: address.root ? [address.root] : tree.map((one) => one.unit.id) }
}

function every(nodes: readonly Node[]): UnitIn[] {
  return nodes.flatMap((one) => [one.unit, ...every(one.children)])
}

function named(ids: readonly string[], tree: readonly Node[]): string[] {
  const names = new Map(every(tree).map((one) => [one.id, one.name]))
  return ids.map((id) => names.get(id) ?? id)
}

/** Which units a pasted list names, by id or by name, and what in it names none. */
export function listed(text: string, tree: readonly Node[]): { units: string[]; unknown: string[] } {
  const known = new Map(every(tree).flatMap((one) => [[one.name, one.id], [one.id, one.id]]))
  const found = pasted(text).map((one) => [one, known.get(one)] as const)
  return {
    units: [...new Set(found.flatMap(([, id]) => (id ? [id] : [])))],
    unknown: found.filter(([, id]) => !id).map(([one]) => one),
  }
}
