import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 指令. */
export const pages = { orders: '指令', draft: '起草指令', edit: '修改指令', order: '指令办理', received: '收到的指令' }

/** How the states of an order, the states of a receipt and the urgencies look. */
export const tones: Record<string, Tone> = { draft: 'draft', waiting: 'waiting', issued: 'approved', closed: 'published', withdrawn: 'draft', dropped: 'draft' }
export const receiptTones: Record<string, Tone> = { sent: 'draft', signed: 'approved', working: 'approved', reported: 'waiting', returned: 'bad', done: 'published', withdrawn: 'draft' }
export const urgencyTones: Record<string, Tone> = { extra: 'bad', urgent: 'waiting', plain: 'draft' }
export const ON_ITS_WAY = '送达中'

export const files = { remove: '移除', again: '重试', hint: (n: number) => `可拖入或粘贴，最多 ${n} 个`, full: (n: number) => `已满 ${n} 个` }

export const list = {
  received: '我收到的', issued: '我下发的', statistics: '统计', draft: '起草指令', words: '文号、标题', kind: '类别', urgency: '紧急程度', state: '状态', overdue: '只看超期', query: '查询', reset: '重置',
  title: '指令', deadline: '期限', from: '来自', progress: '办结', noNumber: '未编号', empty: '没有收到指令', emptyIssued: '还没有下发过指令', none: '没有这样的指令', amended: (n: number) => `${n} 条新补充`,
  shown: (n: number) => `本页 ${n} 条`, more: '下一页', first: '回到第一页', signBy: '签收', doneBy: '办结', late: '超期', left: '剩', of: (done: number, all: number) => `${done} / ${all}`, lateOf: (n: number) => `${n} 个超期`, keys: 'j/k 上下移动，Enter 打开',
}

export const form = {
  what: '指令内容', kind: '类别', urgency: '紧急程度', title: '标题', titleHint: '一句话说清要做什么', text: '正文', textHint: '写给承办人看：做什么、怎么做、注意什么', attachments: '附件', attach: '添加附件', uploading: '附件还没有传完，请稍等。',
  article: '转载的稿件', articleHint: '选一篇已审定的稿件', noArticles: '没有已审定的稿件', clues: '要撤的内容', clue: '线索', clueKind: '按什么找', clueKinds: { link: '链接', text: '文字', article: '稿件', picture: '图片' } as Record<string, string>,
  clueHints: { link: 'https://mp.weixin.qq.com/s/…', text: '粘贴要撤的文字，越完整越准', article: '稿件编号', picture: '图片文件的 SHA-256' } as Record<string, string>, addClue: '再加一条线索', drop: '移除',
  evidence: '须反馈', evidenceHint: '承办单位反馈时必须带上', signBy: '签收期限', doneBy: '办结期限', byDefault: (at: string) => `不填：${at}`, usual: (text: string) => `默认为签发后 ${text}`, hours: (n: number) => (n < 1 ? `${Math.round(n * 60)} 分钟（昼夜连计）` : `${n} 小时（昼夜连计）`),
  to: '下达给', tree: '按机构', levels: '按级别', tags: '按标签', listed: '粘贴名单', find: '找单位', noUnits: '没有下级单位', all: '全部选中', none: '全部取消', paste: '一行一个单位名称或编号，也可以用逗号、顿号隔开',
  reach: (units: number, accounts: number) => `送达 ${units} 个单位，共 ${accounts} 个公众号`, reachNone: '还没有选承办单位', counting: '正在统计…', andMore: (n: number) => `等 ${n} 个单位`, unknown: (names: string) => `没有找到：${names}`, below: (n: number) => `含下级 ${n}`, unfold: '展开', fold: '收起',
  preview: '承办单位看到的', save: '保存草稿', saved: '已保存草稿', issue: '签发', issueAsk: (n: number) => `将送达 ${n} 个单位。签发后正文不能修改，只能补充或撤销。`, issueTwo: '您签发后，还要另一人复核才会送达。', needsTwo: '须两人签发。', who: (names: string) => `可复核的人：${names}`, nobody: '现在没有另一个人可以复核，请系统管理员配置人员。', alone: '签发后立即送达。', notReady: '标题和承办单位还没有填', leave: '有没有保存的修改。离开后仍留在这台电脑上，下次打开会接着写。', go: '离开',
}

export const order = {
  toWhom: '下达给', by: (who: string, when: string) => `${who} 于 ${when} 起草`, issuedBy: (who: string, when: string) => `${who} 于 ${when} 签发`, attachments: '附件', asks: '须反馈', noWants: '不限', signBy: '签收期限', doneBy: '办结期限', article: '转载稿件', amendment: (n: number) => `补充 ${n}`, offer: '看转载的分发回执', takedown: '看撤稿单',
  progress: '办理进度', all: '全部', receipts: '承办单位', unit: '单位', state: '状态', deadline: '本步期限', times: '经过', root: '全部', search: '单位名称', onlyLate: '只看超期', drill: (name: string) => `看${name}及下级`, empty: '没有这样的单位', more: '再看一些', shown: (n: number, all: number) => `显示 ${n}，共 ${all}`, forwarded: '转办', returnedTimes: (n: number) => `退回 ${n} 次`, signedAt: '签收', reportedAt: '反馈', closedAt: '办结',
  choose: (name: string) => `选${name}`, everyShown: '选中列出的全部单位', chosen: (n: number) => `已选 ${n} 个单位`, clear: '取消选择', accept: '通过', backWhy: '写明哪里不够、要补什么。承办单位会看到。', judged: { close: (n: number) => `已办结 ${n} 个单位`, return: (n: number) => `已退回 ${n} 个单位`, remind: (n: number) => `已催办 ${n} 个单位` }, refusedOf: (n: number, why: string) => `${n} 个单位没有办成：${why}`,
  late: '超期', signedLate: '签收超期', doneLate: '办结超期', everReturned: '曾被退回', export: '导出', exportWhat: '写明用途。导出本身也会记入操作日志。', history: '经过', evidence: '反馈材料', noEvidence: '还没有反馈', open: '看材料', ownPage: '单独打开', whyEarly: '下级未办结就反馈的原因', waitsFor: (who: string) => `${who} 已签发，等另一人复核`, who: (names: string) => `可复核的人：${names}`, nobody: '现在没有另一个人可以复核，请系统管理员配置人员。',
  behind: { unsigned: '没有签收的', overdue: '已超期的', open: '所有没有办完的' }, remindTitle: '批量催办', remindAsk: { unsigned: '催办所有没有签收的单位？每个单位收到一次催办。', overdue: '催办所有已超期的单位？每个单位收到一次催办。', open: '催办所有没有办完的单位？每个单位收到一次催办。' },
  proposed: (n: number) => `第 ${n} 次补充，待另一人同意`, proposedBy: (who: string, when: string) => `${who} 于 ${when} 提出`, amendAsk: '同意后通知所有单位，逐一知悉。', disagreeAsk: '写明原因，补充不发出。', hours: (unit: string) => `用时中位数（${unit}）`, signHours: '签收', reportHours: '反馈', doneHours: '办结',
  issueAsk: '签发后正文不能修改，只能补充或撤销。', dropAsk: '作废后不能恢复。', ask: { refuse: '写明要改什么，起草人会看到。', withdraw: '撤销后各单位不再办理，已办的保留在记录里。写明原因，各单位会看到。', amend: '补充什么？会通知所有单位，逐一知悉。' }, did: { agreed: '已同意，正在通知各单位', disagreed: '补充没有发出', reminded: '已催办，正在通知', issue: '已签发，正在送达', handed: '已签发，等另一人复核', approve: '已签发，正在送达', refuse: '已退回修改', withdraw: '已撤销', amend: '已补充，正在通知', drop: '已作废' },
}

export const received = {
  steps: ['签收', '反馈', '审核', '办结'], holder: '承办', from: '来自', urged: (level: string) => `已${level}`, signBy: '签收期限', doneBy: '办结期限', returned: '退回重办', signed: '已签收', started: '已开始办理', amended: (n: number) => `有 ${n} 条新的补充，请看右侧原文。`, acknowledged: '已知悉',
  text: '办理说明', textHint: '做了什么、结果怎样', links: '链接', linkHint: 'https://…', addLink: '再加一条链接', pictures: '截图、文件', addPicture: '拍照或选文件', submit: '提交反馈', submitted: '已提交，等上级审核', missing: (what: string) => `还缺：${what}`, evidence: { text: '办理说明', link: '链接', picture: '截图' } as Record<string, string>, why: '下级还没有办结，为什么先反馈', whyHint: '写明原因；不写要等下级办结', result: '最近一次反馈', history: '经过',
  forward: '转办', forwardTitle: '转给下级办理', forwardHint: '转办后本单位仍负责：下级办完，由本单位汇总反馈。', forwardNote: '上级的话', noteToThem: '给下级的说明', forwardBy: '下级的办结期限', forwardByHint: '不填：与本单位相同', forwarded: (n: number) => `已转给 ${n} 个单位`, toUnits: (n: number) => `已选 ${n} 个单位`, cancel: '取消', below: '转办：谁在办', responsible: '负责',
}

export const statistics = { since: '从', until: '到', orders: '指令', received: '收到', onTime: '按期反馈', late: '逾期', signedLate: '签收逾期', returned: '被退回', open: '未办结', signHours: '签收用时', doneHours: '办结用时', none: '这段时间没有下发指令', hint: '用时为工作小时的中位数' }
