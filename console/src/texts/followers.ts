import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 粉丝. */
export const pages = { section: '粉丝', followers: '粉丝', tags: '标签', codes: '二维码' }


export const phaseTones: Record<string, Tone> = { listing: 'waiting', comparing: 'waiting', held: 'bad', repairing: 'waiting', cleaning: 'waiting', done: 'published', cancelled: 'draft' }

export const roll = {
  title: '粉丝名单', number: '名单上的粉丝', none: '还没有同步过。同步后这里显示人数，以及没有收到通知的关注和取消关注。', at: '名单时间', drift: '那次发现', came: (n: number) => `多出 ${n} 人`, gone: (n: number) => `少了 ${n} 人`,
  sync: '与微信同步', last: '上次同步', state: '状态', pages: (pages: number, listed: number, total: number) => `已取 ${pages} 页，${listed} 人${total ? `（微信说共 ${total} 人）` : ''}`, found: '发现', next: '下次继续', left: (n: number, of: number) => `今天还可以取 ${n} 页（每天 ${of} 页，每页 1 万人）`,
  started: '已开始，在后台进行；一天的次数用完时第二天接着做', resumed: '已继续', cancelled: '已取消，上次完成的名单不变', cancelAsk: '取消后，已取得的名单会删除；上次完成的名单不变。',
  accept: '确认名单并继续', acceptAsk: (n: number) => `将把 ${n} 位粉丝记为已取消关注，他们的信息到期删除。请写明核对的结果`, reason: '记入操作日志',
}

export const person = {
  title: '查一位粉丝', openid: 'OpenID', hint: '完整的 OpenID，只能精确查找', look: '查看', following: '正在关注', left: '已取消关注', unknown: '没有收到过关注或取消关注的通知', since: '关注时间', until: '取消关注时间', scene: '关注来源（场景值）', onRoll: '在最近一次名单中', yes: '是', no: '否', kept: '保存的信息', nothing: '没有保存这位粉丝的任何信息。', waits: (why: string, at: string) => `${why}，将于 ${at} 起删除`,
  export: '导出', exportAsk: '文件含聊天内容，请妥善保管，交付后删除。导出记入操作日志。', erase: '删除个人信息', eraseAsk: '删除这位粉丝在这个公众号的全部个人信息，不能恢复。请写明缘由，勿写姓名、证件号', erased: '已开始删除，在后台进行', block: '拉黑', blockAsk: '拉黑后收不到群发，发来的消息也不再送达。请写明缘由', blocked: '已拉黑', receipts: '以往的删除', by: '经办', close: '关闭', file: '个人信息副本.json',
}

export const tags = {
  title: '标签', id: '编号', name: '名称', count: '粉丝数', system: '系统', none: '还没有标签。', create: '新建标签', createAsk: '名称最多 30 字节（10 个汉字）', created: '已新建', rename: '改名', renamed: '已改名', delete: '删除', deleteAsk: (name: string, n: number) => `“${name}”会从 ${n} 位粉丝身上一并消失，打它的规则也会取消，不能恢复。请写明缘由`, deleted: '已删除', waiting: (n: number) => `有 ${n} 位粉丝等着打标签，在后台每 50 位一批进行。`, send: '群发给标签时约会到这么多人，以微信统计为准',
  rules: '打标签的规则', rulesNote: '从加上规则起，这样做的粉丝自动打上标签；以前的不补。', does: '粉丝做了什么', which: '哪个', tag: '打上标签', noRules: '还没有规则。', addRule: '加规则', added: '已加规则', removeRule: '取消', removeAsk: '已经打上的标签不变。', removed: '已取消规则', save: '保存', cancel: '取消', hints: { scene: '二维码的场景值', hall: '办税厅的编号', service: '服务的名称', entry: '知识库问题的编号', department: '部门的名称' } as Record<string, string>,
  blacklist: '黑名单', blackNone: '没有人被拉黑。', blackTotal: (n: number) => `共 ${n} 人`, blackLoad: '向微信查询', more: '只显示前 200 位', openids: 'OpenID，一行一个，最多 20 个', unblock: '解除拉黑', unblocked: '已解除', blockWhy: '缘由，记入操作日志',
}

export const codes = {
  title: '二维码', none: '还没有二维码。生成一个，印出来贴在大厅或活动现场，就知道它带来了多少粉丝。', code: '二维码', name: '名称', scene: '场景值', sceneHint: '字母、数字、_ 和 -，最多 64 位', purpose: '用途', purposeHint: '印在打印页上，如：扫码关注，查办税指南', hall: '办税厅', campaign: '活动', kind: '种类', permanent: '永久', temporary: '临时', days: '有效天数', until: '有效期', forever: '永久', ended: '已过期', came: '新粉丝', cameOf: (n: number) => `近 ${n} 天`, kept: (n: number) => `当天没有取消的 ${n}`, answered: '有自动回复', unanswered: '没有自动回复', rules: '去设置自动回复', make: '生成二维码', made: '已生成', change: '修改', changed: '已保存', remove: '移除', removeAsk: '从列表中移除；印出去的码在微信那里仍然有效。请写明缘由', removed: '已移除', print: '打印', save: '保存', cancel: '取消', follow: (name: string) => `微信扫一扫，关注“${name}”`, picture: (name: string) => `二维码：${name}`,
}
