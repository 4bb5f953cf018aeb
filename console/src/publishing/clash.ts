import { shown } from '@/shared/time'
import { clash as words } from '@/texts/issue-clash'
import { publishing } from '@/texts/publishing'
import type { Deeds, IssueSeen } from './api'

export type Settings = Pick<IssueSeen, 'title' | 'way' | 'tag_id'>
interface Body {
  articles?: string[]
  at?: string
  other?: string
  note?: string
  next_slot?: boolean
  off_slot?: boolean
  again?: boolean
}
/** What a person wants of an issue, so that it can be done again from a later version. */
export type Wish = { deed: 'settings'; settings: Settings } | { deed: Deeds; body: Body; titles?: Record<string, string> }

/** Somebody changed the issue after this person saw it. */
export interface Clash {
  said: string
  seen: IssueSeen
  theirs: IssueSeen
  wish: Wish
}

type Title = (id: string) => string
type Plan = Settings & { at: string; articles: string[]; state: string }

function planOf(issue: IssueSeen): Plan {
  const { title, way, tag_id, at } = issue
  return { title, way, tag_id, at, articles: issue.articles.map((one) => one.article), state: issue.state_name }
}

function wished(plan: Plan, wish: Wish): Plan {
  if (wish.deed === 'settings') return { ...plan, ...wish.settings }
  const { articles = [], at } = wish.body
  switch (wish.deed) {
    case 'add': return { ...plan, articles: [...plan.articles, ...articles.filter((one) => !plan.articles.includes(one))] }
    case 'remove': return { ...plan, articles: plan.articles.filter((one) => !articles.includes(one)) }
    case 'reorder': return { ...plan, articles }
    case 'move': return { ...plan, at: at ?? plan.at }
    default: return { ...plan, at: at ?? plan.at, state: words.wants[wish.deed] ?? plan.state }
  }
}

/** The same wish, from what others made of the issue; undefined where nothing is left to do. */
export function onTop({ seen, theirs, wish }: Pick<Clash, 'seen' | 'theirs' | 'wish'>): Wish | undefined {
  const there = theirs.articles.map((one) => one.article)
  if (wish.deed === 'settings') {
    const mine = wish.settings
    const settings = {
      title: mine.title !== seen.title ? mine.title : theirs.title,
      way: mine.way !== seen.way ? mine.way : theirs.way,
      tag_id: mine.tag_id !== seen.tag_id ? mine.tag_id : theirs.tag_id,
    }
    const same = settings.title === theirs.title && settings.way === theirs.way && settings.tag_id === theirs.tag_id
    return same ? undefined : { deed: 'settings', settings }
  }
  const { articles = [] } = wish.body
  const left = (kept: string[]): Wish | undefined => (kept.length ? { ...wish, body: { ...wish.body, articles: kept } } : undefined)
  if (wish.deed === 'add') return left(articles.filter((one) => !there.includes(one)))
  if (wish.deed === 'remove') return left(articles.filter((one) => there.includes(one)))
  if (wish.deed === 'reorder') {
    // What they put in meanwhile stands behind; what they took out stays out.
    const order = [...articles.filter((one) => there.includes(one)), ...there.filter((one) => !articles.includes(one))]
    return order.join() === there.join() ? undefined : left(order)
  }
  return wish
}

export interface ClashRow {
  name: string
  mine: string[]
  theirs: string[]
  byMe: boolean
  byThem: boolean
}

/** Both versions line by line, and who changed what since this person looked. */
export function clashRows({ seen, theirs, wish }: Pick<Clash, 'seen' | 'theirs' | 'wish'>): ClashRow[] {
  const titles = new Map([...seen.articles, ...theirs.articles].map((one) => [one.article, one.title]))
  const titleOf = (id: string): string => titles.get(id) ?? (wish.deed === 'settings' ? id : (wish.titles?.[id] ?? id))
  const before = lines(planOf(seen), titleOf)
  const mine = lines(wished(planOf(seen), wish), titleOf)
  const now = lines(planOf(theirs), titleOf)
  return before.map(([name, was], n) => ({
    name,
    mine: mine[n]![1],
    theirs: now[n]![1],
    byMe: was.join('\n') !== mine[n]![1].join('\n'),
    byThem: was.join('\n') !== now[n]![1].join('\n'),
  }))
}

function lines(plan: Plan, titleOf: Title): [string, string[]][] {
  return [
    [words.name, [plan.title]],
    [words.time, [shown(plan.at)]],
    [words.articles, plan.articles.length ? plan.articles.map((one, n) => `${n + 1}. ${titleOf(one)}`) : [words.none]],
    [words.way, [publishing[plan.way]]],
    [words.tag, [plan.tag_id === null ? words.everybody : words.tagged(plan.tag_id)]],
    [words.state, [plan.state]],
  ]
}
