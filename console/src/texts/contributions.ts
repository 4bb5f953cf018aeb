import type { Tone } from '@/shared/StatusTag.vue'

/** The words of 报送. */
export const pages = { contributions: '报送', write: '新建报送', contribution: '报送', edit: '修改报送' }

/** How the states look; what is out is 已刊发. */
export const tones: Record<string, Tone> = { draft: 'draft', sent: 'waiting', received: 'waiting', returned: 'bad', adopted: 'approved', merged: 'approved', declined: 'draft', withdrawn: 'draft' }
export const toneOf = (one: { state: string; published: boolean; late: boolean }): Tone => (one.late ? 'bad' : one.published ? 'published' : (tones[one.state] ?? 'draft'))

export const tabs = { received: '收到的', sent: '我报送的', ranking: '采用排行', calls: '约稿', settings: '设置', write: '新建报送' }

export const list = {
  words: '标题、内容', title: '标题', kind: '种类', sender: '报送单位', matter: '领域', state: '状态', query: '查询', reset: '重置', open: '待处理', all: '全部', late: '只看逾期',
  emptyQueue: '没有待处理的报送', emptyReceived: '还没有收到报送', emptySent: '还没有报送过', none: '没有这样的报送', shown: (n: number) => `本页 ${n} 件`, more: '下一页', first: '回到第一页',
  to: '报送给', by: '作者', answer: '答复', newAnswer: '新答复', answerBy: (when: string) => `${when} 前答复`, lateSince: (when: string) => `逾期：应在 ${when} 前答复`, notSent: '没有报送',
  keys: 'j/k 上下移动，a 采用，d 不采用，r 退回', choose: (title: string) => `选《${title}》`, chooseAll: '全选', chosen: (n: number) => `已选 ${n} 件`, declineAll: '批量不采用', clear: '取消选择', pick: '左边选一件，在这里阅读和处理',
}

export const paper = {
  from: '报送单位', to: '报送给', when: '时间', where: '地点', matter: '领域', contact: '联系人', by: '作者', sentAt: '报送时间', order: '答复指令', call: '应约', article: '稿件', revision: (n: number) => `第 ${n} 版`, newer: (n: number) => `报送后已改到第 ${n} 版，采用的是报送时的版本`,
  content: '线索内容', note: '稿件说明', noNote: '没有写说明', page: '稿件在手机上的样子', history: '经过', merged: '并入本件的报送',
  points: (n: number) => `已得 ${n} 分`, problem: '需要处理', publications: '刊发', headline: '头条', taken: '已撤稿', open: '打开',
  made: { topic: '已进入选题板', article: '已成为草稿', pending: '正在生成稿件副本' }, openTopic: '看选题', openArticle: '看稿件', into: '并入', answer: '答复', undoUntil: (when: string) => `${when} 前可撤销处理`,
  next: { draft: '写好后点“报送”。', returned: '按要求补充后，再次报送。', sent: '等上级处理。', received: '上级已阅，等待处理。' } as Record<string, string>,
}

export const decide = {
  adopted: (title: string) => `已采用《${title}》`, merged: (title: string) => `已并入《${title}》`, returned: '已退回补充', declined: (n: number) => `未采用 ${n} 件，已告知报送单位`, undone: '已撤销处理，回到待处理', acknowledged: '已知悉', withdrawn: '已撤回', received: '已标为已阅', sent: '已报送',
  returnWhy: '写明要补充什么。报送单位会看到。', undoWhy: '撤销后回到待处理，积分一并取消；还没人动过的选题会被放弃。写明为什么。', undoNow: '处理后随即撤销', withdrawWhy: '撤回后对方不再处理，可另建报送。写明为什么。',
  decline: '不采用', declineMany: (n: number) => `${n} 件不采用`, reason: '原因', words: '给报送单位的话', wordsHint: '一两句话说明原因，报送单位会看到', cancel: '取消', refused: (n: number, why: string) => `${n} 件没有办成：${why}`,
  merge: '并入', mergeInto: '并入哪一件', mergeHint: '按标题查找本单位收到的、待处理或已采用的报送', mergeWords: '给报送单位的话（可不写）', noMerge: '没有可并入的报送',
}

export const form = {
  kind: '报送什么', lead: '线索', leadHint: '一件事、一个人、一组数据，由上级成稿', article: '稿件', articleHint: '本单位写好的稿件，连同图片一起报送',
  to: '报送给', title: '标题', titleHint: '一句话说清是什么事', text: '内容', textHint: '什么事、经过、数据、有什么意义', note: '说明', noteHint: '稿件的亮点，希望怎么用（可不写）', when: '时间', whenHint: '如 11 月 20 日上午', where: '地点', whereHint: '如 青溪社区党群服务中心',
  matter: '领域', matterHint: '可不填', contact: '联系人', contactHint: '上级要了解情况时找谁', phone: '联系电话', phoneHint: '办公电话', choose: '选择稿件', noArticles: '本单位还没有稿件', revision: '报送的版本',
  call: '应约', callHint: '不是应约可不选', order: '答复指令', orderHint: '不是答复指令可不选', save: '保存草稿', saved: '已保存草稿', send: '报送', again: '再次报送', leave: '有没有保存的修改。离开后仍留在这台电脑上，下次打开会接着写。', go: '离开',
  returned: '退回的原因', preview: '上级看到的', nobody: '本单位没有上级单位，不需要报送。',
}

export const calls = {
  own: '本单位的约稿', meant: '上级向本单位约稿', make: '新建约稿', edit: '修改约稿', title: '主题', titleHint: '想要什么稿', text: '要求', textHint: '角度、篇幅、配图等', wants: '要', either: '线索、稿件都行', number: '件数', any: '不限', until: '截止', levels: '约谁', everybody: '全部下级',
  save: '发出约稿', change: '保存', cancel: '取消', made: '已约稿，下级的工作台会看到', saved: '已保存', close: '结束约稿', closeAsk: '结束后下级不能再应约，已报送的照常处理。', closed: '已结束', answer: '去报送', see: '看应约的',
  got: (sent: number, wanted: number) => (wanted ? `应约 ${sent} 件，要 ${wanted} 件` : `应约 ${sent} 件`), adopted: (n: number) => `采用 ${n} 件`, mine: (n: number) => `本单位已报送 ${n} 件`, emptyOwn: '还没有约过稿', emptyMeant: '上级现在没有约稿', over: '已截止', wanted: (wants: string, number: number) => `要${wants || '线索或稿件'}${number ? ` ${number} 件` : ''}`,
}

export const ranking = {
  month: '月', quarter: '季', year: '年', before: '上一期', after: '下一期', units: '按单位', persons: '按人员', receiver: '收报送的单位', rank: '名次', unit: '单位', person: '人员', adopted: '采用', merged: '并入', published: '刊发', headlines: '头条', points: '积分', total: '合计', empty: '这段时间没有采用', export: '导出', exportWhat: '写明用途。导出本身也会记入操作日志。',
  own: '本单位', rule: (lead: number, article: number, merged: number, published: number, headline: number) => `计分：线索采用 ${lead}，稿件采用 ${article}，并入 ${merged}，刊发 ${published}，头条 ${headline}。`, once: '多个公众号刊发只计最高一次。', each: '每个公众号刊发都计。', corrected: '撤销采用、撤稿后积分自动扣除。', quarterOf: (year: string, n: string) => `${year} 年第 ${n} 季度`, monthOf: (year: string, n: string) => `${year} 年 ${n} 月`, yearOf: (year: string) => `${year} 年`, ownPersons: '这里只列本单位的人员。',
}

export const settings = {
  receiving: '怎样收', days: '答复期限', daysUnit: '个工作日', undo: '处理后可撤销', undoUnit: '小时内', direct: '可越级直报的级别', directHint: '直接下级总是可以报送', reasons: '未采用的原因', reasonName: '原因', reasonWords: '预填给报送单位的话', add: '再加一条', remove: '移除',
  points: '采用积分', since: '从', lead: '线索采用', article: '稿件采用', merged: '并入', published: '刊发', headline: '头条', counting: '合计', each: '每个公众号都计', once: '只计最高一次', newRules: '另立一版', first: '最初的规则', past: '已过去的月份不再改', save: '保存', saved: '已保存', month: '起',
}
