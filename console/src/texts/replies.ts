import type { Tone } from '@/shared/StatusTag.vue'

export const pages = {
  rules: '自动回复', ruleVersions: '规则版本', knowledge: '知识库', entry: '问答', newEntry: '新增问答', versions: '版本与发布', policies: '政策库', policy: '政策文件',
  questions: '没答好的问题', evaluation: '把握与门槛', import: '导入', dryRun: '试一遍的结果', noAccount: '这个单位还没有公众号。', account: '公众号',
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

export const rules = {
  words: '名称、关键词或回复里的字', kind: '触发', all: '全部', query: '查询', reset: '重置', add: '新增规则', import: '导入', export: '导出', versions: '版本', lint: '检查', name: '规则', called: '关键词与条件', reply: '回复', none: '没有符合条件的规则', empty: '还没有规则。新增一条，或者导入一个表格。', found: (n: number) => `共 ${n} 条`, more: '下一页', first: '回到第一页',
  kinds: { keyword: '关键词回复', follow: '被关注回复', default: '收到消息回复', scan: '扫码回复', menu: '菜单回复', service: '服务入口', type: '消息类型' } as Record<string, string>,
  hints: { keyword: '粉丝发来的话命中关键词时', follow: '粉丝刚关注时', default: '没有别的能回答时，同一粉丝一小时最多一次', scan: '扫了这个场景的二维码时', menu: '点了这个 key 的菜单时', service: '粉丝说出服务的名称时', type: '粉丝发来图片、语音等没有文字的消息时' } as Record<string, string>,
  exact: '全匹配', contains: '半匹配', exactHint: '与消息完全相同才算，一行一个', containsHint: '消息里含有就算，一行一个', aliases: '别名', aliasesHint: '粉丝还会怎样叫它，一行一个', ruleName: '规则名称', keys: { scan: '二维码场景值', menu: '菜单 key', type: '消息类型', service: '服务名称' } as Record<string, string>,
  pick: '多条回复', picks: { one: '随机一条', all: '全部' } as Record<string, string>, priority: '优先级', priorityHint: '大的先答', must: '必答', mustHint: '消息很长、知识库对整句有把握时，也由这条规则回答', from: '生效时间', until: '失效时间', hours: '每日时段', hoursHint: '如 08:30-17:30', more_: '优先级、时间、必答',
  addReply: '再加一条回复', drop: '移除', type: '类型', text: '正文', media: '素材的 media_id', thumb: '封面的 media_id', kf: '客服账号（可不填）', title: '标题', description: '描述', pic: '封面图片网址', url: '链接', hq: '高品质网址', appid: '小程序 AppID', path: '小程序页面', menu: '菜单项的 key', explain: '说明',
  save: '保存，立即生效', saved: '已保存，最多 10 秒后生效', remove: '删除', removed: '已删除', removeAsk: (name: string) => `删除“${name}”后，粉丝马上得不到这条回复。可以撤销。`, conflict: '有人刚改过这条规则', reload: '载入对方的', reloadAsk: '您写的还在。载入对方的内容会丢掉您的修改。',
  dry: '用真实消息试一遍', dryHint: '最近几天粉丝发来的消息，保存之后哪些答复会变', dryRun: '试一遍', leave: '有没保存的修改，离开就没有了。', edit: '修改', new: '新增', phone: '手机预览', sample: (name: string) => name || '关键词', no: '不导入',
  lintNone: (n: number) => `没有发现问题（对照了近期的 ${n} 条消息）`, lintSome: (n: number, messages: number) => `发现 ${n} 处，对照了近期的 ${messages} 条消息`, history: '规则的版本', restore: '恢复这一版', restored: '已恢复，最多 10 秒后生效', current: '现行', compare: '与上一版比较', against: '与现行比较', same: '两个版本没有差别', counts: (r: number, k: number) => `${r} 条规则 · ${k} 个关键词`,
}

export const dry = {
  none: (days?: number) => (days ? `最近 ${days} 天没有粉丝的消息，无从比较` : '那几天没有粉丝的消息，无从比较'), sum: (messages: number, changed: number) => `${messages.toLocaleString()} 条消息，答复会变的有 ${changed.toLocaleString()} 条`, rung: '由谁回答', before: '现在', after: '改后', times: '次数', said: '粉丝说', nothing: '没有答复会变', wordsOnly: '只用了字词检索；发布后的答复可能不同。', days: '最近',
}

export const imports = {
  titles: { rules: '导入规则', entries: '导入问答', policies: '导入政策文件' } as Record<string, string>,
  kinds: { rules: '.xlsx、.csv 或 .yaml', entries: '.xlsx、.csv、.jsonl、.yaml、.docx 或保存的网页 .html', policies: '.xlsx、.csv、.jsonl 或 .yaml' } as Record<string, string>,
  accept: { rules: '.xlsx,.csv,.yaml,.yml', entries: '.xlsx,.csv,.jsonl,.yaml,.yml,.docx,.html,.htm', policies: '.xlsx,.csv,.jsonl,.yaml,.yml' } as Record<string, string>,
  whole: { rules: '文件里的规则会整体替换现在的规则。', entries: '编号或问题相同的会更新，其余的新增。', policies: '文号相同的会更新，其余的新增。' } as Record<string, string>,
  choose: '选择文件，或拖到这里', template: '下载模板', current: '下载现在的', again: '换一个文件', checking: '正在检查…', good: '没有错误，可以导入', bad: (n: number) => `${n} 处错误，全部标在下面。可以直接在格子里改，再检查一次`, warnings: '提醒', recheck: '再检查一次', mended: (n: number) => `改了 ${n} 格`,
  take: '导入', takeDraft: '导入为草稿', replace: '文件就是全部：文件里没有的会移除', note: '这一版的说明（可不写）', sum: (a: number, b: number, c: number) => `新增 ${a} · 修改 ${b} · 移除 ${c}`, same: '与现在的内容相同', done: '已导入，最多 10 秒后生效', doneDraft: '已导入为草稿，提交审核、由另一位同事发布后生效', row: '行', sheet: (name: string) => `工作表“${name}”`, line: (n: number) => (n ? `第 ${n} 行` : '整个文件'), noGrid: '这种文件请在原处改好，再选一次。', alike: '与别的问答问得很像', large: '文件太大，请拆成几个（每个不超过 4 MB）。', moreRows: '只显示有问题的行和开头的行', changes: '会有这些变化', next: '下一处错误',
}

export const policies = {
  words: '文号（怎样写都行）、标题、主题', status: '效力', topic: '主题', add: '新增文件', import: '导入', found: (n: number) => `共 ${n} 份`, none: '没有符合条件的文件', empty: '政策库还是空的。新增一份文件，或者导入一个表格。', title: '文件', number: '文号', issued: '发文日期', issuer: '发文机关', readings: '解读', changed: '未发布', more: '下一页', first: '回到第一页',
  full: '标题', replaced: '现在以哪份文件为准', link: '原文链接', readingTitle: '解读的标题', readingUrl: '网址', addReading: '加一篇解读', topics: '主题', topicsHint: '一行一个', questions: '粉丝会怎样问到它', questionsHint: '一行一个', phone: '手机预览', services: '按它办理的服务', save: '存为草稿', saved: '已存为草稿，提交审核并发布后生效', remove: '移除', new: '新增政策文件', issuedHint: '如 2026-03-01', query: '查询', reset: '重置',
  tones: { effective: 'published', lapsed: 'bad', repealed: 'bad', partly_lapsed: 'waiting', partly_repealed: 'waiting' } as Record<string, Tone>,
}

export const thresholds = {
  lead: '每个候选答案都有一个把握。高于“直接回答”的门槛就答，高于“列出猜你想问”的门槛就列出几个让粉丝点，再低就交给人工或默认回复。下面用粉丝确认过答复的提问，看换一个门槛会怎样。',
  sure: '直接回答的门槛', unsure: '列出猜你想问的门槛', answered: '直接回答', right: '其中答对', wrong: '答错', offered: '列出猜你想问', offeredRight: '其中有对的', silent: '不答', leaked: '库里没有答案的也答了', known: (n: number, none: number) => `粉丝确认过答复的提问 ${n} 个，没有答好的提问 ${none} 个`,
  few: '确认过的提问不到 50 个，数字只供参考。', negatives: '“没有答好的提问”里可能有库里其实有答案的，会把“答错”算高。', adopt: '采用这两个门槛', adopted: '已存为草稿，提交审核并发布后生效', now: '现在', back: '回到现在的', threshold: '门槛', table: '各个门槛下的数字', days: '最近', own: '这个公众号自己的门槛', default: '随产品来的门槛', none: '这段时间没有粉丝确认过答复，也没有没答好的提问。', drag: '拖动竖线，或用下面的滑块',
}
