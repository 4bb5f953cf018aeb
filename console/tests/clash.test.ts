import { describe, expect, it } from 'vitest'
import type { IssueSeen } from '@/publishing/api'
import { clashRows, onTop, type Wish } from '@/publishing/clash'

const issue = (articles: string[], more: Partial<IssueSeen> = {}): IssueSeen =>
  ({
    title: '合集', way: 'mass', tag_id: null, at: '2026-12-01T00:00:00Z', state_name: '计划',
    articles: articles.map((article) => ({ article, title: `${article}稿` })), ...more,
  }) as IssueSeen

describe('two people in one issue', () => {
  it('keeps of theirs all that I did not touch', () => {
    const wish: Wish = { deed: 'settings', settings: { title: '我的', way: 'mass', tag_id: null } }
    const again = onTop({ seen: issue(['a']), theirs: issue(['a'], { title: '他的', tag_id: 7 }), wish })
    expect(again).toEqual({ deed: 'settings', settings: { title: '我的', way: 'mass', tag_id: 7 } })
  })

  it.each([
    ['reorder', ['b', 'a'], ['a', 'c', 'b'], ['b', 'a', 'c']],
    ['reorder', ['b', 'a'], ['a'], undefined],
    ['add', ['b', 'c'], ['a', 'c'], ['b']],
    ['add', ['b'], ['a', 'b'], undefined],
    ['remove', ['a'], ['a', 'c'], ['a']],
    ['remove', ['a'], ['c'], undefined],
  ] as const)('does %s %j on top of %j', (deed, articles, there, expected) => {
    const found = onTop({ seen: issue(['a', 'b']), theirs: issue([...there]), wish: { deed, body: { articles: [...articles] } } })
    expect(found && 'body' in found ? found.body.articles : undefined).toEqual(expected)
  })

  it('says of each line who changed it', () => {
    const rows = clashRows({
      seen: issue(['a']),
      theirs: issue(['a', 'b'], { title: '他的' }),
      wish: { deed: 'move', body: { at: '2026-12-02T02:00:00Z' } },
    })
    expect(rows.filter((one) => one.byMe).map((one) => [one.name, one.mine])).toEqual([['时间', ['2026-12-02 10:00']]])
    expect(rows.filter((one) => one.byThem).map((one) => [one.name, one.theirs])).toEqual([['名称', ['他的']], ['稿件', ['1. a稿', '2. b稿']]])
  })
})
