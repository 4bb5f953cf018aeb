import type { Button, MenuDocument } from './api'

/** The place of an entry: which menu (-1 is the default one), its top entry, and the one below it (-1: the top itself). */
export interface Spot {
  menu: number
  top: number
  sub: number
}

export const TOP = 3
export const SUB = 5

export const copied = (document: MenuDocument): MenuDocument => JSON.parse(JSON.stringify(document)) as MenuDocument

/** The top entries of a menu. */
export function tops(document: MenuDocument, menu: number): Button[] {
  return (menu < 0 ? document.buttons : document.conditional?.[menu]?.buttons) ?? []
}

/** The entries among which one stands. */
export function siblings(document: MenuDocument, spot: Spot): Button[] {
  const every = tops(document, spot.menu)
  return spot.sub < 0 ? every : (every[spot.top]?.children ?? [])
}

export function entryAt(document: MenuDocument, spot: Spot | undefined): Button | undefined {
  return spot && siblings(document, spot)[spot.sub < 0 ? spot.top : spot.sub]
}

/** The place as the API names it: `buttons.0.children.2`, `conditional.1.buttons.0`. */
export function placeOf(spot: Spot): string {
  const menu = spot.menu < 0 ? 'buttons' : `conditional.${spot.menu}.buttons`
  return `${menu}.${spot.top}${spot.sub < 0 ? '' : `.children.${spot.sub}`}`
}

export function spotOf(place: string): Spot | undefined {
  const found = /^(?:conditional\.(\d+)\.)?buttons\.(\d+)(?:\.children\.(\d+))?/.exec(place)
  return found ? { menu: Number(found[1] ?? -1), top: Number(found[2]), sub: Number(found[3] ?? -1) } : undefined
}

export const same = (one: Spot | undefined, other: Spot | undefined) =>
  !!one && !!other && one.menu === other.menu && one.top === other.top && one.sub === other.sub

const withButtons = (document: MenuDocument, menu: number, buttons: Button[]): MenuDocument => {
  const after = copied(document)
  if (menu < 0) after.buttons = buttons
  else after.conditional![menu]!.buttons = buttons
  return after
}

/** The menu with an entry changed. */
export function changedAt(document: MenuDocument, spot: Spot, change: Partial<Button>): MenuDocument {
  const buttons = copied({ buttons: tops(document, spot.menu) }).buttons!
  const among = spot.sub < 0 ? buttons : buttons[spot.top]!.children!
  const at = spot.sub < 0 ? spot.top : spot.sub
  among[at] = { ...among[at]!, ...change }
  return withButtons(document, spot.menu, buttons)
}

/** The menu with one more entry: at the top, or below a top entry, which from then on does nothing itself. */
export function added(document: MenuDocument, menu: number, top = -1): { document: MenuDocument; spot: Spot } | undefined {
  const buttons = copied({ buttons: tops(document, menu) }).buttons!
  if (top < 0) {
    if (buttons.length >= TOP) return undefined
    buttons.push({ name: '', type: 'view' })
    return { document: withButtons(document, menu, buttons), spot: { menu, top: buttons.length - 1, sub: -1 } }
  }
  const parent = buttons[top]
  const below = parent?.children ?? []
  if (!parent || below.length >= SUB) return undefined
  const { children: _, name, ...did } = parent
  // What the entry did so far is not lost: it becomes the first one below it.
  const first = !below.length && (did.url || did.key || did.media_id || did.article_id || did.appid) ? [{ ...did, name }] : below
  buttons[top] = { name, children: [...first, { name: '', type: 'view' }] }
  return { document: withButtons(document, menu, buttons), spot: { menu, top, sub: buttons[top]!.children!.length - 1 } }
}

export function removed(document: MenuDocument, spot: Spot): MenuDocument {
  const buttons = copied({ buttons: tops(document, spot.menu) }).buttons!
  if (spot.sub < 0) buttons.splice(spot.top, 1)
  else {
    const parent = buttons[spot.top]!
    parent.children!.splice(spot.sub, 1)
    if (!parent.children!.length) buttons[spot.top] = { name: parent.name, type: 'view' }
  }
  return withButtons(document, spot.menu, buttons)
}

/**
 * The menu with an entry moved to another place, or undefined where it can't stand there: there are two levels, three
 * places at the top and five below.
 */
export function moved(document: MenuDocument, from: Spot, to: Spot): { document: MenuDocument; spot: Spot } | undefined {
  if (from.menu !== to.menu || same(from, to)) return undefined
  const entry = entryAt(document, from)
  if (!entry) return undefined
  const within = from.sub < 0 === to.sub < 0 && (from.sub < 0 || from.top === to.top)
  const buttons = copied({ buttons: tops(document, from.menu) }).buttons!
  if (within) {
    const among = from.sub < 0 ? buttons : buttons[from.top]!.children!
    const [start, end] = from.sub < 0 ? [from.top, to.top] : [from.sub, to.sub]
    if (end < 0 || end >= among.length) return undefined
    among.splice(end, 0, among.splice(start, 1)[0]!)
    return { document: withButtons(document, from.menu, buttons), spot: to }
  }
  if (to.sub >= 0) {
    const parent = buttons[to.top]
    if (entry.children?.length || !parent || (from.sub < 0 && from.top === to.top)) return undefined
    if ((parent.children?.length ?? 0) >= SUB || !parent.children?.length) return undefined
    parent.children.splice(Math.min(to.sub, parent.children.length), 0, copied({ buttons: [entry] }).buttons![0]!)
    const spot = { ...to, sub: Math.min(to.sub, parent.children.length - 1) }
    if (from.sub < 0) {
      buttons.splice(from.top, 1)
      if (from.top < spot.top) spot.top -= 1
    } else buttons[from.top]!.children!.splice(from.sub, 1)
    const document_ = withButtons(document, from.menu, tidy(buttons))
    return { document: document_, spot }
  }
  if (buttons.length >= TOP) return undefined
  buttons[from.top]!.children!.splice(from.sub, 1)
  buttons.splice(Math.min(to.top, buttons.length), 0, copied({ buttons: [entry] }).buttons![0]!)
  return { document: withButtons(document, from.menu, tidy(buttons)), spot: { ...to, top: Math.min(to.top, buttons.length - 1) } }
}

/** An entry below which nothing is left does something itself again. */
const tidy = (buttons: Button[]): Button[] => buttons.map((one) => (one.children && !one.children.length ? { name: one.name, type: 'view' } : one))

/** The place that an arrow key leads to; undefined where there is none. */
export function stepped(document: MenuDocument, from: Spot, key: string): Spot | undefined {
  const every = tops(document, from.menu)
  if (key === 'ArrowLeft' && from.top > 0) return { ...from, top: from.top - 1, sub: -1 }
  if (key === 'ArrowRight' && from.top < every.length - 1) return { ...from, top: from.top + 1, sub: -1 }
  const below = every[from.top]?.children?.length ?? 0
  // Those below stand above the top entry, as on the phone.
  if (key === 'ArrowUp') return from.sub < 0 ? (below ? { ...from, sub: below - 1 } : undefined) : from.sub > 0 ? { ...from, sub: from.sub - 1 } : undefined
  if (key === 'ArrowDown') return from.sub < 0 ? undefined : from.sub < below - 1 ? { ...from, sub: from.sub + 1 } : { ...from, sub: -1 }
  return undefined
}

/** The place that Alt and an arrow key move an entry to. */
export function pushed(from: Spot, key: string): Spot | undefined {
  if (from.sub < 0) return key === 'ArrowLeft' ? { ...from, top: from.top - 1 } : key === 'ArrowRight' ? { ...from, top: from.top + 1 } : undefined
  return key === 'ArrowUp' ? { ...from, sub: from.sub - 1 } : key === 'ArrowDown' ? { ...from, sub: from.sub + 1 } : undefined
}

/** Bytes of a text, as WeChat counts them. */
export const bytesOf = (text: string) => new TextEncoder().encode(text).length
