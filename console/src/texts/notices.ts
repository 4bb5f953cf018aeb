import type { Tone } from '@/shared/StatusTag.vue'

export const pages = { notices: '订阅通知', list: '一次发送' }

export const tones: Record<string, Tone> = { prepared: 'waiting', going: 'approved', stopped: 'bad', done: 'published', dropped: 'draft' }

export const templates = {
  title: '模板', none: '还没有模板。先从微信读取，或者新增一个。', fetch: '重新读取模板', fetched: '已从微信读取', add: '新增模板', template: '模板', kind: '种类', holders: '订阅的人', left: '还可发', answers: '同意 / 拒绝 / 退订', serves: '用于', gone: '微信上已删除', drop: '删除', dropAsk: (title: string) => `在微信上删除模板“${title}”？订阅了它的人不能再收到通知。`, dropped: '已删除',
  long: '长期有效，不用完', today: (left: number, limit: number) => `批量发送今天还可发 ${left} 条（本号每天 ${limit} 条，十分之一留给提醒和答复）`,
}

export const adding = {
  title: '新增模板', pick: '标题', pickHint: '微信按本号的类目给出', fields: '字段', fieldsHint: '选二到五个，按选的顺序显示', scene: '用在什么场景', sceneHint: '15 字以内', add: '新增', cancel: '取消', done: '已新增', example: (words: string) => `例：${words}`,
}

export const purposes = {
  title: '用途', lead: '选定模板以后，到时候自动通知订阅了它的人；没有选定、没有订阅的，用客服消息或下一次回复告知。', none: '未选定', choose: '选定', change: '修改', stop: '停用', stopAsk: (label: string) => `“${label}”不再用订阅通知？`, stopped: '已停用', by: (who: string, when: string) => `${who} ${when}`, example: '按例子显示',
}

export const wiring = {
  title: (label: string) => `用途：${label}`, template: '模板', lines: '各字段写什么', tells: '可以写的占位，点一下加到光标所在的字段：', page: '点通知打开的网址（可不填）', address: 'https://…', save: '保存', cancel: '取消', saved: '已保存', pick: '先选一个模板',
}

export const send = {
  title: '发送通知', template: '模板', words: '内容', page: '点通知打开的网址（可不填）', address: 'https://…', to: '发给谁', all: '全部订阅的人', given: '名单', receivers: '每行一个 openid', note: '说明（粉丝看不到）', see: '预览和估算', prepare: '准备发送', cancel: '取消', prepared: '已准备，请核对后确认发送', phone: '手机上的样子',
  will: (n: number) => `会发给 ${n} 人`, ofGiven: (n: number) => `名单共 ${n} 人，其中订阅了的才会收到`, today: (n: number) => `今天还可发 ${n} 条`, days: (n: number) => (n > 1 ? `约 ${n} 天发完` : n === 1 ? '今天发完' : '按现在的配额发不完'), nobody: '现在没有人订阅这个模板', stale: '内容改过，请重新预览',
}

export const lists = {
  title: '发送记录', none: '还没有发送过。', more: '更早的', when: '时间', what: '通知', state: '状态', receivers: '收件人', sent: '已提交', delivered: '送达', failed: '未送达', refused: '微信拒收', unknown: '未确认', without: '已退订', all: '全部订阅的人', given: (n: number) => `名单 ${n} 人`, by: (who: string) => `${who} 准备`, confirmedBy: (who: string) => `${who} 确认`,
  confirm: '确认发送', confirmAsk: (n: number, title: string) => `“${title}”将发给 ${n} 人，发出后收不回。请输入收件人数 ${n} 以确认。`, wrong: (n: number) => `请输入 ${n}`, confirmed: '已开始发送', stop: '停止', stopAsk: '停止后不再发给其余的人；已发的收不回。', stopped: '已停止', resume: '继续', resumed: '已继续', drop: '放弃', dropAsk: '放弃这次发送？', dropped: '已放弃', progress: (reached: number, all: number) => `${reached} / ${all}`, policy: '政策文件',
  explain: '已提交：微信收下了；送达、未送达是微信随后告知的。未确认：不知道微信有没有收下，不会重发。',
}
