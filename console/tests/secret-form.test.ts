import { describe, expect, it } from 'vitest'
import { drawn, slip } from '../src/system/secret-form'

describe('a secret that is drawn', () => {
  it('has the length that WeChat asks for, and letters and digits alone', () => {
    for (let n = 0; n < 50; n += 1) expect(drawn(43)).toMatch(/^[A-Za-z0-9]{43}$/)
  })

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => drawn(24))).size).toBe(100)
  })
})

describe('a slip in a secret', () => {
  it('is told before it is sent', () => {
    expect(slip('aes_key', 'short')).not.toBe('')
    expect(slip('token', 'ab')).not.toBe('')
    expect(slip('token', '令牌令牌')).not.toBe('')
  })

  it('is none where it is well formed or still empty', () => {
    expect(slip('aes_key', ` ${drawn(43)} `)).toBe('')
    expect(slip('token', drawn(32))).toBe('')
    expect(slip('app_secret', 'anything')).toBe('')
    expect(slip('aes_key', '')).toBe('')
  })
})
