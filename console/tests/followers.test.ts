import { describe, expect, it } from 'vitest'
import type { CodeSeen } from '@/followers/api'
import { sheet } from '@/followers/sheet'

const code = (more: Partial<CodeSeen> = {}): CodeSeen =>
  ({
    scene: 'hall-7', kind: 'permanent', name: '大厅<入口>', purpose: '查"指南"', hall: '7', campaign: '', by: 'zong', made_at: '2026-12-01T00:00:00Z',
    expires_at: null, url: 'http://weixin.qq.com/q/02abc', came: 0, kept: 0, answered: false, ...more,
  })

describe('the sheet of a code', () => {
  it('holds the drawn code, and what people typed as text', () => {
    const page = sheet(code(), '微信扫一扫')
    expect(page).toContain('<svg')
    expect(page).toContain('大厅&#60;入口&#62;')
    expect(page).not.toContain('"指南"')
    expect(page).not.toContain('有效期')
  })

  it('says until when a temporary one works', () => {
    expect(sheet(code({ expires_at: '2026-12-20T06:49:00Z' }), '')).toContain('有效期 2026-12-20 14:49')
  })

  it('draws another code for another address', () => {
    expect(sheet(code(), '')).not.toBe(sheet(code({ url: 'http://weixin.qq.com/q/02xyz' }), ''))
  })
})
