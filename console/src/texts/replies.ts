import type { Tone } from '@/shared/StatusTag.vue'

export const pages = {
  rules: '自动回复', ruleVersions: '规则版本', knowledge: '知识库', entry: '问答', newEntry: '新增问答', versions: '版本与发布', policies: '政策库', policy: '政策文件',
  questions: '没答好的问题', evaluation: '把握与门槛', import: '导入', noAccount: '这个单位还没有公众号。', account: '公众号',
}

/** Marks of an entry's and a version's states. */
export const tones: Record<string, Tone> = { draft: 'draft', in_review: 'waiting', released: 'published', retired: 'draft', dropped: 'draft' }

export const tryout = {
  title: '试答', phone: '手机上的样子', nothing: '输入一句粉丝会说的话，看看会怎样答', trying: '正在试答', type: '粉丝会说的话', send: '发送', tap: '点这里，就像粉丝点了它',
  transfer: '—— 转给微信客服 ——', silent: '不回复', which: '用哪一份知识库', withForm: '按正在写的', draft: '含草稿', inForce: '现在生效的', steps: '逐级', near: '知识库里接近的', called: '命中的规则', documents: '政策文件：',
  byRule: (rule: string) => `规则“${rule}”`, byEntry: (entry: string, sure: string) => `${entry.startsWith('doc:') ? '政策文件' : '问答'} ${entry.replace('doc:', '')}${sure ? `，把握 ${sure}` : ''}`,
  kf: (n: number) => (n ? `占客服消息 ${n} 条` : '不占客服消息'), open: '试答',
}

export const entry = {
  question: '问题', questionHint: '写成粉丝会问的一句话', variants: '相似问', variantsHint: '同一个问题的其他问法，一行一个', answer: '答复', answerHint: '粉丝收到的文字；链接写成 <a href="网址">文字</a>',
  owner: '责任部门', audience: '适用对象', region: '适用地区', from: '生效时间', until: '失效时间', untilHint: '如 2026-12-31，当天仍有效', fromHint: '如 2026-03-01，不填为立即', basis: '政策依据', addBasis: '加一条依据',
  title: '名称', url: '网址（可不写）', remove: '移除', link: '插入链接', linkAsk: '网址', linkWords: '链接的文字', more: '责任部门、有效期、依据', bytes: (n: number) => `${n} 字节`, pagesOf: (n: number) => `约 ${n} 页，第一页之后要粉丝点开`,
  alike: '问得很像的问答', alikeHint: '两条都像，机器人就哪条都拿不准：合为一条，或把问法改开。', notSearched: '问答很多，没有查找问得像的；保存后可在“近似的问答”里看。', preview: '手机预览', writeFirst: '写下问题和答复，这里显示粉丝看到的样子',
  save: '存为草稿', saved: '已存为草稿，粉丝还看不到', same: '内容没有变化', submit: '提交审核', saveSubmit: '保存并提交审核', submitted: '已提交，请另一位同事发布', used: (hits: number, good: number, bad: number) => `近 90 天答了 ${hits} 次，有帮助 ${good}，没帮助 ${bad}`,
  released: '粉丝现在看到的', never: '还没有发布过', changedSince: '与粉丝现在看到的相比', retired: '已停用，发布后生效', revived: '已重新启用，发布后生效', expired: '已过有效期，不再回答', leave: '有没保存的修改，离开就没有了。', stay: '继续写', go: '离开',
  conflict: '有人刚改过这条问答', conflictAsk: '您写的还在。载入对方的内容会丢掉您的修改。', reload: '载入对方的',
}

export const knowledge = {
  words: '编号、问题、相似问或答复里的字', state: '状态', allStates: '全部状态', owner: '责任部门', audience: '适用对象', validity: '有效期', query: '查询', reset: '重置', add: '新增问答', import: '导入', duplicates: '近似的问答',
  validities: { holds: '有效', due: '30 天内到期', expired: '已到期' } as Record<string, string>, none: '没有符合条件的问答', empty: '知识库还是空的。新增一条问答，或者导入一个表格。', found: (n: number) => `共 ${n} 条`, keys: 'j / k 上下移动，Enter 打开，/ 筛选',
  both: '问题与答复', more: '下一页', first: '回到第一页', id: '编号', variants: '相似问', until: '有效期至', pairsNone: '没有问得很像的问答', pairs: '近似的问答', keep: '看', expired: '已到期',
}

export const standing = {
  same: (version: number) => (version ? `粉丝看到的是版本 ${version}，没有未发布的修改。` : '还没有发布过知识库。'),
  draft: (version: number, hands: string) => `版本 ${version} 是草稿（${hands}），粉丝还看不到。`, review: (version: number, by: string) => `版本 ${version} 已由${by}提交，等另一位同事发布。`,
  look: '核对并发布', compare: '看改了什么', submit: '提交审核', release: '发布', sendBack: '退回', drop: '放弃修改', released: (n: number) => `版本 ${n} 已发布，最多 10 秒后生效`, sentBack: '已退回', dropped: '已回到现行版本', submitted: '已提交，请另一位同事发布',
  why: '退回的原因（修改人会看到）', dropAsk: '所有未发布的修改都会放弃。它们留在历史里，可以恢复。', releaseAsk: (n: number) => `发布版本 ${n} 后，粉丝马上得到新的答复。`, restore: '恢复这一版', restored: '已成为草稿，发布后才生效', remark: '退回意见：',
}

export const versions = {
  history: '各个版本', version: '版本', time: '时间', hands: '经办', source: '来源', size: '问答 / 政策', note: '说明', with: '与它比较', against: (a: number, b: number) => `版本 ${a || '0（空）'} → 版本 ${b}`, same: '两个版本没有差别', refitted: '把握程度的门槛重新拟合过',
  kinds: { new: '新增', changed: '修改', removed: '移除' } as Record<string, string>, made: '修改', handed: '提交', put: '发布', from: (n: number) => `恢复自版本 ${n}`, entries: '问答', policies: '政策文件', more: '更早的', out: '去掉', in: '增加', effect: '试一遍真实消息', effectHint: '用最近几天粉丝发来的消息，看哪些答复会变',
}

export const questions = {
  days: '最近', dayNames: { 1: '1 天', 3: '3 天', 7: '7 天', 14: '14 天', 30: '30 天' } as Record<string, string>, words: '问题里的字', handled: { open: '待处理', drafted: '等发布', answered: '已能回答', '': '全部' } as Record<string, string>,
  none: '没有待处理的问题', noneAtAll: '这段时间没有这样的问题', times: (n: number, people: number) => `${n} 次 · ${people} 人`, last: (when: string) => `最近 ${when}`, came: '当时', counted: (messages: number, kinds: number) => `从 ${messages} 条消息里数出 ${kinds} 个不同的问题`, cut: '消息太多，只数了最近几天。',
  pick: '选一个问题，在这里写答复', asked: '粉丝的原话', ownWords: '问的人少，原话不进知识库：请用自己的话写出问题，不要写能认出某个人的内容。', chosen: '问了之后，粉丝多半点了', addTo: '把问法加到这一条', newOne: '新写一条', editing: '修改', answeredBy: '现在已能回答', draftedBy: '答复已写好，等发布', next: '下一个',
  submitted: '已提交，请另一位同事发布', saved: '已存为草稿', see: '查看', submitNote: '给审核人的话（可不写）', more: '下一页', first: '回到第一页', keys: 'j / k 上下移动 · Ctrl+Enter 提交 · / 筛选', back: '回到列表', notAllowed: '您可以查看，不能修改知识库。',
}
