import { effectScope, nextTick, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useTagReach } from '@/publishing/useTagReach'

const asked = vi.fn()
let answer: () => Promise<unknown>

vi.mock('@/followers/api', () => ({
  getTags: (account: string) => {
    asked(account)
    return answer()
  },
}))

const told = async () => ({ tags: [{ id: 101, name: '个体户', count: 12345, system: false }], problem: '' })
const scope = effectScope()

async function reachOf(tag: number | null, how: () => Promise<unknown> = told) {
  answer = how
  const found = scope.run(() => useTagReach(() => 'province', ref(tag)))!
  for (let i = 0; i < 5; i++) await nextTick()
  return found
}

afterEach(() => asked.mockClear())

test('a push to all asks WeChat nothing', async () => {
  const { reach } = await reachOf(null)
  expect(asked).not.toHaveBeenCalled()
  expect(reach.value).toBe('')
})

test('a push to a tag says about how many it reaches', async () => {
  const { reach } = await reachOf(101)
  expect(asked).toHaveBeenCalledWith('province')
  expect(reach.value).toContain('12,345')
})

test('a tag that WeChat does not have is said to be unknown', async () => {
  expect((await reachOf(7)).reach.value).toBe('微信没有这个标签，请另选')
})

test('why the number is not known is said where it would stand, and it can be asked again', async () => {
  const found = await reachOf(101, () => Promise.reject(new Error('微信没有应答')))
  expect(found.reach.value).toBe('微信没有应答')
  answer = told
  await found.load()
  expect(found.reach.value).toContain('12,345')
})
